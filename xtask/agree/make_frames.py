"""Makes crates/engine/tests/data/frames.json: what steps keep from one frame of a video to the next."""

import base64
import random

import cv2
import numpy as np
import real_engine

PICK = random.Random(5)
_, ENCODED = cv2.imencode(".png", np.full((80, 100, 3), 90, dtype=np.uint8))
IMAGE = {"type": "WorkflowImage", "name": "image"}
FOUND = {"type": "WorkflowBatchInput", "name": "p", "kind": ["object_detection_prediction"], "dimensionality": 1}
VALUE = {"type": "WorkflowBatchInput", "name": "v", "kind": ["*"], "dimensionality": 1}


def picture(index):
    metadata = {"video_identifier": "film", "frame_number": index, "frame_timestamp": "2026-11-24T00:00:00", "fps": 2, "comes_from_video_file": True}
    return {"type": "base64", "value": base64.b64encode(ENCODED).decode(), "video_metadata": metadata}


def frames(count=8):
    """Things that wander over the image; one is not there in all frames."""
    for index in range(count):
        rows = []
        for track in range(1, 6):
            if track == 5 and index in (2, 3, 6):
                continue
            x, y = 10 + 14 * track + (index - 3) * (track - 3) * 6, 12 * track + PICK.randint(-4, 4)
            rows.append({"x": x, "y": y, "width": 6, "height": 8, "class": "car", "class_id": track % 2, "confidence": 0.5, "detection_id": f"d{index}.{track}", "tracker_id": track, "parent_id": "image"})
        yield {"image": [picture(index)], "p": [{"image": {"width": 100, "height": 80}, "predictions": rows}]}


def spec(inputs, steps, **outputs):
    outputs = [{"type": "JsonField", "name": name, "selector": selector} for name, selector in outputs.items()]
    return {"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs}


def step(kind, version, name="s", **fields):
    return {"type": f"roboflow_core/{kind}@v{version}", "name": name, **fields}


def films():
    both = [IMAGE, FOUND]
    zone = [[20, 5], [80, 10], [70, 70], [25, 60]]
    for removes in (True, False):
        for resets in (True, False):
            made = step("time_in_zone", 3, image="$inputs.image", detections="$inputs.p", zone=zone, remove_out_of_zone_detections=removes, reset_out_of_zone_detections=resets)
            yield "time", spec(both, [made], out="$steps.s.timed_detections"), list(frames())
    for anchor in ({}, {"triggering_anchor": "BOTTOM_CENTER"}):
        made = step("line_counter", 2, image="$inputs.image", detections="$inputs.p", line_segment=[[50, 0], [48, 80]], **anchor)
        yield "line", spec(both, [made], a="$steps.s.count_in", b="$steps.s.count_out", c="$steps.s.detections_in", d="$steps.s.detections_out"), list(frames())
    same = step("detections_filter", 1, "same", predictions="$inputs.p", operations=[{"type": "DetectionsShift", "shift_x": 0, "shift_y": 0}])
    made = step("velocity", 1, image="$inputs.image", detections="$steps.same.predictions", smoothing_alpha=0.3, pixels_per_meter=4)
    yield "velocity", spec(both, [same, made], out="$steps.s.velocity_detections"), list(frames(5))
    size = step("property_definition", 1, "size", data="$inputs.image", operations=[{"type": "ExtractImageProperty", "property_name": "width"}])
    delta = step("delta_filter", 1, image="$inputs.image", value="$inputs.v", next_steps=["$steps.size"])
    values = [1, 1, 1.0, "1", "1", 2, 1]
    yield "delta", spec([IMAGE, VALUE], [delta, size], out="$steps.size.output"), [{"image": [picture(i)], "v": [value]} for i, value in enumerate(values)]
    limit = step("rate_limiter", 1, cooldown_seconds=1000, depends_on="$inputs.image", next_steps=["$steps.size"])
    yield "rate", spec([IMAGE], [limit, size], out="$steps.size.output"), [{"image": [picture(i)]} for i in range(3)]


def main():
    from roboflow_workflows.execution_engine.core import ExecutionEngine

    cases = []
    for name, specification, film in films():
        case = {"name": name, "spec": specification, "frames": film}
        try:
            engine = ExecutionEngine.init(workflow_definition=specification, init_parameters={})
            case["out"] = [real_engine.plain(engine.run(runtime_parameters=dict(frame), serialize_results=True)) for frame in film]
        except Exception as error:
            case["fails"] = f"{type(error).__name__}: {error}"[:200]
            print(name, case["fails"])
        cases.append(case)
    real_engine.write("frames", cases)


main()
