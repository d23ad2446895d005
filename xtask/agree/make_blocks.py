"""Makes crates/engine/tests/data/blocks.json: blocks of data and nested batches as whole specifications."""

import base64
import copy
import random

import cv2
import numpy as np
import real_engine

PICK = random.Random(11)


def picture(width, height):
    _, encoded = cv2.imencode(".png", np.full((height, width, 3), 90, dtype=np.uint8))
    return {"type": "base64", "value": base64.b64encode(encoded).decode()}


def row(index, box, name="car", number=2, confidence=0.5, parent="image", place=None, **more):
    x, y, w, h = box
    made = {"x": x, "y": y, "width": w, "height": h, "class": name, "class_id": number, "confidence": confidence, "detection_id": f"d{index}", "parent_id": parent, **more}
    if place is not None:
        made.update(root_parent_id="image", parent_origin=place, root_parent_origin=place)
    return made


WHOLE = {"offset_x": 0, "offset_y": 0, "width": 100, "height": 80}


def found(*rows, size=(100, 80)):
    return {"image": {"width": size[0], "height": size[1]}, "predictions": list(rows)}


def drawn(count, tag, place=WHOLE, tracks=False, **more):
    rows = []
    for index in range(count):
        name, number = PICK.choice([("car", 2), ("dog", 1), ("plate", 7)])
        box = (PICK.randint(10, 90), PICK.randint(10, 70), PICK.choice([8, 12.5, 30]), PICK.choice([6, 20, 25.5]))
        extra = {"tracker_id": index + 1} if tracks else {}
        rows.append(row(f"{tag}{index}", box, name, number, PICK.choice([0.25, 0.4, 0.55, 0.7, 0.9]), place=place, **extra, **more))
    return found(*rows)


def batch(name, kind="object_detection_prediction", depth=1):
    return {"type": "WorkflowBatchInput", "name": name, "kind": [kind], "dimensionality": depth}


def parameter(name):
    """A batch of one value of any kind: most blocks take no parameter where they take a selector."""
    return batch(name, "*")


IMAGE = {"type": "WorkflowImage", "name": "image"}


def step(kind, name="s", version=1, **fields):
    return {"type": f"roboflow_core/{kind}@v{version}", "name": name, **fields}


def spec(inputs, steps, **outputs):
    outputs = [{"type": "JsonField", "name": name, "selector": selector} for name, selector in outputs.items()]
    own = [{**output, "name": output["name"] + "_own", "coordinates_system": "own"} for output in outputs if "predictions" in output["selector"] or "detections" in output["selector"]]
    return {"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs + own}


def of_one(kind, values, version=1, out="predictions", field="predictions", **fields):
    made = step(kind, version=version, **{field: "$inputs.p"}, **fields)
    return spec([batch("p")], [made], out=f"$steps.s.{out}"), {"p": values}


CROP = {"offset_x": 30, "offset_y": 20, "width": 100, "height": 80}
SHIFT = [{"type": "DetectionsShift", "shift_x": 3, "shift_y": -2}]
EMPTY = found()


def simple():
    lists = [[drawn(5, "a"), EMPTY], [drawn(1, "b")], [drawn(7, "c", place={"offset_x": 30, "offset_y": 20, "width": 300, "height": 200})], [drawn(3, "d", place=None)]]
    for values in lists:
        yield "transform", of_one("detections_transformation", values, operations=SHIFT)
        yield "transform to another thing", of_one("detections_transformation", values, operations=[{"type": "SequenceLength"}])
        for units in ("Pixels", "Percent (%)"):
            yield "offset", of_one("detection_offset", values, offset_width=15, offset_height=8, units=units)
        yield "thresholds", of_one("per_class_confidence_filter", values, class_thresholds={"car": 0.5, "dog": 0.9})
        yield "merge", of_one("detections_merge", values)
        yield "merge named", of_one("detections_merge", values, class_name="all")
        for kind in ("Center Overlap", "Any Overlap"):
            yield "overlap", of_one("overlap", values, out="overlaps", overlap_type=kind, overlap_class_name="car")
        for axis in ("horizontal", "vertical"):
            yield "distance", of_one("distance_measurement", values, out="*", object_1_class_name="car", object_2_class_name="dog", reference_axis=axis, calibration_method="pixel to centimeter", pixel_ratio=7)
            yield "distance by a reference", of_one("distance_measurement", values, out="*", object_1_class_name="car", object_2_class_name="dog", reference_axis=axis, calibration_method="reference object", reference_object_class_name="plate", reference_width=3, reference_height=2)


def pairs():
    two = [batch("p"), batch("q")]
    for index in range(6):
        values = {"p": [drawn(4, f"p{index}"), EMPTY], "q": [drawn(5, f"q{index}"), drawn(2, f"r{index}")]}
        yield "combine", (spec(two, [step("detections_combine", prediction_one="$inputs.p", prediction_two="$inputs.q")], out="$steps.s.predictions"), values)
        for strict in (True, False):
            made = step("detections_difference", reference_predictions="$inputs.p", candidate_predictions="$inputs.q", class_strict=strict, reject_cost=0.6)
            yield "difference", (spec(two, [made], removed="$steps.s.removed_detections", new="$steps.s.new_detections", stayed="$steps.s.persisted_detections", all="$steps.s.removed_count", seen="$steps.s.verified"), values)
        made = step("overlap_analysis", reference_predictions="$inputs.p", candidate_predictions="$inputs.q", min_overlap=0.05)
        yield "overlaps", (spec(two, [made], out="$steps.s.overlaps"), values)
        for point, limit in (("CENTER", None), ("BOTTOM_CENTER", 20)):
            made = step("detections_nearest_neighbor", query_predictions="$inputs.p", target_predictions="$inputs.q", query_point=point, max_distance=limit)
            yield "nearest", (spec(two, [made], query="$steps.s.query_predictions", one="$steps.s.matched_query_detections", other="$steps.s.matched_target_detections"), values)
        made = step("size_measurement", object_predictions="$inputs.p", reference_predictions="$inputs.q", reference_dimensions="4.5,3")
        yield "sizes", (spec(two, [made], out="$steps.s.dimensions"), values)
        shaken = copy.deepcopy(values["p"][0])
        for one in shaken["predictions"]:
            one.update(x=one["x"] + 2, detection_id=one["detection_id"] + "x", confidence=0.8)
        for modes in ({}, {"detections_merge_confidence_aggregation": "max", "detections_merge_coordinates_aggregation": "max"}, {"detections_merge_confidence_aggregation": "min", "detections_merge_coordinates_aggregation": "min", "presence_confidence_aggregation": "average"}):
            for aware, required in ((True, None), (False, 1), (True, {"car": 1})):
                made = step("detections_consensus", predictions_batches=["$inputs.p", "$inputs.q"], required_votes=2, class_aware=aware, required_objects=required, iou_threshold=0.2, **modes)
                yield "consensus", (spec(two, [made], out="$steps.s.predictions", there="$steps.s.object_present", sure="$steps.s.presence_confidence"), {"p": [values["p"][0], EMPTY], "q": [shaken, EMPTY]})
    yield "combine what differs", (spec(two, [step("detections_combine", prediction_one="$inputs.p", prediction_two="$inputs.q")], out="$steps.s.predictions"), {"p": [drawn(2, "x", tracks=True)], "q": [drawn(2, "y")]})


def crops():
    whole = {"image": [picture(100, 80), picture(100, 80)], "p": [drawn(3, "k"), EMPTY]}
    both = [IMAGE, batch("p")]
    crop = step("dynamic_crop", "crop", images="$inputs.image", predictions="$inputs.p")
    count = step("property_definition", "count", data="$steps.crop.predictions", operations=[{"type": "SequenceLength"}])
    names = step("property_definition", "names", data="$steps.crop.predictions", operations=[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}])
    size = step("property_definition", "size", data="$steps.crop.crops", operations=[{"type": "ExtractImageProperty", "property_name": "size"}])
    yield "crops, counted", (spec(both, [crop, count, size], out="$steps.count.output", size="$steps.size.output"), whole)
    collapse = step("dimension_collapse", "all", data="$steps.names.output")
    yield "collapse", (spec(both, [crop, names, collapse], out="$steps.all.output"), whole)
    again = step("property_definition", "total", data="$steps.all.output", operations=[{"type": "SequenceLength"}])
    yield "after a collapse", (spec(both, [crop, names, collapse, again], out="$steps.total.output"), whole)
    flat = step("dimension_collapse", "flat", data="$steps.all.output")
    yield "collapse to one", (spec(both, [crop, names, collapse, flat], out="$steps.flat.output"), whole)
    yield "collapse an input", (spec([batch("p", "string")], [step("dimension_collapse", data="$inputs.p")], out="$steps.s.output"), {"p": ["a", "b"]})
    yield "collapse nothing", (spec([{"type": "WorkflowParameter", "name": "p"}], [step("dimension_collapse", data="$inputs.p")], out="$steps.s.output"), {"p": ["a", "b"]})
    mixed = step("expression", "mixed", data={"own": "$steps.names.output", "of_image": "$inputs.p"}, switch={
        "type": "CasesDefinition", "cases": [], "default": {"type": "DynamicCaseResult", "parameter_name": "of_image", "operations": [{"type": "SequenceLength"}]}})
    yield "mixed depths", (spec(both, [crop, names, mixed], out="$steps.mixed.output"), whole)
    other = step("dynamic_crop", "other", images="$inputs.image", predictions="$inputs.p")
    wrong = step("expression", "wrong", data={"a": "$steps.crop.predictions", "b": "$steps.other.predictions"}, switch={
        "type": "CasesDefinition", "cases": [], "default": {"type": "StaticCaseResult", "value": 1}})
    yield "two batches apart", (spec(both, [crop, other, wrong], out="$steps.wrong.output"), whole)
    deeper = step("dynamic_crop", "deep", images="$steps.crop.crops", predictions="$steps.crop.predictions")
    inner = step("property_definition", "inner", data="$steps.deep.predictions", operations=[{"type": "SequenceLength"}])
    yield "two levels", (spec(both, [crop, deeper, inner], out="$steps.inner.output"), whole)
    deep_collapse = step("dimension_collapse", "up", data="$steps.inner.output")
    yield "two levels, one up", (spec(both, [crop, deeper, inner, deep_collapse], out="$steps.up.output"), whole)
    for strategy in ("none", "nms"):
        stitch = step("detections_stitch", "stitch", reference_image="$inputs.image", predictions="$steps.crop.predictions", overlap_filtering_strategy=strategy)
        yield f"stitch {strategy}", (spec(both, [crop, stitch], out="$steps.stitch.predictions"), whole)
    rename = step("detections_classes_replacement", "new", object_detection_predictions="$inputs.p", classification_predictions="$steps.names.output")
    yield "classes by lists", (spec(both, [crop, names, rename], out="$steps.new.predictions"), whole)
    answers = [[{"image": {"width": 9, "height": 9}, "top": "red", "confidence": 0.75, "predictions": [{"class": "red", "class_id": 4, "confidence": 0.75}], "parent_id": one["detection_id"]} for one in whole["p"][0]["predictions"][:2]]]
    named = step("detections_classes_replacement", "new", object_detection_predictions="$inputs.p", classification_predictions="$inputs.c")
    two = [batch("p"), batch("c", "classification_prediction", 2)]
    yield "classes by parents", (spec(two, [named], out="$steps.new.predictions"), {"p": [whole["p"][0]], "c": answers})
    yield "a nested input", (spec([batch("c", "string", 2)], [step("property_definition", data="$inputs.c", operations=[{"type": "StringToUpperCase"}])], out="$steps.s.output"), {"c": [["a", "b"], [], ["c"]]})


def gate(statement, steps, name="gate"):
    return step("continue_if", name, condition_statement={"type": "StatementGroup", "statements": [statement]}, evaluation_parameters={"n": "$steps.count.output"}, next_steps=steps)


def flows():
    inputs, values = [batch("p")], {"p": [drawn(3, "f"), EMPTY, drawn(1, "g")]}
    count = step("property_definition", "count", data="$inputs.p", operations=[{"type": "SequenceLength"}])
    more = {"type": "BinaryStatement", "left_operand": {"type": "DynamicOperand", "operand_name": "n"}, "comparator": {"type": "(Number) >"}, "right_operand": {"type": "StaticOperand", "value": 0}}
    two = copy.deepcopy(more)
    two["right_operand"]["value"] = 1
    name = step("property_definition", "name", data="$inputs.p", operations=[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}])
    after = step("property_definition", "after", data="$steps.name.output", operations=[{"type": "SequenceLength"}])
    first = step("first_non_empty_or_default", "first", data=["$steps.name.output", "$steps.count.output"], default="none")
    only = step("first_non_empty_or_default", "only", data=["$steps.name.output"], default="none")
    yield "continue", (spec(inputs, [count, gate(more, ["$steps.name"]), name, after, first, only], out="$steps.after.output", first="$steps.first.output", only="$steps.only.output"), values)
    yield "two gates for one step", (spec(inputs, [count, gate(more, ["$steps.name"]), gate(two, ["$steps.name"], "other"), name], out="$steps.name.output"), values)
    yield "a gate behind a gate", (spec(inputs, [count, gate(more, ["$steps.other"]), gate(two, ["$steps.name"], "other"), name], out="$steps.name.output"), values)
    scalar = [parameter("mode")]
    a, b = (step("property_definition", name, data="$inputs.mode", operations=[{"type": "ToString"}]) for name in "ab")
    for mode in ("one", "ONE", 2, True, None, 1.0):
        for insensitive in (True, False):
            made = step("switch_case", "switch", value="$inputs.mode", cases={"one": "$steps.a", "2": "$steps.b"}, case_insensitive=insensitive)
            yield "switch", (spec(scalar, [made, a, b], a="$steps.a.output", b="$steps.b.output"), {"mode": mode})
        made = step("switch_case", "switch", value="$inputs.mode", cases={"True": "$steps.a"}, default_next_steps=["$steps.b"])
        yield "switch with a default", (spec(scalar, [made, a, b], a="$steps.a.output", b="$steps.b.output"), {"mode": mode})
    per = step("switch_case", "switch", value="$steps.count.output", cases={"3": "$steps.name", "0": "$steps.other"})
    other = step("property_definition", "other", data="$inputs.p", operations=[{"type": "ToBoolean"}])
    yield "switch by element", (spec(inputs, [count, per, name, other], a="$steps.name.output", b="$steps.other.output"), values)


TEMPLATES = ["{a}", "{a} of {b}", "{{{a}}}", "{a:>8}|", "{a:08.2f}", "{b:,}", "{b:+d}", "{b:x}", "{a:.1%}", "{c:*^9}", "{c:.2}", "{c!r}", "{a:{b}}", "{missing}", "{", "}", "{0}", "{a.b}", "{d}", "{d:5}", "{b:e}", "{a:g}", "{b:5}|", "{c:5}|", "{a:_.3f}", "{e}", "{e:>5}", "{b:c}", "{a:.3}", "{b:b}"]
JSONS = ['{"a": 1, "b": [2]}', '{"a": 1}', "[1]", "nope", '```json\n{"a": 1, "b": 2}\n```', 'so: ```JSON {"a": 3, "b": null} ``` and ```json {"a": 4} ```', "", '"a"', "3"]
ANSWERS = ['{"class_name": "cat", "confidence": 0.7}', '{"class_name": "owl", "confidence": "1.7"}', '```json\n{"predicted_classes": [{"class": "dog", "confidence": 0.4}, {"class": "dog", "confidence": 0.6}, {"class": "owl", "confidence": 2}]}\n```',
    '[{"class": "cat", "confidence": 0.5}]', '[{"label": "cat"}, {"class_name": "dog", "confidence": 0.2}]', "no", "{}", "[]", '{"class": "a", "confidence": 0.1}\n{"class": "b", "confidence": 0.2}', 'It is {"class_name": "dog", "confidence": 0.9}, I think', '```\n{"class_name": "dog", "confidence": 0.9}\n', "[1, 2]"]
BOXES = ['{"detections": [{"x_min": 0.1, "y_min": 0.2, "x_max": 0.5, "y_max": 0.65, "class_name": "cat", "confidence": 0.8}]}', '[{"box_2d": [100, 250, 500, 750], "label": "owl"}]', '{"detections": []}', "no", '{"boxes": []}', '{"detections": [{"x_min": 0.1, "class_name": "cat"}]}']


def texts():
    data = {"a": 12.3456, "b": 1234567, "c": "héllo", "d": [1, "x"], "e": True}
    for template in TEMPLATES:
        yield "template", (spec([parameter(key) for key in data], [step("string_template", template=template, data={key: f"$inputs.{key}" for key in data})], out="$steps.s.output"), data)
    joined = step("string_template", template="{d}!", data={"d": "$inputs.d"}, data_operations={"d": [{"type": "SequenceJoin"}]})
    yield "template with operations", (spec([parameter("d")], [joined], out="$steps.s.output"), data)
    for text in JSONS:
        yield "json", (spec([parameter("t")], [step("json_parser", raw_json="$inputs.t", expected_fields=["a", "b"])], a="$steps.s.a", b="$steps.s.b", error="$steps.s.error_status", all="$steps.s.*"), {"t": text})
    for version in (1, 2):
        for text in ANSWERS:
            made = step("vlm_as_classifier", version=version, image="$inputs.image", vlm_output="$inputs.t", classes=["cat", "dog"])
            yield "classifier", (spec([IMAGE, parameter("t")], [made], out="$steps.s.predictions", error="$steps.s.error_status"), {"image": picture(40, 30), "t": text})
        for text in BOXES:
            made = step("vlm_as_detector", version=version, image="$inputs.image", vlm_output="$inputs.t", classes=["cat", "dog"], model_type="google-gemini", task_type="object-detection")
            yield "detector", (spec([IMAGE, parameter("t")], [made], out="$steps.s.predictions", error="$steps.s.error_status"), {"image": picture(40, 30), "t": text})
    for a, b in (([1.0, 2.0], [2.0, 1.0]), ([1.0], [1.0, 2.0]), ([3.0, 4.0], [-3.0, -4.0])):
        yield "similarity", (spec([batch("a", "embedding"), batch("b", "embedding")], [step("cosine_similarity", embedding_1="$inputs.a", embedding_2="$inputs.b")], out="$steps.s.similarity"), {"a": [a], "b": [b]})


def zones():
    frames = [drawn(6, f"z{index}", tracks=True) for index in range(4)]
    zone = [[10, 10], [70, 12], [60, 60], [15, 50]]
    images = [picture(100, 80) for _ in frames]
    both = [IMAGE, batch("p")]
    for removes in (True, False):
        for version, shape in ((2, zone), (3, zone), (3, [zone, [[80, 40], [99, 40], [90, 79]]])):
            for anchor in ("CENTER", "BOTTOM_CENTER"):
                made = step("time_in_zone", version=version, image="$inputs.image", detections="$inputs.p", zone=shape, triggering_anchor=anchor, remove_out_of_zone_detections=removes)
                yield "time in zone", (spec(both, [made], out="$steps.s.timed_detections"), {"image": images[:1], "p": frames[:1]})
    for anchor in ({}, {"triggering_anchor": "CENTER"}):
        made = step("line_counter", version=2, image="$inputs.image", detections="$inputs.p", line_segment=[[50, 0], [45, 80]], **anchor)
        yield "line", (spec(both, [made], a="$steps.s.count_in", b="$steps.s.count_out", c="$steps.s.detections_in"), {"image": images[:1], "p": frames[:1]})
    yield "no track", (spec(both, [made], a="$steps.s.count_in"), {"image": images[:1], "p": [drawn(2, "n")]})
    made = step("cache_set", "set", image="$inputs.image", key="k", value="$inputs.v")
    read = step("cache_get", "get", image="$inputs.image", key="k")
    yield "cache", (spec([IMAGE, parameter("v")], [made, read], set="$steps.set.output"), {"image": images[:1], "v": [1, "x"]})
    label = step("property_definition", "label", data="$inputs.v", operations=[{"type": "ToString"}])
    delta = step("delta_filter", "delta", image="$inputs.image", value="$inputs.v", next_steps=["$steps.size"])
    size = step("property_definition", "size", data="$inputs.image", operations=[{"type": "ExtractImageProperty", "property_name": "width"}])
    for value in (None, 0, "x"):
        yield "delta", (spec([IMAGE, parameter("v")], [label, delta, size], out="$steps.size.output", label="$steps.label.output"), {"image": images[:1], "v": value})
    limit = step("rate_limiter", "limit", cooldown_seconds=1000, depends_on="$inputs.image", next_steps=["$steps.size"])
    yield "rate", (spec([IMAGE], [limit, size], out="$steps.size.output"), {"image": images[:3]})


def given():
    one = drawn(2, "one")
    both = [IMAGE, batch("p")]
    crop = step("dynamic_crop", "crop", images="$inputs.image", predictions="$inputs.p")
    for image in (picture(100, 80), [picture(100, 80)]):
        for value in (one, [one]):
            yield "lists and single values", (spec(both, [crop], out="$steps.crop.predictions", p="$inputs.p"), {"image": image, "p": value})
    yield "one for many", (spec(both, [crop], out="$steps.crop.predictions"), {"image": [picture(100, 80), picture(100, 80)], "p": [one]})
    yield "unequal batches", (spec(both, [crop], out="$steps.crop.predictions"), {"image": [picture(100, 80)] * 2, "p": [one] * 3})
    film = {"type": "WorkflowVideoMetadata", "name": "film"}
    line = step("line_counter", metadata="$inputs.film", detections="$inputs.p", line_segment=[[50, 0], [45, 80]])
    frames = [drawn(4, f"m{index}", tracks=True) for index in range(3)]
    told = [{"video_identifier": "a", "frame_number": index, "frame_timestamp": "2026-11-24T00:00:00", "fps": 2, "comes_from_video_file": True} for index in range(3)]
    yield "frames in a batch", (spec([film, batch("p")], [line], a="$steps.s.count_in", b="$steps.s.count_out"), {"film": told, "p": frames})
    zone = step("time_in_zone", metadata="$inputs.film", detections="$inputs.p", image="$inputs.image", zone=[[0, 0], [90, 0], [90, 70], [0, 70]])
    yield "time in a batch", (spec([IMAGE, film, batch("p")], [zone], out="$steps.s.timed_detections"), {"image": picture(100, 80), "film": told, "p": frames})


def main():
    cases = []
    for family in (simple, pairs, crops, flows, texts, zones, given):
        for name, (specification, inputs) in family():
            inputs = dict(inputs)
            for declared in specification["inputs"]:
                if declared.get("kind") == ["*"]:
                    inputs[declared["name"]] = [inputs[declared["name"]]]
            answer = real_engine.run(copy.deepcopy(specification), copy.deepcopy(inputs))
            cases.append({"name": name, "spec": specification, "inputs": inputs, **answer})
            if "fails" in answer:
                print(name, answer["fails"][:140])
    real_engine.write("blocks", cases)


main()
