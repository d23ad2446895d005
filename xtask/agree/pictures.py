"""Images and detections that cases are made of: samples, drawn ones, and ones too small for most kernels."""

import base64
from pathlib import Path

import cv2
import numpy

SAMPLES = Path(__file__).resolve().parents[2] / "static/samples"
CLASSES = ["car", "dog", "person", "kite"]


def encoded(image):
    return {"type": "base64", "value": base64.b64encode(cv2.imencode(".png", image)[1].tobytes()).decode()}


def sample(rng):
    image = cv2.imread(str(rng.choice(sorted(SAMPLES.glob("*.png")))))
    share = rng.choice([0.25, 0.4, 0.5])
    return cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def noise(rng):
    size = rng.choice([(1, 1), (2, 3), (5, 4), (48, 64), (61, 97)])
    return numpy.random.default_rng(rng.getrandbits(32)).integers(0, 256, (*size, 3), dtype=numpy.uint8)


def gradient(rng):
    height, width = rng.choice([(60, 90), (33, 120)])
    across, down = numpy.meshgrid(numpy.linspace(0, 255, width), numpy.linspace(0, 255, height))
    return numpy.stack([across, down, (across + down) / 2], axis=2).astype(numpy.uint8)


def blobs(rng):
    """White and grey shapes on black, some with holes: what is looked at after a threshold."""
    image = numpy.zeros((100, 140, 3), numpy.uint8)
    for _ in range(rng.randint(2, 9)):
        level = rng.choice([255, 255, 160, 0])
        x, y = rng.randint(-10, 150), rng.randint(-10, 110)
        if rng.random() < 0.5:
            cv2.circle(image, (x, y), rng.randint(1, 30), (level,) * 3, rng.choice([-1, -1, 3]))
        else:
            cv2.rectangle(image, (x, y), (x + rng.randint(0, 60), y + rng.randint(0, 40)), (level,) * 3, rng.choice([-1, 2]))
    return image


def flat(rng):
    return numpy.full((30, 40, 3), rng.choice([0, 128, 255]), numpy.uint8)


def image(rng):
    make = rng.choices([sample, noise, gradient, blobs, flat], [5, 3, 2, 3, 1])[0]
    return make(rng)


def polygon(rng, left, top, right, bottom):
    """A star-shaped outline within a box."""
    count = rng.randint(3, 9)
    angles = sorted(rng.uniform(0, 2 * numpy.pi) for _ in range(count))
    x, y, w, h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    reach = [rng.uniform(0.5, 1.0) for _ in angles]
    return [{"x": round(x + r * w * float(numpy.cos(a)), 1), "y": round(y + r * h * float(numpy.sin(a)), 1)} for a, r in zip(angles, reach)]


def detections(rng, height, width, kind, most=6):
    """What a model may have found, as its serializer writes it."""
    found = []
    is_whole, has_tracks = rng.random() < 0.5, rng.random() < 0.7
    for index in range(rng.randint(0, most)):
        w, h = rng.uniform(2, max(3, width * 0.6)), rng.uniform(2, max(3, height * 0.6))
        x, y = rng.uniform(w * 0.3, max(w * 0.3, width - w * 0.3)), rng.uniform(h * 0.3, max(h * 0.3, height - h * 0.3))
        if is_whole:
            w, h, x, y = 2.0 * round(w / 2), 2.0 * round(h / 2), float(round(x)), float(round(y))
        class_id = rng.randrange(len(CLASSES))
        one = {
            "width": w, "height": h, "x": x, "y": y, "confidence": round(rng.uniform(0.2, 1.0), 3),
            "class_id": class_id, "class": CLASSES[class_id], "detection_id": f"one-{index}", "parent_id": "image",
        }
        if has_tracks:
            one["tracker_id"] = rng.randint(1, 40)
        if kind == "instance_segmentation_prediction":
            one["points"] = polygon(rng, x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        if kind == "keypoint_detection_prediction":
            one["keypoints"] = [
                {"x": round(rng.uniform(0, width), 1), "y": round(rng.uniform(0, height), 1), "confidence": 0.9, "class_id": k, "class": f"k{k}"}
                for k in range(5)
            ]
        found.append(one)
    return {"image": {"width": width, "height": height}, "predictions": found}
