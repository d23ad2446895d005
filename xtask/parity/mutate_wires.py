"""Mutations of selectors, of flow control, and of dimensions."""

from mutate import copied, mutation

FLOW = "roboflow_core/continue_if@v1"
ALWAYS = {
    "type": "StatementGroup",
    "statements": [
        {
            "type": "BinaryStatement",
            "left_operand": {"type": "StaticOperand", "value": 1},
            "comparator": {"type": "(Number) =="},
            "right_operand": {"type": "StaticOperand", "value": 1},
        }
    ],
}


@mutation
def selector_dangling_input(site):
    where, key = site.selector()
    where[key] = "$inputs." + site.one(["nowhere", "Image", "image_"])


@mutation
def selector_dangling_step(site):
    where, key = site.selector()
    where[key] = site.one(["$steps.nowhere.out", "$steps.nowhere", "$steps.nowhere.*"])


@mutation
def selector_typo(site):
    where, key = site.selector("$steps.")
    parts = where[key].split(".")
    at = site.rng.randrange(1, len(parts))
    parts[at] = site.one([parts[at] + "s", parts[at][:-1], parts[at].upper(), parts[at].replace("_", "-"), "x" + parts[at]])
    where[key] = ".".join(parts)


@mutation
def selector_malformed(site):
    where, key = site.selector()
    text = where[key]
    where[key] = site.one(
        [text[1:], text + ".", text + ".x", text.replace(".", ".."), text.upper(), text.replace("$", "$$"), text + " "]
        + [" " + text, text + "\n", text.replace(".", "/"), text.replace(".", "X", 1), "${" + text[1:] + "}", text + "é"]
        + ["$", "$inputs", "$steps", "$inputs.", "$steps.", "$steps..x", "$steps.*.*", text.replace("$", "\uff04")]
    )


@mutation
def selector_nonexisting_property(site):
    where, key = site.selector("$steps.")
    where[key] = ".".join(where[key].split(".")[:2] + [site.one(["nope", "*", "Predictions", "type", "name"])])


@mutation
def selector_to_self(site):
    step, key, _ = site.field()
    block = site.block(step)
    outputs = [output.name for output in block.manifest.describe_outputs()] or ["x"]
    step[key] = f"$steps.{step['name']}.{site.one(outputs)}"


@mutation
def selector_cycle(site):
    """An earlier step fed by a later one."""
    a, b = sorted(site.rng.sample(range(len(site.spec["steps"])), 2))
    early, late = site.spec["steps"][a], site.spec["steps"][b]
    outputs = [output.name for output in site.block(late).manifest.describe_outputs()]
    keys = [key for found, key, field in site.fields() if found is early and field.kinds is not None]
    early[site.one(keys)] = f"$steps.{late['name']}.{site.one(outputs)}"
    mine = [output.name for output in site.block(early).manifest.describe_outputs()]
    if mine and site.rng.random() < 0.7:
        keys = [key for found, key, field in site.fields() if found is late and field.kinds is not None]
        late[site.one(keys)] = f"$steps.{early['name']}.{site.one(mine)}"


@mutation
def selector_to_input(site):
    where, key = site.selector()
    where[key] = "$inputs." + site.input()["name"]


@mutation
def selector_to_other_output(site):
    where, key = site.selector()
    where[key] = site.one(site.targets())


@mutation
def selector_of_same_step(site):
    """Another output of the step that it points to."""
    where, key = site.selector("$steps.")
    name = where[key].split(".")[1]
    where[key] = site.one(target for target in site.targets() if target.split(".")[1] == name)


@mutation
def selectors_swapped(site):
    (a, x), (b, y) = site.rng.sample(list(site.selectors()), 2)
    a[x], b[y] = b[y], a[x]


@mutation
def selector_to_bare_step(site):
    where, key = site.selector()
    where[key] = "$steps." + site.step()["name"]


@mutation
def selector_to_literal(site):
    where, key = site.selector()
    where[key] = site.one(["text", 5, 0.5, True, None, [], {}, "", ["a"], {"a": 1}, "inputs.image"])


@mutation
def selector_in_every_field(site):
    """One selector for all that a step gives."""
    step, target = site.step(), site.one(site.targets())
    for _, key, _ in [found for found in site.fields() if found[0] is step]:
        step[key] = target


@mutation
def selector_for_optional_field(site):
    step, key, _, _ = site.possible(lambda schema: "pattern" in schema)
    step[key] = site.one(site.targets())


@mutation
def selectors_in_list(site):
    step, key, _ = site.field(lambda block, field: field.kinds is not None)
    held = step[key] if isinstance(step[key], list) else [step[key]]
    step[key] = held + [site.one([*site.targets(), "$inputs.nowhere", "text", 5, None])]


@mutation
def selectors_in_object(site):
    step, key, _ = site.field(lambda block, field: field.kinds is not None)
    held = step[key] if isinstance(step[key], dict) else {"a": step[key]}
    step[key] = {**held, "b": site.one([*site.targets(), "$inputs.nowhere", "text", 5])}


@mutation
def typed_parameter_inserted(site):
    """A parameter of some kind in the place of a selector."""
    where, key = site.selector()
    name = site.free("typed")
    kinds = [site.one(site.known.kinds)]
    site.spec["inputs"].append({"type": "WorkflowParameter", "name": name, "kind": kinds})
    where[key] = "$inputs." + name


@mutation
def batch_input_inserted(site):
    where, key = site.selector()
    name = site.free("batch")
    entry = {"type": "WorkflowBatchInput", "name": name, "dimensionality": site.one([1, 1, 2, 2, 3])}
    if site.rng.random() < 0.6:
        entry["kind"] = site.one([["image"], ["*"], [site.one(site.known.kinds)]])
    site.spec["inputs"].append(entry)
    where[key] = "$inputs." + name


def flow_step(site, targets, inputs=()):
    name = site.free("gate")
    parameters = {f"p{index}": selector for index, selector in enumerate(inputs)}
    step = {"type": FLOW, "name": name, "condition_statement": copied(ALWAYS), "next_steps": targets}
    if parameters:
        step["evaluation_parameters"] = parameters
    return site.add_step(step)


@mutation
def flow_step_added(site):
    flow_step(site, ["$steps." + site.step()["name"]], [site.one(site.targets())] if site.rng.random() < 0.6 else [])


@mutation
def flow_step_of_other_kind(site):
    """A switch or a limiter over steps that are there."""
    name = "$steps." + site.step()["name"]
    other = "$steps." + site.step()["name"]
    target = site.one(site.targets())
    site.add_step(
        site.one(
            [
                {"type": "roboflow_core/rate_limiter@v1", "cooldown_seconds": 1.0, "next_steps": [name], "depends_on": site.one([name, target])},
                {"type": "roboflow_core/switch_case@v1", "value": site.one(site.targets()), "cases": {"a": name, "b": other}},
                {"type": "roboflow_core/switch_case@v1", "value": "a", "cases": {"a": name}, "default_next_steps": [other]},
                {"type": "roboflow_core/switch_case@v1", "value": "a", "cases": {"A": name, "a": other}, "case_insensitive": True},
                {"type": "roboflow_core/delta_filter@v1", "value": site.one(site.targets()), "next_steps": [name]},
                {"type": "roboflow_core/rate_limiter@v1", "next_steps": [name], "depends_on": site.one(site.targets())},
            ]
        )
        | {"name": site.free("gate")}
    )


@mutation
def flow_to_missing_step(site):
    flow_step(site, site.one([["$steps.nowhere"], ["$steps."], ["nowhere"], [None], "$steps.nowhere", ["$inputs.image"]]))


@mutation
def flow_to_output(site):
    flow_step(site, [site.one(site.targets())])


@mutation
def flow_target_twice(site):
    name = "$steps." + site.step()["name"]
    flow_step(site, [name, name])


@mutation
def flow_to_self(site):
    step = flow_step(site, [])
    step["next_steps"] = ["$steps." + step["name"]]


@mutation
def flow_to_what_feeds_it(site):
    target = site.one(target for target in site.targets() if target.startswith("$steps."))
    flow_step(site, ["$steps." + target.split(".")[1]], [target])


@mutation
def flow_to_all_steps(site):
    flow_step(site, ["$steps." + step["name"] for step in site.spec["steps"]], [site.one(site.targets())])


@mutation
def flow_from_two_sides(site):
    name = "$steps." + site.step()["name"]
    flow_step(site, [name], [site.one(site.targets())])
    flow_step(site, [name], [site.one(site.targets())])


@mutation
def flow_target_suffix(site):
    """The pattern of a step selector has no end: more may follow."""
    name = "$steps." + site.step()["name"]
    flow_step(site, [name + site.one([".output", ".", " ", "/x", "ü", "\n", ".*", "$"])])


def crop(site, image, predictions):
    name = site.free("crop")
    site.add_step({"type": "roboflow_core/dynamic_crop@v1", "name": name, "images": image, "predictions": predictions})
    return f"$steps.{name}.crops"


def detector(site, image):
    name = site.free("detector")
    site.add_step(
        {"type": "roboflow_core/roboflow_object_detection_model@v2", "name": name, "images": image, "model_id": "a/1"}
    )
    return f"$steps.{name}.predictions"


def image_input(site):
    return "$inputs." + site.one(entry["name"] for entry in site.spec["inputs"] if "Image" in entry["type"])


def image_place(site):
    """A place where a selector to an image may stand, most times; any selector otherwise."""
    places = [
        (step, key)
        for step, key, _ in site.fields(lambda block, field: field.kinds and "image" in field.kinds)
        if isinstance(step[key], str)
    ]
    return site.one(places) if places and site.rng.random() < 0.8 else site.selector()


@mutation
def fed_with_crop(site):
    """One selector replaced by crops, a dimension deeper."""
    where, key = image_place(site)
    image = image_input(site)
    where[key] = crop(site, image, detector(site, image))


@mutation
def crop_chain(site):
    image = image_input(site)
    for _ in range(site.one([2, 2, 3])):
        image = crop(site, image, detector(site, site.one([image, image, image_input(site)])))
    if site.rng.random() < 0.5:
        where, key = image_place(site)
        where[key] = image


@mutation
def crops_of_two_lineages(site):
    image = image_input(site)
    first, second = (crop(site, image, detector(site, image)) for _ in range(2))
    where, key = image_place(site)
    where[key] = first
    name = site.free("two")
    site.add_step(
        {
            "type": "roboflow_core/detections_consensus@v1",
            "name": name,
            "predictions_batches": [detector(site, first), detector(site, site.one([first, second, image]))],
            "required_votes": 1,
        }
    )


@mutation
def collapse_added(site):
    name = site.free("collapse")
    site.add_step({"type": "roboflow_core/dimension_collapse@v1", "name": name, "data": site.one(site.targets())})
    if site.rng.random() < 0.5:
        where, key = site.selector()
        where[key] = f"$steps.{name}.output"


@mutation
def stitch_added(site):
    """A block whose inputs lie at different depths."""
    image = image_input(site)
    deeper = crop(site, image, detector(site, image))
    site.add_step(
        {
            "type": "roboflow_core/detections_stitch@v1",
            "name": site.free("stitch"),
            "reference_image": site.one([image, image, deeper]),
            "predictions": detector(site, site.one([deeper, deeper, image])),
            "overlap_filtering_strategy": "nms",
        }
    )


@mutation
def flow_across_dimensions(site):
    """A gate that looks at crops, over a step that may not."""
    image = image_input(site)
    deeper = crop(site, image, detector(site, image))
    flow_step(site, ["$steps." + site.step()["name"]], [deeper])
