"""Parts that bring their own definitions: workflows inside workflows, and blocks whose code is in the specification."""

import facts
from workflows import ROOT, Growing, Target

SELECTORS = ("input_image", "step_output_image", "input_parameter", "step_output", "generic")
VALUES = {
    "any": [1, "x", None, [1]],
    "integer": [1, -3],
    "float": [0.5, 2],
    "boolean": [True, False],
    "dict": [{}, {"a": 1}],
    "list": [[], [1, "a"]],
    "string": ["x", ""],
}


def add_inner(flow, size=None):
    """A step that embeds a workflow of its own; its inputs are bound to what the outer one has."""
    rng, known = flow.rng, flow.known
    child = Growing(rng, known, flow.depth + 1)
    child.add_input("image")
    plain = [block for block in known.blocks if block.type != facts.INNER and not block.is_flow]
    for _ in range(size or rng.choice([1, 1, 2, 3])):
        child.add_step(rng.choice(plain), lineage=ROOT)
    if flow.depth < 1 and rng.random() < 0.15:
        add_inner(child, 1)
    child.add_outputs()
    name = flow.name("inner")
    lineages = sorted({target.lineage for target in flow.targets if target.lineage}) or [ROOT]
    lineage = rng.choice(lineages)
    bindings, bound, used = {}, {}, set()
    made = {target.selector: target for target in child.targets}
    for entry in child.inputs:
        target = made["$inputs." + entry["name"]]
        is_left_out = entry.get("default_value") is not None and rng.random() < 0.4
        if is_left_out:
            continue
        outer = bind(flow, target, lineage)
        bindings[entry["name"]], bound[target.selector] = outer.selector, outer
        used.add(outer.step)
    step = {
        "type": facts.INNER,
        "name": name,
        "workflow_definition": child.specification(),
        "parameter_bindings": bindings,
    }
    is_remote = rng.random() < 0.05
    if rng.random() < 0.2 or is_remote:
        step["execution_mode"] = "remote_dispatch" if is_remote else "embedded"
    flow.steps.append(step)
    flow.after[name], flow.dims[name] = used - {None}, lineage
    for output in [] if is_remote else child.outputs:
        target = made.get(output["selector"])
        if target is None:
            continue
        outer = bound.get(target.selector)
        depth = outer.lineage if outer else lineage + tuple(f"{name}__{part}" for part in target.lineage[1:])
        kinds = outer.kinds if outer else target.kinds
        if target.lineage or outer:
            flow.targets.append(Target(f"$steps.{name}.{output['name']}", kinds, depth, name))
    return step


def bind(flow, target, lineage):
    """What an input of the embedded workflow gets."""
    rng = flow.rng
    wanted = lineage if target.lineage else ()
    pool = [
        outer
        for outer in flow.targets
        if outer.lineage == wanted and outer.fits(target.kinds) and ("*" not in outer.kinds or "*" in target.kinds)
    ]
    if pool and rng.random() < 0.9:
        return rng.choice(pool)
    return flow.add_input(sorted(target.kinds)[0], kinds=sorted(target.kinds), lineage=wanted)


def add_dynamic(flow):
    """A block of its own, with a step that uses it."""
    rng, known = flow.rng, flow.known
    block_type = rng.choice(["Custom", "my_block@v1", "Sum", "custom/python", "Ünï"]) + str(len(flow.definitions))
    inputs, step = {}, {"type": block_type, "name": flow.name("custom")}
    lineages = sorted({target.lineage for target in flow.targets if target.lineage}) or [ROOT]
    lineage, used = rng.choice(lineages), []
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(["image", "predictions", "value", "threshold", "data", "names"])
        if name in inputs:
            continue
        inputs[name], target, value = dynamic_input(flow, name, lineage)
        if target is not None:
            used.append(target)
        if target is not None or value is not None:
            step[name] = target.selector if target is not None else value
    names = rng.sample(["result", "count", "image_out", "flag"], rng.randint(1, 3))
    outputs = {name: {"type": "DynamicOutputDefinition", "kind": output_kinds(rng, known)} for name in names}
    manifest = {"type": "ManifestDescription", "block_type": block_type, "inputs": inputs, "outputs": outputs}
    deepest = max((target.lineage for target in used), key=len, default=())
    if rng.random() < 0.15 and deepest:
        manifest["output_dimensionality_offset"] = 1
        deepest = deepest + (step["name"],)
    if rng.random() < 0.2:
        manifest["description"] = "text"
    if rng.random() < 0.15:
        manifest["accepts_batch_input"] = rng.random() < 0.5
    if rng.random() < 0.1:
        manifest["accepts_empty_values"] = True
    if rng.random() < 0.1:
        manifest["batch_oriented_parameters"] = [name for name in inputs if rng.random() < 0.5]
    if rng.random() < 0.1:
        manifest["parameters_with_scalars_and_batches"] = [name for name in inputs if rng.random() < 0.5]
    body = ", ".join(f'"{name}": None' for name in names)
    code = {"type": "PythonCode", "run_function_code": f"def run(self, {', '.join(inputs)}):\n    return {{{body}}}\n"}
    if rng.random() < 0.2:
        code |= {"init_function_code": "def init():\n    return {}\n", "init_function_name": "init"}
    if rng.random() < 0.1:
        code["run_function_name"] = "run"
    if rng.random() < 0.2:
        code["imports"] = ["import math"]
    flow.definitions.append({"type": "DynamicBlockDefinition", "manifest": manifest, "code": code})
    flow.steps.append(step)
    flow.after[step["name"]] = {target.step for target in used if target.step}
    flow.dims[step["name"]] = max((target.lineage for target in used), key=len, default=())
    for name in names:
        kinds = outputs[name]["kind"] or ["*"]
        flow.targets.append(Target(f"$steps.{step['name']}.{name}", kinds, deepest, step["name"]))
    return step


def dynamic_input(flow, name, lineage):
    """The definition of an input, and a target or a value for it."""
    rng, known = flow.rng, flow.known
    entry = {"type": "DynamicInputDefinition"}
    if rng.random() < 0.7:
        pool = [target for target in flow.targets if target.lineage in ((), lineage)]
        target = rng.choice(pool) if pool else flow.add_input("image")
        fitting = ["generic", "step_output" if target.step else "input_parameter"]
        if "image" in target.kinds:
            fitting.append("step_output_image" if target.step else "input_image")
        kind = rng.choice(fitting)
        entry["selector_types"] = [kind] + ([rng.choice(SELECTORS)] if rng.random() < 0.1 else [])
        if rng.random() < 0.6:
            entry["selector_data_kind"] = {kind: sorted(target.kinds)}
        if rng.random() < 0.2:
            entry["value_types"] = [rng.choice(list(VALUES))]
        if rng.random() < 0.05:
            entry["is_dimensionality_reference"] = True
        return entry, target, None
    entry["value_types"] = rng.sample(list(VALUES), rng.randint(1, 2))
    value = rng.choice(VALUES[entry["value_types"][0]])
    if rng.random() < 0.4:
        entry |= {"has_default_value": True, "default_value": value}
        value = value if rng.random() < 0.5 else None
    if rng.random() < 0.3 or value is None:
        entry["is_optional"] = True
    return entry, None, value


def output_kinds(rng, known):
    return rng.choice([[], ["*"], ["image"], [rng.choice(known.kinds)], rng.sample(known.kinds, 2)])
