"""Mutations inside fields (operations and statements), of embedded workflows, and of blocks with code of their own."""

from mutate import copied, deep, mutation
from mutate_shape import ODD

import facts


@mutation
def nested_key_deleted(site):
    where, key = site.one(site.nested())
    del where[key]


@mutation
def nested_value_changed(site):
    where, key = site.one(site.nested())
    where[key] = site.one([*ODD, "1", "true", -1, "$inputs.nowhere", 1e9])


@mutation
def nested_key_added(site):
    where, _ = site.one((where, key) for where, key in site.nested() if isinstance(where, dict))
    where[site.one(["extra", "type_", "value", "negate"])] = site.one(ODD)


@mutation
def nested_type_changed(site):
    """The tag of an operation or operand: unknown, of another one, in another case."""
    where, key = site.one((where, key) for where, key in site.nested() if key == "type" and isinstance(where, dict))
    others = [other[name] for other, name in site.nested() if name == "type" and isinstance(other, dict)]
    where[key] = site.one([*others, *others, "Nope", "", None, 1, str(where[key]).lower(), str(where[key]) + " "])


@mutation
def nested_item_repeated(site):
    where, key = site.one((where, key) for where, key in site.nested() if isinstance(where, list))
    where.insert(key, copied(where[key]))


@mutation
def nested_items_shuffled(site):
    where, _ = site.one((where, key) for where, key in site.nested() if isinstance(where, list) and len(where) > 1)
    site.rng.shuffle(where)


@mutation
def nested_value_wrapped(site):
    where, key = site.one(site.nested())
    where[key] = deep(where[key], site.one([1, 1, 2, 40]), site.one([lambda inner: [inner], lambda inner: {"a": inner}]))


@mutation
def nested_value_moved(site):
    (a, x), (b, y) = site.rng.sample(site.nested(), 2)
    b[y] = copied(a[x])


@mutation
def nested_key_renamed(site):
    where, key = site.one((where, key) for where, key in site.nested() if isinstance(where, dict))
    where[site.one([key.upper(), key + "s", "", "ünï"])] = where.pop(key)


@mutation
def operations_redrawn(site):
    """A nested model drawn again, with all its optional fields."""
    import literals

    step, key, field, schema = site.possible(lambda schema: schema["type"] in ("model", "tagged-union", "list"))
    sampler = literals.Sampler(site.rng, site.block(step), lambda pattern: site.one(site.targets()), 1.5)
    try:
        step[key] = sampler.value(schema)
    except literals.Unfit:
        return False


@mutation
def statements_nested_deeply(site):
    step, key, _ = site.field(lambda block, field: "statement" in field.name)
    for _ in range(site.one([2, 10, 40])):
        step[key] = {"type": "StatementGroup", "statements": [step[key]]}


def wrapped(site):
    """The whole specification as the only step of another."""
    child = copied(site.spec)
    bindings = {entry["name"]: "$inputs." + entry["name"] for entry in child["inputs"]}
    outputs = [
        {"type": "JsonField", "name": output["name"], "selector": f"$steps.inner.{output['name']}"}
        for output in child["outputs"]
    ]
    step = {"type": facts.INNER, "name": "inner", "workflow_definition": child, "parameter_bindings": bindings}
    site.spec.update({"version": "1.0", "steps": [step], "outputs": outputs})
    site.spec.pop("dynamic_blocks_definitions", None)
    return step


def embedding(site):
    """A step that embeds a workflow: one that is there, or all wrapped into one."""
    steps = [step for step in site.spec["steps"] if isinstance(step.get("workflow_definition"), dict)]
    return site.one(steps) if steps and site.rng.random() < 0.6 else wrapped(site)


@mutation
def inner_wrap(site):
    wrapped(site)


@mutation
def inner_wrap_again(site):
    for _ in range(site.one([2, 2, 3, 4, 5, 7])):
        wrapped(site)


@mutation
def inner_wrap_and_break(site):
    """A mutation of the child only."""
    step = wrapped(site)
    child = step["workflow_definition"]
    part = site.one(["inputs", "steps", "outputs"])
    entry = site.one(child[part])
    site.one(
        [
            lambda: entry.pop(site.one(entry)),
            lambda: entry.update({site.one(entry): site.one(ODD)}),
            lambda: child[part].append(copied(entry)),
            lambda: child.pop(part),
            lambda: child.update({part: site.one(ODD)}),
            lambda: child[part].remove(entry),
        ]
    )()


@mutation
def inner_many(site):
    """Many embedded workflows in one: there is a limit."""
    step = wrapped(site)
    for number in range(site.one([2, 5, 31, 32, 33])):
        other = {**step, "name": f"inner_{number}", "workflow_definition": copied(SMALL), "parameter_bindings": {}}
        site.add_step(other)


SMALL = {
    "version": "1.0",
    "inputs": [],
    "steps": [{"type": "roboflow_core/current_time@v1", "name": "now"}],
    "outputs": [],
}


@mutation
def inner_binding_broken(site):
    step = embedding(site)
    bindings = step["parameter_bindings"]
    key = site.one(bindings)
    site.one(
        [
            lambda: bindings.pop(key),
            lambda: bindings.update({"unknown": "$inputs.image"}),
            lambda: bindings.update({key: "$inputs.nowhere"}),
            lambda: bindings.update({key: site.one(ODD)}),
            lambda: bindings.update({key: site.one(site.targets())}),
            lambda: step.pop("parameter_bindings"),
            lambda: step.update({"parameter_bindings": site.one(ODD)}),
            lambda: bindings.clear(),
        ]
    )()


@mutation
def inner_source(site):
    """The definition and the reference to a saved one: one of them, both, none, or of odd types."""
    step = embedding(site)
    for key in ("workflow_workspace_id", "workflow_id"):
        if site.rng.random() < 0.7:
            step[key] = site.one(["ws", "wf", "", " ", None, 5, "local"])
    if site.rng.random() < 0.2:
        step["workflow_version_id"] = site.one(["v1", None, 5])
    if site.rng.random() < 0.5:
        step["workflow_definition"] = site.one(ODD)


@mutation
def inner_mode(site):
    step = embedding(site)
    step["execution_mode"] = site.one(["embedded", "remote_dispatch", "remote_dispatch", "", None, 1, "Embedded"])
    if site.rng.random() < 0.4:
        step["remote_target"] = site.one(["", " ", None, "http://localhost:9001", 5])


@mutation
def inner_name(site):
    """Names of the step that the names of the inlined ones are made of."""
    step = embedding(site)
    name = site.one(["a.b", "with space", "", "ünï", 5, None, "inner__x"])
    if isinstance(name, str) and site.rng.random() < 0.6:
        site.rename("steps", step["name"], name)
    else:
        step["name"] = name


@mutation
def inner_names_collide(site):
    step = embedding(site)
    child = site.one(step["workflow_definition"]["steps"])
    site.add_step({"type": "roboflow_core/current_time@v1", "name": f"{step['name']}__{child['name']}"})


@mutation
def inner_output_unknown(site):
    step = embedding(site)
    selector = f"$steps.{step['name']}.{site.one(['nope', '*', ''])}"
    site.spec["outputs"].append({"type": "JsonField", "name": "of_inner", "selector": selector})


def definition(site):
    """A block with code of its own, one that is there or a new one that is used."""
    known = [entry for entry in site.spec.get("dynamic_blocks_definitions") or [] if isinstance(entry, dict)]
    if known and site.rng.random() < 0.7:
        return site.one(known)
    entry = {
        "type": "DynamicBlockDefinition",
        "manifest": {
            "type": "ManifestDescription",
            "block_type": "Own",
            "inputs": {
                "value": {
                    "type": "DynamicInputDefinition",
                    "selector_types": ["input_image", "step_output_image", "generic"],
                    "selector_data_kind": {"generic": ["*"]},
                    "value_types": ["integer", "string"],
                }
            },
            "outputs": {"result": {"type": "DynamicOutputDefinition", "kind": ["*"]}},
        },
        "code": {"type": "PythonCode", "run_function_code": "def run(self, value):\n    return {'result': value}\n"},
    }
    site.spec.setdefault("dynamic_blocks_definitions", []).append(entry)
    site.add_step({"type": "Own", "name": site.free("own"), "value": site.one(site.targets())})
    return entry


@mutation
def dynamic_added(site):
    definition(site)


@mutation
def dynamic_field(site):
    """Any field at any depth of a definition: gone, or of another type, or misspelt."""
    places, open_ = [], [definition(site)]
    while open_:
        here = open_.pop(0)
        for key, inner in here.items() if isinstance(here, dict) else enumerate(here):
            places.append((here, key))
            if isinstance(inner, (dict, list)):
                open_.append(inner)
    where, key = site.one((where, key) for where, key in places if key not in ("run_function_code", "code"))
    if site.rng.random() < 0.3:
        del where[key]
    else:
        where[key] = site.one([*ODD, "no_such_thing", "image", "generic", ["image"], ["generic", "generic"]])


@mutation
def dynamic_manifest_key(site):
    """Optional fields of a definition's manifest and of its inputs."""
    manifest = definition(site)["manifest"]
    if site.rng.random() < 0.5:
        key = site.one(["output_dimensionality_offset", "accepts_batch_input", "accepts_empty_values", "ui_manifest"])
        manifest[key] = site.one([-2, -1, 0, 1, 2, True, "true", None, "x", {}, []])
        return
    if site.rng.random() < 0.3:
        key = site.one(["batch_oriented_parameters", "parameters_with_scalars_and_batches", "tensor_compatibility"])
        manifest[key] = site.one([[], ["value"], ["nope"], list(manifest["inputs"]), "tensor_native", "legacy_compatibility"])
        return
    entry = site.one(manifest["inputs"].values())
    key = site.one(["is_dimensionality_reference", "dimensionality_offset", "has_default_value", "is_optional", "default_value"])
    entry[key] = site.one([True, True, False, 1, 0, -1, 2, "yes", None, "x", []])


@mutation
def dynamic_kind(site):
    manifest = definition(site)["manifest"]
    kinds = site.one([["no_such_kind"], [], ["*"], [site.one(site.known.kinds)], ["image", "no_such_kind"], "image"])
    if site.rng.random() < 0.5:
        site.one(manifest["outputs"].values())["kind"] = kinds
    else:
        entry = site.one(manifest["inputs"].values())
        entry["selector_data_kind"] = {site.one(["generic", "step_output", "input_parameter", "nope"]): kinds}


@mutation
def dynamic_type_taken(site):
    """The type name of another block, or of nothing."""
    manifest = definition(site)["manifest"]
    manifest["block_type"] = site.one([site.step()["type"], site.one(site.known.blocks).type, "", "Own", "own", " Own"])


@mutation
def dynamic_twice(site):
    site.spec["dynamic_blocks_definitions"].append(copied(definition(site)))


@mutation
def dynamic_code(site):
    """What the code's fields say; the code itself is seldom broken, for nobody but Python can judge that."""
    code = definition(site)["code"]
    key = site.one(["run_function_name", "init_function_name", "imports", "init_function_code"])
    code[key] = site.one(["run", "init", "nope", [], ["import json"], None, 5, ""])


@mutation
def dynamic_list(site):
    definition(site)
    held = site.spec["dynamic_blocks_definitions"]
    site.spec["dynamic_blocks_definitions"] = site.one([held[0], {}, None, [held], held + [None], held + [5], "text", []])


@mutation
def dynamic_input_unfit(site):
    """A value that a block with code of its own may not take."""
    types = {entry["manifest"]["block_type"] for entry in site.spec["dynamic_blocks_definitions"]}
    step = site.one(step for step in site.spec["steps"] if step.get("type") in types)
    key = site.one(key for key in step if key not in ("type", "name"))
    step[key] = site.one([*ODD, *site.targets()])
