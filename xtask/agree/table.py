"""How far each block may differ from the real engine, and the page of the documentation that says so."""

import collections
import re
from pathlib import Path

from cases import family

Rule = collections.namedtuple("Rule", "mean most why")
Known = collections.namedtuple("Known", "ours theirs why")

EXACT = Rule(0.0, 0, "")
# Where images may differ: mean and maximum of a channel's difference, of 255, and why.
RULES = {
    **dict.fromkeys(
        ("circle_visualization@v1", "ellipse_visualization@v1"),
        Rule(0.1, 255, "pixels of the first row were seen to differ, why is not known"),
    ),
    "polygon_visualization@v1": Rule(0.1, 255, "outlines that cross themselves"),
    "polygon_visualization@v2": Rule(0.1, 255, "outlines that cross themselves"),
    "crop_visualization@v1": Rule(0.1, 1, "enlarging"),
    "image_blur@v1": Rule(0.6, 1, "the bilateral kind"),
}
# Disagreements that stay: what each side says, as patterns, and why.
KNOWN = {
    **dict.fromkeys(
        ("dot_visualization@v1", "triangle_visualization@v1", "crop_visualization@v1"),
        Known("^$", "Cannot use `Position.CENTER_OF_MASS`", "CENTER_OF_MASS without a single detection: nothing is drawn, the real engine fails"),
    ),
    "qr_code_detector@v1": Known("^$", "'NoneType' object is not iterable", "without a code the real engine fails; this one finds nothing"),
    "template_matching@v1": Known("more than .* places match", "^$", "a template of one level is everywhere: refused, not listed"),
}
# The same for data: the pattern of the difference, and why.
OUTLINES = r"\.points(: \d+ items|\[)"
KEPT = "outlines that come in go out as they are; the real engine makes masks of them, and outlines of those"
DIFFERS = {
    "detection_offset@v1": (r"\.points|predictions: \d+ items", KEPT + "; some come out too small to be kept"),
    **dict.fromkeys(("detections_nearest_neighbor@v1", "detections_combine@v1", "detections_merge@v1", "dynamic_crop@v1", "time_in_zone@v2"), (OUTLINES, KEPT)),
    "template_matching@v1": (r"predictions: \d+ items, theirs \d+", "of many matches that overlap, all equally good, others may stay"),
}
# Blocks that other tests compare, or nothing can.
RECORDED, UNRECORDED = "held against recorded answers of the real engine by the crate's tests", "not compared"
FIXTURES = Path(__file__).resolve().parents[2] / "crates/engine/tests/data"
ELSEWHERE = {
    "current_time": None,
    "detections_consensus": None,
    "detections_difference": None,
    "detections_stitch": None,
    "overlap_analysis": None,
    "time_in_zone": None,
    "velocity": None,
    "dominant_color": "approximate: the real engine starts at random pixels, so no two of its own runs agree",
}
# Image blocks that need a server, and why.
SERVER_ONLY = {
    "camera_focus@v2": "a panel of plots and text, drawn in its own way",
    "sift@v1, sift_comparison@v1, sift_comparison@v2": "needs SIFT",
    "background_subtraction@v1, motion_detection@v1": "remember earlier frames",
    "mask_edge_snap@v1, mask_area_measurement@v1": "work on masks in ways that are not built here",
    "perspective_correction@v1, camera-calibration@v1, stitch_images@v1, auto_rotate_on_edges@v1": "warping is not built here",
    "qr_code_generator@v1, text_display@v1, icon_visualization@v1, rich_label_visualization@v1": "fonts, icons and code images are not built here",
    "keypoint_visualization@v1, classification_label_visualization@v1, model_comparison_visualization@v1": "not built here yet",
    "trace_visualization@v1, heatmap_visualization@v1, anomaly_heatmap_visualization@v1": "remember earlier frames, or need a model",
}
BEGIN, END = "<!-- begin: cargo xtask agree --docs -->", "<!-- end -->"


def otherwise(block_type):
    """How a block is compared that no cases are made for."""
    said = ELSEWHERE.get(family(block_type))
    is_recorded = any(block_type in file.read_text(encoding="utf-8") for file in FIXTURES.glob("*.json"))
    return said or (RECORDED if is_recorded else UNRECORDED)


def short(block_type):
    return block_type.split("/")[-1]


def rule(block_type):
    return RULES.get(short(block_type), EXACT)


def is_known(block_type, ours, theirs):
    """Whether a disagreement about failing is listed."""
    known = KNOWN.get(short(block_type))
    said = [answer.get("failure", "") for answer in (ours, theirs)]
    return known is not None and all(re.search(pattern, text) for pattern, text in zip(known[:2], said))


def differs_knowingly(block_type, wrong):
    """Whether a difference of data is listed."""
    return re.search(DIFFERS.get(short(block_type), ("^$", ""))[0], wrong) is not None


def write(path, tallies, unmade, asked):
    """Puts the table between its marks."""
    rows = []
    for name, tally in sorted(tallies.items()):
        allowed, known = rule(name), KNOWN.get(short(name))
        verdict = "exact" if allowed == EXACT else f"approximate: mean ≤ {allowed.mean}, maximum ≤ {allowed.most}; {allowed.why}"
        listed = [known.why] if known else []
        listed += [DIFFERS[short(name)][1]] if short(name) in DIFFERS else []
        verdict = "; ".join([verdict, *listed])
        rows.append(f"| `{short(name)}` | {verdict} | {tally.agreed} of {tally.cases} | {tally.mean:.3f} | {tally.most:.0f} |")
    rows += [f"| `{short(name)}` | {why} | – | – | – |" for name, why in sorted(unmade.items())]
    rows += [f"| {', '.join(f'`{one}`' for one in names.split(', '))} | server only: {why} | – | – | – |" for names, why in SERVER_ONLY.items()]
    head = ["| Block | How | Cases that agree | Worst mean | Worst value |", "|---|---|---:|---:|---:|"]
    command = f"`cargo xtask agree --cases {asked.cases} --seed {asked.seed}`; differences are of 255, for a channel of a pixel."
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(before + "\n".join([BEGIN, command, "", *head, *rows, END]) + after, encoding="utf-8")
