"""Mutations of specifications: the registry, and what most of them need to look around in one."""

import copy


class Registry:
    """All mutations by name."""

    def __init__(self):
        self.all = {}

    def __call__(self, function):
        self.all[function.__name__] = function
        return function

    def names(self):
        return sorted(self.all)

    def mutate(self, spec, rng, known, count):
        """Does `count` mutations that apply, in place, and gives their names."""
        done, names = [], self.names()
        names += [name for name in names if name in RARE] * 2
        for _ in range(count * 8):
            if len(done) == count:
                break
            name = rng.choice(names)
            try:
                if self.all[name](Site(spec, rng, known)) is not False:
                    done.append(name)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                continue  # an earlier mutation took away what this one works on
        return done


# What leads to the engine's rarer classes of errors is done more often.
RARE = {
    "batch_input_inserted", "collapse_added", "crop_chain", "crops_of_two_lineages", "fed_with_crop",
    "flow_across_dimensions", "flow_from_two_sides", "inner_binding_broken", "inner_source", "number_at_limit",
    "number_around_rule", "selector_in_limited_number", "stitch_added",
}  # fmt: skip
REGISTRY = Registry()
mutation = REGISTRY


class Site:
    """A specification under mutation. What is asked for and not there raises IndexError: it does not apply."""

    def __init__(self, spec, rng, known):
        self.spec, self.rng, self.known = spec, rng, known

    def one(self, pool):
        return self.rng.choice(list(pool))

    def step(self, wanted=None):
        """A step of a known block."""
        return self.one(
            step for step in self.spec["steps"] if self.block(step) and (wanted is None or wanted(self.block(step)))
        )

    def block(self, step):
        return self.known.of_step(step)

    def input(self):
        return self.one(entry for entry in self.spec["inputs"] if isinstance(entry, dict))

    def output(self):
        return self.one(entry for entry in self.spec["outputs"] if isinstance(entry, dict))

    def fields(self, wanted=None):
        """(step, key, field) of the fields that steps give."""
        for step in self.spec["steps"]:
            block = self.block(step)
            for field in block.fields.values() if block else ():
                if wanted is None or wanted(block, field):
                    for key in field.names:
                        if key in step:
                            yield step, key, field

    def field(self, wanted=None):
        return self.one(self.fields(wanted))

    def possible(self, wanted):
        """(step, key, field, schema) for fields that a step has or could have, with one schema inside that fits."""
        found = []
        for step in self.spec["steps"]:
            block = self.block(step)
            for field in block.fields.values() if block else ():
                for schema in self.inside(block, field, wanted):
                    found.append((step, self.key(step, field), field, schema))
        return self.one(found)

    def inside(self, block, field, wanted):
        """The schemas of a field that a value of it is held against directly, through unions only."""
        open_ = [field.schema]
        while open_:
            schema = block.resolved(open_.pop())
            if wanted(schema):
                yield schema
            kind = schema["type"]
            if kind == "union":
                open_.extend(choice[0] if isinstance(choice, tuple) else choice for choice in schema["choices"])
            elif "schema" in schema and kind != "model":
                open_.append(schema["schema"])

    def key(self, step, field):
        return next((key for key in field.names if key in step), field.names[0])

    def selectors(self, value=None):
        """(container, key) of all selectors within the steps, at any depth."""
        open_ = [self.spec["steps"]] if value is None else [value]
        while open_:
            here = open_.pop(0)
            pairs = here.items() if isinstance(here, dict) else enumerate(here)
            for key, inner in list(pairs):
                if isinstance(inner, str) and inner.startswith(("$inputs.", "$steps.")):
                    yield here, key
                elif isinstance(inner, (dict, list)) and key != "workflow_definition":
                    open_.append(inner)

    def selector(self, prefix="$"):
        return self.one((where, key) for where, key in self.selectors() if where[key].startswith(prefix))

    def nested(self):
        """(container, key) of the values inside lists and objects of steps' fields, not of embedded workflows."""
        found = []
        for step, key, _ in self.fields():
            open_ = [step[key]] if key != "workflow_definition" else []
            while open_:
                here = open_.pop(0)
                if isinstance(here, (dict, list)):
                    for name, inner in here.items() if isinstance(here, dict) else enumerate(here):
                        found.append((here, name))
                        open_.append(inner)
        return found

    def targets(self):
        """Selectors that point to something."""
        found = ["$inputs." + entry["name"] for entry in self.spec["inputs"]]
        for step in self.spec["steps"]:
            block = self.block(step)
            for output in block.manifest.describe_outputs() if block else ():
                found.append(f"$steps.{step['name']}.{output.name}")
        return found

    def add_step(self, step, at=None):
        at = self.rng.randint(0, len(self.spec["steps"])) if at is None else at
        self.spec["steps"].insert(at, step)
        return step

    def free(self, stem):
        taken = {step.get("name") for step in self.spec["steps"]} | {entry.get("name") for entry in self.spec["inputs"]}
        return next(name for number in range(99) if (name := f"{stem}{number or ''}") not in taken)

    def rename(self, section, old, new):
        """Renames a step or an input wherever it is named."""

        def visit(value):
            if isinstance(value, dict):
                return {key: visit(inner) if key != "workflow_definition" else inner for key, inner in value.items()}
            if isinstance(value, list):
                return [visit(inner) for inner in value]
            start = f"${section}.{old}"
            if isinstance(value, str) and (value == start or value.startswith(start + ".")):
                return f"${section}.{new}" + value[len(start) :]
            return value

        for part in ("steps", "outputs"):
            self.spec[part] = visit(self.spec[part])
        for entry in self.spec[section]:
            if entry.get("name") == old:
                entry["name"] = new


def deep(value, levels, wrap):
    for _ in range(levels):
        value = wrap(value)
    return value


def copied(value):
    return copy.deepcopy(value)


# Each module registers its mutations.
import mutate_blocks  # noqa: E402
import mutate_parts  # noqa: E402
import mutate_shape  # noqa: E402
import mutate_values  # noqa: E402
import mutate_wires  # noqa: E402

LOADED = (mutate_blocks, mutate_parts, mutate_shape, mutate_values, mutate_wires)
