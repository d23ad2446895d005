"""Specifications that the engine should accept, grown step by step with what each output is and how deep it lies."""

import facts
import literals

ROOT = ("<workflow_input>",)
IMAGES = ("WorkflowImage", "WorkflowImage", "WorkflowImage", "InferenceImage")
PARAMETERS = ("WorkflowParameter", "WorkflowParameter", "WorkflowParameter", "InferenceParameter")
TRIES = (0.3, 0.0, 0.3, 0.8, 0.5, 0.2, 1.0, 0.6, 0.4, 0.1)
STEM = (
    "image", "model", "crop", "filter", "label", "count", "text", "line", "rule", "sink", "zone", "step", "a", "B2",
    "with-dash", "under_score", "x1",
)  # fmt: skip


class Target:
    """What a selector may point to: its kinds and its lineage, one entry for each dimension."""

    def __init__(self, selector, kinds, lineage, step=None):
        self.selector, self.kinds, self.lineage, self.step = selector, set(kinds), lineage, step

    def fits(self, kinds):
        return "*" in self.kinds or "*" in kinds or bool(self.kinds & set(kinds))


class Growing:
    """A workflow in the making."""

    def __init__(self, rng, known, depth=0):
        self.rng, self.known, self.depth = rng, known, depth
        self.inputs, self.steps, self.outputs, self.definitions = [], [], [], []
        self.targets, self.after, self.dims, self.names = [], {}, {}, set()

    def name(self, stem=None):
        stem = stem or self.rng.choice(STEM)
        found, number = stem, 2
        while found in self.names:
            found, number = f"{stem}_{number}", number + 1
        self.names.add(found)
        return found

    def add_input(self, kind, kinds=None, lineage=ROOT):
        """Declares an input and gives the target that it makes."""
        entry = {"type": self.rng.choice(IMAGES), "name": self.name(self.rng.choice(["image", "frame", "photo"]))}
        kinds = kinds or [kind]
        if kind == "video_metadata":
            entry = {"type": "WorkflowVideoMetadata", "name": self.name("video")}
        elif lineage and kind != "image":
            entry = {"type": "WorkflowBatchInput", "name": self.name("batch"), "kind": kinds}
            if self.rng.random() < 0.5:
                entry["dimensionality"] = 1
        elif not lineage:
            entry = {"type": self.rng.choice(PARAMETERS), "name": self.name("param")}
            if self.rng.random() < 0.5:
                entry["kind"] = kinds
            else:
                kinds = ["*"]
            default = literals.words_of(kind)
            if default is not None and self.rng.random() < 0.5:
                entry["default_value"] = default
        self.inputs.append(entry)
        target = Target("$inputs." + entry["name"], kinds, lineage)
        self.targets.append(target)
        return target

    def add_nested_batch(self):
        """A batch of two or three dimensions: the deeper ones are its own."""
        dims, name = self.rng.choice([2, 2, 3]), self.name("nested")
        kinds = self.rng.choice([["image"], ["*"], ["object_detection_prediction"], ["string"]])
        self.inputs.append({"type": "WorkflowBatchInput", "name": name, "kind": kinds, "dimensionality": dims})
        lineage = ROOT + tuple(f"{name}.{level}" for level in range(1, dims))
        self.targets.append(Target("$inputs." + name, kinds, lineage))

    def reaches(self, start, goal):
        """Whether one step runs after another, or is the same."""
        open_, seen = [start], set()
        while open_:
            here = open_.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                open_.extend(self.after.get(here, ()))
        return False

    def add_step(self, block, lineage=None, name=None):
        """Adds a step of a block; several drafts are made until the manifest takes one."""
        name = name or self.name()
        lineages = sorted({target.lineage for target in self.targets if target.lineage}) or [ROOT]
        draft = None
        for optional in TRIES:
            chosen = lineage if lineage is not None else self.rng.choice(lineages)
            if any(block.offsets.values()):
                chosen = max(lineages, key=len)
            keep = (list(self.inputs), list(self.targets), set(self.names))
            draft = Draft(self, block, name, chosen, optional)
            if draft.manifest is not None:
                break
            self.inputs, self.targets, self.names = keep
        self.steps.append(draft.step)
        self.after[name] = {target.step for target in draft.used if target.step}
        self.dims[name] = draft.lineage_in
        for goal in draft.goals:
            self.after.setdefault(goal, set()).add(name)
        self.targets.extend(draft.outputs())
        return draft

    def add_outputs(self):
        pool = [target for target in self.targets if target.step] or self.targets
        for index in range(self.rng.randint(0, 5)):
            target = self.rng.choice(pool if self.rng.random() < 0.9 else self.targets)
            selector = target.selector
            if target.step and self.rng.random() < 0.1:
                selector = f"$steps.{target.step}.*"
            output = {"type": "JsonField", "name": f"out_{index}", "selector": selector}
            if self.rng.random() < 0.15:
                output["coordinates_system"] = self.rng.choice(["own", "parent"])
            self.outputs.append(output)

    def specification(self):
        spec = {
            "version": self.rng.choice(["1.0", "1.0", "1.0", "1.0.0", "1.3.0", "1", "1.17.0"]),
            "inputs": self.inputs,
            "steps": self.steps,
            "outputs": self.outputs,
        }
        if self.definitions:
            spec["dynamic_blocks_definitions"] = self.definitions
        return spec


class Draft:
    """One attempt at a step."""

    def __init__(self, flow, block, name, lineage, optional):
        self.flow, self.block, self.name, self.rng = flow, block, name, flow.rng
        self.lineage, self.optional = lineage, optional
        self.used, self.goals, self.field, self.lineage_in = [], [], None, ()
        self.step = {"type": self.rng.choice(block.types[:1] * 8 + block.types), "name": name}
        self.sampler = literals.Sampler(self.rng, block, self.pick, optional)
        self.fill()
        try:
            self.manifest = block.manifest.model_validate(self.step)
        except Exception:  # whatever keeps a manifest from taking it, crashes too
            self.manifest = None

    def fill(self):
        for field in sorted(self.block.fields.values(), key=lambda field: not field.is_required):
            wanted = 0.9 if field.is_step else self.optional
            if not field.is_required and self.rng.random() >= wanted:
                continue
            self.field, self.sampler.is_selector_likely = field, field.is_unpatterned
            try:
                value = self.sampler.value(field.schema)
            except literals.Unfit:
                continue
            self.step[self.rng.choice(field.names) if self.rng.random() < 0.1 else field.names[0]] = value
        deepest = max((target.lineage for target in self.used), key=len, default=())
        self.lineage_in = deepest

    def pick(self, pattern):
        if pattern.endswith("]+"):
            return self.pick_step()
        if self.field.kinds is None or self.field.is_step:
            # Too deep for the engine to look: any selector of the right form will do.
            is_input = not pattern.startswith("(") and "steps" not in pattern
            pool = [target for target in self.flow.targets if not (is_input and target.step)]
            return self.rng.choice(pool).selector if pool else None
        return self.pick_data("steps" not in pattern, pattern.startswith("^\\$steps"))

    def wanted_lineage(self):
        """The lineage for the field at hand; None where only scalars may go."""
        if self.field.batches == {False} and self.block.takes_batches:
            return None
        offset = self.block.offsets.get(self.field.name, 0)
        base = self.lineage
        if any(self.block.offsets.values()):
            base = self.lineage[:-1] if len(self.lineage) > 1 else self.lineage
            return self.lineage if offset or len(self.lineage) == 1 else base
        return base

    def pick_data(self, is_input, is_output):
        kinds, lineage = self.field.kinds, self.wanted_lineage()
        pool = [
            target
            for target in self.flow.targets
            if target.fits(kinds)
            and (not target.lineage or target.lineage == lineage)
            and not (is_input and target.step)
            and not (is_output and not target.step)
            and not (target.step and any(self.flow.reaches(target.step, goal) for goal in self.goals))
        ]
        strict = [target for target in pool if "*" not in target.kinds or "*" in kinds]
        batches = [target for target in strict if target.lineage]
        if self.field.batches == {True} and batches:
            pool = batches
        elif strict and self.rng.random() < 0.8:
            pool = strict
        is_plain = len(pool) == 0 or self.rng.random() < 0.07
        if is_plain and not is_output:
            target = self.new_input(kinds, lineage)
        elif pool:
            target = self.rng.choice(pool)
        else:
            return None
        self.used.append(target)
        return target.selector

    def new_input(self, kinds, lineage):
        kind = self.rng.choice(kinds)
        if lineage is not None and "image" in kinds and lineage == ROOT:
            return self.flow.add_input("image")
        if lineage is not None and (lineage == ROOT or self.field.batches == {True}) and self.rng.random() < 0.6:
            return self.flow.add_input(kind, kinds=self.rng.choice([[kind], kinds]))
        return self.flow.add_input(kind, kinds=self.rng.choice([[kind], kinds]), lineage=())

    def pick_step(self):
        """A step that this one may gate: not yet its target, nor one that it depends on."""
        pool = [
            step["name"]
            for step in self.flow.steps
            if step["name"] not in self.goals
            and not any(target.step and self.flow.reaches(target.step, step["name"]) for target in self.used)
            and self.flow.dims.get(step["name"], ())[: len(self.lineage)] == self.lineage
        ]
        if not pool:
            return None
        self.goals.append(self.rng.choice(pool))
        return "$steps." + self.goals[-1]

    def outputs(self):
        """The targets that the step makes."""
        lineage = self.lineage_in
        reference = self.block.reference
        if reference is not None:
            held = {value for value in self.step.values() if isinstance(value, str)}
            for field in self.block.fields[reference].names:
                chosen = [target for target in self.used if target.selector == self.step.get(field)]
                lineage = chosen[0].lineage if chosen and held else lineage
        if self.block.output_offset > 0:
            lineage = lineage + (self.name,)
        elif self.block.output_offset < 0:
            lineage = lineage[:-1]
        source = self.manifest.get_actual_outputs if self.manifest else self.block.manifest.describe_outputs
        return [
            Target(f"$steps.{self.name}.{output.name}", {kind.name for kind in output.kind}, lineage, self.name)
            for output in source()
            if output.name != "*"
        ]


def grow(rng, known, main=None, size=None):
    """A workflow around a block; none given, around any."""
    flow = Growing(rng, known)
    flow.add_input("image")
    if rng.random() < 0.15:
        flow.add_nested_batch()
    for _ in range(rng.randint(0, 2)):
        flow.add_input(rng.choice(known.kinds), lineage=rng.choice([(), ROOT]))
    blocks = plan(rng, known, main, size or rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 12]))
    for block in blocks:
        flow.add_step(block)
    flow.add_outputs()
    return flow


def plan(rng, known, main, size):
    """The blocks of a workflow: what feeds the main one before it, flow control last."""
    main = main or rng.choice([block for block in known.blocks if block.type != facts.INNER])
    others = [block for block in known.blocks if block.type != facts.INNER and not block.is_flow]
    blocks = []
    for field in main.fields.values():
        feeding = [
            block
            for kind in (field.kinds or [])
            if kind not in ("*", "image", "string", "integer", "float", "boolean")
            for block in known.producers.get(kind, [])
            if not block.is_flow
        ]
        if feeding and len(blocks) < size - 1 and rng.random() < 0.7:
            blocks.append(rng.choice(feeding))
    while len(blocks) < size - 1:
        blocks.append(rng.choice(others))
    if rng.random() < 0.15 and len(blocks) > 1:
        blocks.insert(rng.randrange(len(blocks)), known.by_type["roboflow_core/dynamic_crop@v1"])
    if any(main.offsets.values()):
        # One of its inputs lies a dimension deeper than the other.
        blocks.insert(0, known.by_type["roboflow_core/dynamic_crop@v1"])
    if main.is_flow and not blocks:
        blocks.append(rng.choice(others))
    blocks.append(main)
    if rng.random() < 0.15:
        blocks.append(rng.choice(known.flow))
    return blocks
