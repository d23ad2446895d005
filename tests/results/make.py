"""Writes one answer for each shape of result, as the engine's own serializers write them, into files beside this one.

Run it with a Python that has the package, torch stood in for:
    PYTHONPATH=xtask/catalog/stubs python tests/results/make.py
"""
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import supervision as sv
from pycocotools import mask as coco
from roboflow_workflows.core_steps.common import serializers as engine
from roboflow_workflows.execution_engine.entities.base import ImageParentMetadata, VideoMetadata, WorkflowImageData

SIZE = (48, 64)  # rows, columns


def found(boxes, classes, confidence, **more):
    """Detections as blocks hand them over: every field of one row an array of as many as there are boxes."""
    count = len(boxes)
    tracks = more.pop("tracks", None)
    masks = more.pop("masks", None)
    data = {
        "class_name": np.array(classes),
        "detection_id": np.array([f"id-{index}" for index in range(count)]),
        "parent_id": np.array(["image"] * count),
        "image_dimensions": np.array([SIZE] * count),
        **{name: np.array(value) if isinstance(value, list) else value for name, value in more.items()},
    }
    return sv.Detections(
        xyxy=np.array(boxes, dtype=float).reshape(-1, 4),
        confidence=np.array(confidence, dtype=float),
        class_id=np.arange(count),
        mask=masks,
        tracker_id=tracks,
        data=data,
    )


def blob(top, left, bottom, right):
    mask = np.zeros(SIZE, dtype=bool)
    mask[top:bottom, left:right] = True
    return mask


def picture(shade):
    pixels = np.full((8, 8, 3), shade, dtype=np.uint8)
    parent = ImageParentMetadata(parent_id="image")
    return WorkflowImageData(parent_metadata=parent, numpy_image=pixels, video_metadata=frame())


def frame():
    moment = datetime(2026, 11, 24, 8, 30, tzinfo=timezone.utc)
    return VideoMetadata(video_identifier="camera", frame_number=3, frame_timestamp=moment, fps=30)


def plain(value):
    """What JSON does not know, as the engine's server answers it: arrays as lists, moments as texts."""
    return value.tolist() if hasattr(value, "tolist") else value.isoformat()


def all_shapes():
    ring = blob(10, 8, 40, 30)
    ring[18:30, 14:24] = False
    masks = np.array([blob(4, 4, 20, 24), ring])
    boxes = [[4, 4, 24, 20], [8, 10, 30, 40]]
    cats = found(boxes, ["cat", "dog"], [0.92, 0.41])
    rle = found(boxes, ["cat", "dog"], [0.92, 0.41])
    rle.data["rle_mask"] = np.array([coco.encode(np.asfortranarray(mask.astype(np.uint8))) for mask in masks])
    corners = [[[10.0, 5.0], [30.0, 15.0], [25.0, 25.0], [5.0, 15.0]]]
    rotated = found([[5, 5, 30, 25]], ["part"], [0.7], rect=corners, angle=[26.5], width=[22.4], height=[11.2])
    people = found(
        boxes,
        ["person", "person"],
        [0.88, 0.79],
        keypoints_xy=[[[10.0, 6.0], [14.0, 12.0]], [[12.0, 14.0], [20.0, 30.0]]],
        keypoints_confidence=[[0.9, 0.3], [0.8, 0.7]],
        keypoints_class_id=[[0, 1], [0, 1]],
        keypoints_class_name=[["nose", "hip"], ["nose", "hip"]],
    )
    tracked = found(
        boxes,
        ["car", "car"],
        [0.6, 0.5],
        tracks=np.array([7, 11]),
        time_in_zone=[1.5, 0.0],
        velocity=[[1.0, -2.0], [0.0, 0.5]],
        speed=[2.2, 0.5],
        area_px=[320.0, 660.0],
    )
    # One row can have no distance: only an array of objects holds that.
    tracked.data["nearest_target_distance"] = np.array([3.25, None], dtype=object)
    cropped = found(
        [[1, 1, 5, 6]],
        ["digit"],
        [0.99],
        root_parent_id=["whole"],
        parent_coordinates=[[8, 10]],
        parent_dimensions=[[30, 22]],
        root_parent_coordinates=[[0, 0]],
        root_parent_dimensions=[[48, 64]],
    )
    top = {"class": "ripe", "class_id": 1, "confidence": 0.83}
    rest = {"class": "raw", "class_id": 0, "confidence": 0.17}
    wild = engine.serialize_wildcard_kind
    yield "boxes", engine.serialise_sv_detections(cats)
    yield "boxes-none", engine.serialise_sv_detections(sv.Detections.empty())
    yield "rotated", engine.serialise_sv_detections(rotated)
    yield "polygons", engine.serialise_sv_detections(found(boxes, ["cat", "dog"], [0.92, 0.41], masks=masks))
    yield "rle", engine.serialise_rle_sv_detections(rle)
    yield "keypoints", engine.serialise_sv_detections(people)
    yield "tracked", engine.serialise_sv_detections(tracked)
    yield "cropped", engine.serialise_sv_detections(cropped)
    yield "codes", engine.serialise_sv_detections(found(boxes, ["qr_code"] * 2, [1.0, 1.0], data=["BIN-07", "=1+1"]))
    yield "class-single", wild({"image": {"width": 64, "height": 48}, "predictions": [top, rest], "top": "ripe", "confidence": 0.83, "parent_id": "image"})
    yield "class-multi", wild({"image": {"width": 64, "height": 48}, "predictions": {"red": {"confidence": 0.9, "class_id": 0}, "big": {"confidence": 0.2, "class_id": 1}}, "predicted_classes": ["red"]})
    yield "image", engine.serialise_image(picture(90))
    yield "images", wild([picture(20), picture(200), None])
    yield "nested", wild([[cats, None], [sv.Detections.empty()]])
    yield "step", wild({"predictions": cats, "image": picture(60), "count": 2, "error_status": False, "text": "two"})
    yield "table", wild([{"name": "a", "size": 3, "seen": datetime(2026, 11, 24, 8, 30, tzinfo=timezone.utc)}, {"name": "b", "size": None, "kind": "=HYPERLINK(1)"}])
    yield "numbers", np.linspace(0, 1, 12).reshape(3, 4).tolist()
    yield "secret", engine.serialize_secret("a-long-secret-text")
    yield "video", engine.serialize_video_metadata_kind(frame())
    yield "skipped", wild(None)


if __name__ == "__main__":
    for name, value in all_shapes():
        file = Path(__file__).with_name(f"{name}.json")
        file.write_text(json.dumps(value, default=plain, indent=1) + "\n")
