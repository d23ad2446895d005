"""Small workflows that both engines run: every embedded block, with the settings that change what it does."""

IMAGE = [{"type": "WorkflowImage", "name": "image"}]


def spec(steps, outputs, inputs=IMAGE):
    outputs = [{"type": "JsonField", "name": name, "selector": selector} for name, selector in outputs.items()]
    return {"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs}


def step(kind, name, **fields):
    return {"type": f"roboflow_core/{kind}@v1", "name": name, **fields}


def on_image(kind, **fields):
    return spec([step(kind, "s", image="$inputs.image", **fields)], {"out": "$steps.s.image"})


def image_cases():
    for blur in ("average", "gaussian", "median", "bilateral"):
        for size in (1, 4, 5, 11):
            yield f"blur {blur} {size}", on_image("image_blur", blur_type=blur, kernel_size=size)
    yield "blur by default", on_image("image_blur")
    yield "grayscale", on_image("convert_grayscale")
    gray = step("convert_grayscale", "g", image="$inputs.image")
    for kind in ("binary", "binary_inv", "trunc", "tozero", "tozero_inv", "adaptive_mean", "adaptive_gaussian", "otsu"):
        for level in (90, 160):
            threshold = step("threshold", "s", image="$steps.g.image", threshold_type=kind, thresh_value=level, max_value=200)
            yield f"threshold {kind} {level}", spec([gray, threshold], {"out": "$steps.s.image"})
    for kind in ("Contrast Stretching", "Histogram Equalization", "Adaptive Equalization"):
        yield f"equalize {kind}", on_image("contrast_equalization", equalization_type=kind)
        chained = step("contrast_equalization", "s", image="$steps.g.image", equalization_type=kind)
        yield f"equalize grey {kind}", spec([gray, chained], {"out": "$steps.s.image"})
    for size in ({"width": 200, "height": 100}, {"width": 1000, "height": 900}, {"width": 333, "height": 50}):
        yield f"resize {size}", on_image("image_preprocessing", task_type="resize", **size)
    for degrees in (90, -90, 180, 30, -77, 360):
        yield f"rotate {degrees}", on_image("image_preprocessing", task_type="rotate", rotation_degrees=degrees)
    for kind in ("vertical", "horizontal", "both"):
        yield f"flip {kind}", on_image("image_preprocessing", task_type="flip", flip_type=kind)


def crop_cases():
    places = [(100, 80, 60, 40), (101, 81, 61, 41), (10, 10, 60, 60), (790, 550, 100, 100)]
    for x, y, w, h in places:
        crop = step("absolute_static_crop", "s", images="$inputs.image", x_center=x, y_center=y, width=w, height=h)
        yield f"crop {x} {y} {w} {h}", spec([crop], {"out": "$steps.s.crops"})
    for x, y, w, h in [(0.5, 0.5, 0.3, 0.2), (0.1, 0.9, 0.33, 0.41), (0.0, 0.0, 0.2, 0.2), (1.0, 1.0, 0.5, 0.5)]:
        crop = {**step("relative_statoic_crop", "s", images="$inputs.image", x_center=x, y_center=y, width=w, height=h)}
        yield f"relative crop {x} {y} {w} {h}", spec([crop], {"out": "$steps.s.crops"})


BARS = step("barcode_detector", "bars", images="$inputs.image")
# The catalogue lets visualizations have detections of some kinds only; this passes for any.
BOXES = step("property_definition", "boxes", data="$steps.bars.predictions", operations=[{"type": "SortDetections", "mode": "x_min", "ascending": True}])


def drawn(kind, **fields):
    seen = step(kind, "s", image="$inputs.image", predictions="$steps.boxes.output", **fields)
    return spec([BARS, BOXES, seen], {"out": "$steps.s.image"})


def drawing_cases():
    yield "boxes by default", drawn("bounding_box_visualization")
    for fields in (
        {"thickness": 6}, {"roundness": 0.4},
        {"color_palette": "CUSTOM", "custom_colors": ["#ff0000", "#00ff00"]}, {"color_axis": "INDEX"}, {"copy_image": False},
    ):
        yield f"boxes {fields}", drawn("bounding_box_visualization", **fields)
    yield "labels by default", drawn("label_visualization")
    for text in ("Class", "Confidence", "Class and Confidence", "Index", "Dimensions", "Area"):
        yield f"labels {text}", drawn("label_visualization", text=text)
    for position in ("CENTER", "TOP_RIGHT", "BOTTOM_CENTER", "CENTER_LEFT"):
        yield f"labels {position}", drawn("label_visualization", text_position=position)
    for fields in ({"text_scale": 2.0, "text_thickness": 3, "text_padding": 4}, {"text_color": "BLACK"}, {"border_radius": 8}):
        yield f"labels {fields}", drawn("label_visualization", **fields)


def prop(operations, data="$steps.bars.predictions"):
    return spec([BARS, step("property_definition", "s", data=data, operations=operations)], {"out": "$steps.s.output"})


def value_cases():
    for operations in (
        [{"type": "SequenceLength"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "confidence"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "x_min"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "y_max"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "size"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "center"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "top_left"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceElementsCount"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceAggregate", "mode": "most_common"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "confidence"}, {"type": "NumericSequenceAggregate", "function": "max"}],
        [{"type": "SequenceLength"}, {"type": "ToString"}],
        [{"type": "SequenceLength"}, {"type": "Multiply", "other": 2.5}, {"type": "NumberRound", "decimal_digits": 1}],
        [{"type": "SequenceLength"}, {"type": "Divide", "other": 3}],
        [{"type": "SequenceLength"}, {"type": "ToBoolean"}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceMap", "lookup_table": {"barcode": "B"}}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"},
         {"type": "SequenceApply", "operations": [{"type": "StringToUpperCase"}]}],
        [{"type": "DetectionsPropertyExtract", "property_name": "class_name"},
         {"type": "SequenceApply", "operations": [{"type": "StringSubSequence", "start": 1, "end": 4}]}],
    ):
        yield f"property {[one['type'] for one in operations]} {operations[0].get('property_name', '')}", prop(operations)
    for name in ("size", "width", "height", "aspect_ratio"):
        yield f"image property {name}", prop([{"type": "ExtractImageProperty", "property_name": name}], data="$inputs.image")


def condition(comparator, right, left=None):
    return {
        "type": "StatementGroup",
        "operator": "and",
        "statements": [{
            "type": "BinaryStatement",
            "left_operand": left or {"type": "DynamicOperand", "operand_name": "count"},
            "comparator": {"type": comparator},
            "right_operand": {"type": "StaticOperand", "value": right},
        }],
    }


COUNT = step("property_definition", "count", data="$steps.bars.predictions", operations=[{"type": "SequenceLength"}])


def flow_cases():
    for comparator, right in (("(Number) >=", 1), ("(Number) <", 1), ("(Number) ==", 1), ("(Number) !=", 1), ("(Number) >", 0.5)):
        switch = {
            "type": "CasesDefinition",
            "cases": [{"type": "CaseDefinition", "condition": condition(comparator, right), "result": {"type": "StaticCaseResult", "value": "yes"}}],
            "default": {"type": "DynamicCaseResult", "parameter_name": "count", "operations": [{"type": "ToString"}]},
        }
        case = step("expression", "s", data={"count": "$steps.count.output"}, switch=switch)
        yield f"expression {comparator} {right}", spec([BARS, COUNT, case], {"out": "$steps.s.output"})
    for right in (0, 1):
        gate = step("continue_if", "gate", condition_statement=condition("(Number) ==", right), evaluation_parameters={"count": "$steps.count.output"}, next_steps=["$steps.then"])
        then = step("property_definition", "then", data="$steps.bars.predictions", operations=[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}])
        chosen = step("first_non_empty_or_default", "s", data=["$steps.then.output"], default="nothing")
        yield f"continue if {right}", spec([BARS, COUNT, gate, then, chosen], {"out": "$steps.s.output", "then": "$steps.then.output"})
    for comparator, right in (("(Number) >", 0.5), ("(Number) >", 2)):
        left = {"type": "DynamicOperand", "operations": [{"type": "ExtractDetectionProperty", "property_name": "confidence"}]}
        operations = [{"type": "DetectionsFilter", "filter_operation": condition(comparator, right, left)}]
        kept = step("detections_filter", "s", predictions="$steps.boxes.output", operations=operations, operations_parameters={})
        yield f"filter {comparator} {right}", spec([BARS, BOXES, kept], {"out": "$steps.s.predictions"})


def code_cases():
    yield "barcodes", spec([BARS], {"out": "$steps.bars.predictions"})
    crop = step("absolute_static_crop", "crop", images="$inputs.image", x_center=400, y_center=260, width=640, height=400)
    inner = step("barcode_detector", "bars", images="$steps.crop.crops")
    own = spec([crop, inner], {"out": "$steps.bars.predictions"})
    own["outputs"].append({"type": "JsonField", "name": "own", "coordinates_system": "own", "selector": "$steps.bars.predictions"})
    yield "barcodes of a crop", own


ALL = [
    ("parts-on-table.png", [*image_cases(), *crop_cases()]),
    ("low-contrast.png", [case for case in image_cases() if case[0].startswith(("equalize", "threshold"))]),
    ("dock-label.png", [*drawing_cases(), *value_cases(), *flow_cases(), *code_cases()]),
    ("empty-shelf.png", [*code_cases(), *flow_cases()]),
]
