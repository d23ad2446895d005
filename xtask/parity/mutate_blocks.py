"""Mutations of steps as a whole: their names, types and fields."""

import facts
from mutate import copied, mutation
from mutate_shape import NAMES, ODD


@mutation
def delete_step(site):
    site.spec["steps"].remove(site.step())


@mutation
def duplicate_step_copy(site):
    site.add_step(copied(site.step()))


@mutation
def duplicate_step_name(site):
    a, b = site.rng.sample(site.spec["steps"], 2)
    a["name"] = b["name"]


@mutation
def step_named_as_input(site):
    site.rename("steps", site.step()["name"], site.input()["name"])


@mutation
def step_copy_renamed(site):
    step = copied(site.step())
    step["name"] = site.free("again")
    site.add_step(step)


@mutation
def reorder_steps(site):
    site.rng.shuffle(site.spec["steps"])


@mutation
def rename_step_consistently(site):
    site.rename("steps", site.step()["name"], site.free("renamed"))


@mutation
def step_name_variation(site):
    step = site.step()
    if site.rng.random() < 0.6:
        site.rename("steps", step["name"], site.one(NAMES))
    else:
        step["name"] = site.one(NAMES)


@mutation
def step_name_wrong_type(site):
    site.step()["name"] = site.one([value for value in ODD if not isinstance(value, str)])


@mutation
def step_name_missing(site):
    del site.step()["name"]


@mutation
def step_type_missing(site):
    del site.step()["type"]


@mutation
def step_type_unknown(site):
    site.step()["type"] = site.one(["roboflow_core/nope@v1", "", "Nope", "roboflow_enterprise/opc_writer_sink@v1"])


@mutation
def step_type_wrong_type(site):
    site.step()["type"] = site.one([value for value in ODD if not isinstance(value, str)])


@mutation
def step_type_near_miss(site):
    step = site.step()
    kind = step["type"]
    step["type"] = site.one(
        [kind.upper(), kind + " ", " " + kind, kind.replace("@", "@@"), kind.replace("@v", "@V"), kind.split("@")[0]]
        + [kind.replace("roboflow_core/", ""), kind.replace("@v1", "@v99"), kind + "\n", kind.replace("_", "-")]
    )


@mutation
def step_type_alias(site):
    step = site.step(lambda block: len(block.types) > 1)
    step["type"] = site.one(site.block(step).types)


@mutation
def step_type_other_version(site):
    step = site.step()
    stem = site.block(step).type.split("@")[0]
    step["type"] = site.one(
        block.type for block in site.known.blocks if block.type.startswith(stem + "@") and block.type != step["type"]
    )


@mutation
def step_type_other_block(site):
    site.step()["type"] = site.one(site.known.blocks).type


@mutation
def field_alias(site):
    step, key, field = site.field(lambda block, field: len(field.names) > 1)
    step[site.one(name for name in field.names if name != key)] = step.pop(key)


@mutation
def field_alias_both(site):
    """Two names of one field: the first one counts."""
    step, key, field = site.field(lambda block, field: len(field.names) > 1)
    broken = site.one([copied(step[key]), "$inputs.nowhere", "$steps.nowhere.x", 5, None, "plain", []])
    other = site.one(name for name in field.names if name != key)
    step[other] = broken
    if site.rng.random() < 0.5:
        step[key], step[other] = step[other], step[key]


@mutation
def extra_field_in_step(site):
    site.step()[site.one(["extra", "Image", "$x", "", "images_", "ünï"])] = site.one([*ODD, "$steps.nowhere.x"])


@mutation
def delete_required_field(site):
    step, key, _ = site.field(lambda block, field: field.is_required)
    del step[key]


@mutation
def delete_optional_field(site):
    step, key, _ = site.field(lambda block, field: not field.is_required)
    del step[key]


@mutation
def delete_all_optional_fields(site):
    step = site.step()
    for _, key, field in [found for found in site.fields() if found[0] is step]:
        if not field.is_required:
            del step[key]


@mutation
def null_field(site):
    step, key, _ = site.field()
    step[key] = None


@mutation
def odd_field(site):
    step, key, _ = site.field()
    step[key] = site.one(ODD)


@mutation
def odd_optional_field(site):
    """A value of any type for a field that the step may not even give."""
    step, key, _, _ = site.possible(lambda schema: schema["type"] == "default")
    step[key] = site.one(ODD)


@mutation
def field_name_near_miss(site):
    step, key, _ = site.field()
    step[site.one([key.upper(), key + "s", key.rstrip("s"), key.replace("_", "-"), key + " "])] = step.pop(key)


@mutation
def fields_swapped(site):
    step = site.step()
    keys = [key for found, key, _ in site.fields() if found is step]
    a, b = site.rng.sample(keys, 2)
    step[a], step[b] = step[b], step[a]


@mutation
def fields_of_other_step(site):
    """The values of one step's field in another step of the same field's name, or in any."""
    a, key, _ = site.field()
    b, other, _ = site.field()
    if a is b and key == other:
        return False
    b[other] = copied(a[key])


@mutation
def optional_field_set(site):
    """A fitting value for a field that was not given."""
    import literals

    step, key, field, _ = site.possible(lambda schema: schema["type"] == "default")
    sampler = literals.Sampler(site.rng, site.block(step), lambda pattern: None, 0.5)
    try:
        step[key] = sampler.value(field.schema)
    except literals.Unfit:
        return False


@mutation
def block_made_minimal(site):
    """A step of a block with nothing but type and name."""
    block = site.one(site.known.blocks)
    site.add_step({"type": block.type, "name": site.free("bare")})


@mutation
def literals_redrawn(site):
    """All fields of one family that a cross-field rule may join: each set to another of its literals."""
    step = site.step()
    block = site.block(step)
    for name, field in block.fields.items():
        for schema in site.inside(block, field, lambda schema: schema["type"] in ("literal", "enum")):
            if site.rng.random() < 0.5:
                step[site.key(step, field)] = site.one(facts.members_of(schema))
            break
        else:
            if not field.is_required and facts.value_schema(field.schema)["type"] == "nullable":
                if site.rng.random() < 0.3:
                    step[site.key(step, field)] = None
