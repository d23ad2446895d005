"""Whether two answers of a run are the same, but for what cannot be: random ids, moments, and how JPEG is written."""
import base64
import io
import re

import numpy
from PIL import Image

# What the clock tells.
BY_CHANCE = {"frame_timestamp"}
RANDOM_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def pixels(value):
    image = Image.open(io.BytesIO(base64.b64decode(value)))
    return numpy.asarray(image.convert("RGB"), dtype=float)


def is_image(value):
    return isinstance(value, dict) and value.get("type") == "base64" and isinstance(value.get("value"), str)


def differences(ours, theirs, at="$", image=3.0, number=1e-6):
    """What differs, as sentences. `image` is the mean difference of a channel, of 255, that an image may have;
    `number` the relative difference of a number."""
    if is_image(ours) and is_image(theirs):
        a, b = pixels(ours["value"]), pixels(theirs["value"])
        if a.shape != b.shape:
            return [f"{at}: an image of {a.shape}, theirs of {b.shape}"]
        mean = float(numpy.abs(a - b).mean())
        found = [f"{at}: images differ by {mean:.2f} of 255 in the mean"] if mean > image else []
        rest = lambda value: {key: value[key] for key in value if key != "value"}
        return found + differences(rest(ours), rest(theirs), at, image, number)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = [f"{at}.{key}: ours alone" for key in ours if key not in theirs]
        found += [f"{at}.{key}: theirs alone ({theirs[key]!r:.80})" for key in theirs if key not in ours]
        for key in ours:
            if key in theirs and key not in BY_CHANCE:
                found += differences(ours[key], theirs[key], f"{at}.{key}", image, number)
        return found
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return [f"{at}: {len(ours)} items, theirs {len(theirs)}: {ours!r:.200} / {theirs!r:.200}"]
        return [one for index, pair in enumerate(zip(ours, theirs)) for one in differences(*pair, f"{at}[{index}]", image, number)]
    if isinstance(ours, str) and isinstance(theirs, str):
        ours, theirs = (RANDOM_ID.sub("(random)", text) for text in (ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool) or not (isinstance(ours, (int, float)) and isinstance(theirs, (int, float))):
        return [] if ours == theirs and type(ours) is type(theirs) else [f"{at}: {ours!r:.120}, theirs {theirs!r:.120}"]
    is_close = abs(ours - theirs) <= number * max(1.0, abs(ours), abs(theirs))
    return [] if is_close else [f"{at}: {ours}, theirs {theirs}"]
