"""Specifications of one step, with settings drawn at random from what the block's own manifest allows."""

import random

import pictures

IMAGE = {"type": "WorkflowImage", "name": "image"}
KINDS = ["object_detection_prediction", "instance_segmentation_prediction", "keypoint_detection_prediction"]
COLORS = ["WHITE", "BLACK", "red", "ROBOFLOW", "#00FF80", "#A1B", "rgb(12, 200, 90)", "bgr(12, 200, 90)", "GREY"]
# What random numbers make sense for a setting that the manifest leaves open.
RANGES = {
    "kernel_size": lambda rng: rng.choice([1, 2, 3, 4, 5, 7, 9, 11, 15, 21]),
    "thresh_value": lambda rng: rng.randint(0, 255),
    "max_value": lambda rng: rng.choice([255, 255, 200, 1]),
    "contrast_multiplier": lambda rng: rng.choice([1.0, 0.5, 1.7, round(rng.uniform(0.1, 5), 2)]),
    "rotation_degrees": lambda rng: rng.choice([90, -90, 180, 30, -77, 360, 1]),
    "width": lambda rng: rng.randint(1, 150),
    "height": lambda rng: rng.randint(1, 150),
    "x_center": lambda rng: rng.randint(0, 150),
    "y_center": lambda rng: rng.randint(0, 150),
    "target_color": lambda rng: rng.choice(["#000000", "#fff", "(128, 128, 128)", "#7F7F7F", [255, 255, 255]]),
    "tolerance": lambda rng: rng.choice([0, 10, 60, 128]),
    "custom_colors": lambda rng: rng.sample(COLORS, rng.randint(1, 4)),
    "palette_size": lambda rng: rng.choice([1, 2, 5, 10, 17, 30]),
    "opacity": lambda rng: rng.choice([0.0, 0.3, 0.5, 0.8, 1.0]),
    "thickness": lambda rng: rng.choice([1, 2, 2, 3, 4, 5, 8, 11]),
    "line_thickness": lambda rng: rng.choice([1, 2, 3, 4, 7]),
    "outline_thickness": lambda rng: rng.choice([0, 1, 2, 5]),
    "border_thickness": lambda rng: rng.choice([1, 2, 5]),
    "corner_length": lambda rng: rng.choice([1, 5, 15, 40]),
    "radius": lambda rng: rng.choice([1, 2, 4, 9, 20]),
    "start_angle": lambda rng: rng.choice([-45, 0, 30, -90]),
    "end_angle": lambda rng: rng.choice([235, 360, 90, 180]),
    "roundness": lambda rng: rng.choice([0.0, 0.0, 0.3, 1.0]),
    "scale_factor": lambda rng: rng.choice([1.0, 1.5, 2.0]),
    "pixel_size": lambda rng: rng.choice([1, 2, 5, 20, 40]),
    "padding": lambda rng: rng.choice([0, 0, 4, 13]),
    "base": lambda rng: rng.choice([3, 10, 21]),
    "zone": lambda rng: rng.choice([[[10, 10], [60, 15], [50, 70], [5, 40]], [[0, 0], [120, 0], [60, 90]]]),
    "reference_path": lambda rng: rng.choice([[[5, 5], [60, 50], [110, 20]], [[0, 40], [90, 40]]]),
    "current_path": lambda rng: [[6, 6], [40, 70]],
    "color": lambda rng: rng.choice(COLORS),
    "text_color": lambda rng: rng.choice(COLORS),
    "background_color": lambda rng: rng.choice(COLORS),
    "copy_image": lambda rng: True,
    "slice_width": lambda rng: rng.choice([20, 64, 200]),
    "slice_height": lambda rng: rng.choice([20, 64, 200]),
    "overlap_ratio_width": lambda rng: rng.choice([0.0, 0.2, 0.5]),
    "overlap_ratio_height": lambda rng: rng.choice([0.0, 0.2, 0.5]),
    "offset_width": lambda rng: rng.randint(0, 30),
    "offset_height": lambda rng: rng.randint(0, 30),
    "matching_threshold": lambda rng: rng.choice([0.5, 0.8, 0.95]),
    "nms_threshold": lambda rng: rng.choice([0.3, 0.5]),
    "text": lambda rng: rng.choice(["Class", "Confidence", "Class and Confidence", "Index", "Dimensions", "Area"]),
    "edges": lambda rng: rng.choice([[], [[1, 2], [2, 3]]]),
    "color_clusters": lambda rng: rng.randint(1, 5),
    "target_size": lambda rng: rng.randint(20, 120),
    "skip_below_degrees": lambda rng: rng.choice([0.4, 2.0]),
    "max_correction_degrees": lambda rng: rng.choice([90.0, 30.0]),
    "internal_resolution": lambda rng: rng.choice([1000, 90]),
}
# Settings that only make sense within a part of their range.
OF_BLOCK = {
    "relative_statoic_crop": {name: lambda rng: rng.choice([0.5, round(rng.random(), 3)]) for name in ("x_center", "y_center", "width", "height")},
    "dynamic_crop": {"background_color": lambda rng: rng.choice(["#000000", "#1aF", "(200, 10, 30)"])},
    "color_visualization": {"opacity": lambda rng: rng.choice([0.0, 0.3, 0.5, 1.0])},
}

def flattened(schema):
    """The alternatives of a property's schema."""
    for one in schema.get("anyOf", [schema]):
        yield from flattened(one) if "anyOf" in one else [one]


def family(block_type):
    return block_type.split("/")[-1].split("@")[0]


class Unmade(Exception):
    """A property that cases cannot be made for."""


class Maker:
    """Makes cases of one block."""

    def __init__(self, block_type, manifest, outputs):
        self.type, self.outputs = block_type, outputs
        self.schema = manifest.model_json_schema()
        self.fields = {name: one for name, one in self.schema["properties"].items() if name not in ("type", "name")}

    def case(self, seed):
        """A specification and its inputs."""
        rng = random.Random(f"{self.type} {seed}")
        self.inputs, self.given, self.steps = [IMAGE], {}, []
        image = pictures.image(rng)
        self.given["image"] = pictures.encoded(image)
        self.size = image.shape[:2]
        self.is_gray = self._wants_gray(rng)
        step = {"type": self.type, "name": "s"}
        for name, schema in self.fields.items():
            is_required = name in self.schema.get("required", []) or self._is_selector(schema)
            if is_required or rng.random() < 0.75:
                step[name] = self._value(rng, name, schema)
        if step.get("color_palette") == "CUSTOM" and not step.get("custom_colors"):
            step["custom_colors"] = ["#FF0000", "#00ff00"]
        self.steps.append(step)
        outputs = [{"type": "JsonField", "name": name, "selector": f"$steps.s.{name}"} for name in self.outputs]
        return {"version": "1.0", "inputs": self.inputs, "steps": self.steps, "outputs": outputs}, self.given

    def _wants_gray(self, rng):
        return "predictions" not in self.fields and rng.random() < 0.4

    @staticmethod
    def _is_selector(schema):
        return all(one.get("reference") for one in flattened(schema))

    def _value(self, rng, name, schema):
        alternatives = list(flattened(schema))
        kinds = [kind["name"] for one in alternatives for kind in one.get("kind", [])]
        if self._is_selector(schema):
            if "image" in kinds:
                return self._image(rng, name)
            known = [kind for kind in KINDS if kind in kinds]
            if known:
                return self._detections(rng, name, rng.choice(known))
            raise Unmade(name)
        own = OF_BLOCK.get(family(self.type), {}).get(name) or RANGES.get(name)
        literal = next((one for one in alternatives if "enum" in one or "const" in one), None)
        if literal is not None:
            return rng.choice(literal.get("enum") or [literal["const"]])
        if own:
            return own(rng)
        return self._plain(rng, name, alternatives, schema)

    def _plain(self, rng, name, alternatives, schema):
        for one in alternatives:
            low, high = one.get("minimum", one.get("exclusiveMinimum")), one.get("maximum", one.get("exclusiveMaximum"))
            default = schema.get("default")
            if one.get("type") == "boolean":
                return rng.random() < 0.5
            if one.get("type") == "integer":
                return rng.randint(low or 0, high or max(4, 2 * (default or 5)))
            if one.get("type") == "number":
                return round(rng.uniform(low or 0.0, high or max(1.0, 2 * (default or 0.5))), 3)
            if one.get("type") == "array" and one.get("items", {}).get("reference"):
                return ["$inputs.image"]
        if "default" in schema:
            return schema["default"]
        raise Unmade(name)

    def _image(self, rng, name):
        if name in ("template",):
            x, y = rng.randint(0, max(0, self.size[1] - 12)), rng.randint(0, max(0, self.size[0] - 12))
            self.steps.append({
                "type": "roboflow_core/absolute_static_crop@v1", "name": "part", "images": "$inputs.image",
                "x_center": x + 5, "y_center": y + 5, "width": 10, "height": 8,
            })
            return "$steps.part.crops"
        if not self.is_gray:
            return "$inputs.image"
        self.steps.append({"type": "roboflow_core/convert_grayscale@v1", "name": "gray", "image": "$inputs.image"})
        return "$steps.gray.image"

    def _detections(self, rng, name, kind):
        self.inputs = [*self.inputs, {"type": "WorkflowBatchInput", "name": name, "kind": [kind]}]
        self.given[name] = [pictures.detections(rng, *self.size, kind)]
        return f"$inputs.{name}"
