"""Mutations of literals: limits, coercions, enums, tuples, strings."""

from mutate import copied, deep, mutation

import facts

NUMERIC = ("int", "float")
LAX = {
    "int": ["5", " 5 ", "5.0", "1_000", 5.0, True, False, "+5", "-5", "05", "5.", ".5", "1e2", "5.5", 5.5, "", "0x10"]
    + ["٣", "5 5", "_5", "5_", "1__0", "--5", "\n5\t", "５", "@@raw:1e2@@", "@@raw:5.0e0@@", "@@raw:-0@@", "1e400"]
    + ["@@raw:-0.0@@", "inf", 10**20, -(10**20), "9" * 30, "9" * 5000, 2**63, -(2**63) - 1, 2.0**70, "abc", None, []],
    "float": ["5", "5.5", " 5 ", "1e2", "1_000", "inf", "nan", "-inf", "Infinity", "NaN", "+5.5", ".5", "5.", True, 1]
    + ["", "abc", "0x10", "1e400", "1e-400", "@@raw:1e400@@", "@@raw:-1e400@@", "@@raw:1e-400@@", "1_0.0_1", "٣", "1__0"]
    + ["1e", "e5", "1.5.5", "infinity", "INF", "nAn", "\n5\t", 10**400, None, [], "1,5", "5f", "_1", "1_", "1e1_0"],
    "bool": [0, 1, 0.0, 1.0, "true", "TRUE", "yes", "on", "t", "y", "off", "n", "f", "no", "0", "1", 2, "2", "maybe"]
    + ["", None, "False", " true", "true ", -1, 0.5, "Yes", "oN", [], "tRuE", "@@raw:1e0@@", "@@raw:-0@@", "@@raw:0e5@@"],
}
TEXTS = ["", " ", "$", "$inputs", "$inputs.", "$steps.", "$x", "a\nb", "\t", "ünï", "日本", "x" * 5000, "null", "0", "\u0000"]
TEXTS += ["$inputs.nowhere", "$steps.nowhere.out", "$steps.nowhere", "{{ x }}", "$inputs.a.b", "a$steps.x.y", "\U0001f600"]


def wants(*kinds):
    return lambda schema: schema["type"] in kinds


def is_limited(schema):
    return bool(facts.limits_of(schema))


@mutation
def coercible_literal(site):
    """What pydantic's lax mode takes for a number or a bool, or just does not."""
    step, key, _, schema = site.possible(wants(*LAX))
    step[key] = site.one(LAX[schema["type"]])


@mutation
def number_at_limit(site):
    """At a limit, or one beyond; as a number, or as the text of one."""
    step, key, _, schema = site.possible(is_limited)
    limits = facts.limits_of(schema)
    limit = limits[site.one(sorted(limits))]
    value = limit + site.one([-1, 0, 0, 1, 1e-9, -1e-9, 0.5])
    step[key] = site.one([value, value, value, str(value), int(value)])


@mutation
def number_around_rule(site):
    """Numbers where limits are likely: rules of blocks are no part of the schema."""
    step, key, _, _ = site.possible(wants(*NUMERIC))
    step[key] = site.one([-1, 0, 1, 2, 3, 0.0, 0.5, 1.0, 1.01, 2.01, -0.01, 63, 64, 65, 100, 101, 200, 201, 202, 10000, 10001])


@mutation
def number_extreme(site):
    step, key, _, _ = site.possible(wants(*NUMERIC))
    step[key] = site.one([10**9, -(10**9), 10**40, -(10**40), 1e308, 5e-324, "@@raw:1e400@@", "@@raw:-1e999@@", -0.0])


@mutation
def selector_in_limited_number(site):
    """A selector where a limit is checked: the engine crashes rather than refuses."""
    step, key, _, _ = site.possible(is_limited)
    step[key] = site.one([*site.targets(), "$inputs.nowhere", "$steps.a.b", "$inputs.", "text", [], {}, None])


@mutation
def selector_in_literal_field(site):
    step, key, _ = site.field(lambda block, field: field.kinds is None)
    step[key] = site.one([*site.targets(), "$inputs.nowhere"])


@mutation
def enum_other_member(site):
    step, key, _, schema = site.possible(wants("literal", "enum"))
    step[key] = site.one(facts.members_of(schema))


@mutation
def enum_out_of_range(site):
    step, key, _, _ = site.possible(wants("literal", "enum"))
    step[key] = site.one(["nope", "", 5, None, True, [], {}, 1.5])


@mutation
def enum_changed(site):
    """Case, spaces, hyphens, the number instead of its text."""
    step, key, _, schema = site.possible(wants("literal", "enum"))
    value = site.one(facts.members_of(schema))
    if isinstance(value, str):
        changed = [value.upper(), value.title(), value + " ", " " + value, value.replace("-", "_"), value.replace("_", "-")]
        changed += [value[:-1], [value], value.replace(" ", ""), value.lower(), value + "\n"]
    else:
        changed = [str(value), float(value), bool(value), value + 1, [value]]
    step[key] = site.one(changed)


@mutation
def text_changed(site):
    step, key, _, _ = site.possible(wants("str"))
    step[key] = site.one(TEXTS)


@mutation
def text_to_other_type(site):
    step, key, _, _ = site.possible(lambda schema: schema["type"] == "str" and "pattern" not in schema)
    step[key] = site.one([1, 1.5, True, None, [], ["a"], {}, {"a": "b"}])


@mutation
def member_of_union(site):
    """A value for one member of a union, drawn as if it stood alone."""
    import literals

    step, key, _, schema = site.possible(wants("union"))
    sampler = literals.Sampler(site.rng, site.block(step), lambda pattern: site.one(site.targets()), 0.4)
    try:
        step[key] = sampler.value(site.one(facts.choices_of(schema)))
    except literals.Unfit:
        return False


@mutation
def tuple_of_wrong_length(site):
    step, key, _, schema = site.possible(wants("tuple"))
    count = len(schema["items_schema"]) + site.one([-1, 0, 1, 2])
    step[key] = [site.one([1, "1", 0, 2.0, "x", True, 0.5, None]) for _ in range(max(count, 0))]


@mutation
def list_of_other_length(site):
    step, key, _, schema = site.possible(wants("list"))
    held = step.get(key) if isinstance(step.get(key), list) else []
    step[key] = site.one([[], held[:1], held + held, held * 30, held[:-1]])


@mutation
def list_item_odd(site):
    step, key, _, _ = site.possible(wants("list"))
    held = copied(step.get(key)) if isinstance(step.get(key), list) else []
    odd = site.one([None, 1, 1.5, True, "", "text", [], {}, "$inputs.nowhere", "$steps.a.b", *site.targets()[:3]])
    held.insert(site.rng.randint(0, len(held)), odd)
    step[key] = held


@mutation
def object_item_odd(site):
    step, key, _, _ = site.possible(wants("dict"))
    held = copied(step.get(key)) if isinstance(step.get(key), dict) else {}
    name = site.one(["a", "", "1", "ünï", "timestamp", "with space", *held])
    held[name] = site.one([None, 1, 1.5, True, "", "text", [], {}, "$inputs.nowhere", *site.targets()[:3]])
    step[key] = held


@mutation
def object_for_list(site):
    step, key, _, schema = site.possible(wants("list", "dict", "tuple"))
    held = step.get(key)
    as_list = list(held.values()) if isinstance(held, dict) else ["a", 1]
    as_dict = {str(index): value for index, value in enumerate(held)} if isinstance(held, list) else {"a": 1}
    step[key] = as_list if schema["type"] == "dict" else as_dict


@mutation
def scalar_wrapped_in_list(site):
    step, key, _ = site.field()
    step[key] = [step[key]]


@mutation
def list_unwrapped(site):
    step, key, _ = site.field()
    if not isinstance(step[key], list) or not step[key]:
        return False
    step[key] = step[key][0]


@mutation
def empty_container(site):
    step, key, _, _ = site.possible(wants("list", "dict", "union", "any"))
    step[key] = site.one([[], {}, ""])


@mutation
def literal_of_other_type(site):
    step, key, _ = site.field(lambda block, field: True)
    value = step[key]
    others = {bool: [1, "true", None], int: ["x", 1.5, [1]], float: ["x", [0.5]], str: [1, True, ["x"]]}
    step[key] = site.one(others.get(type(value), ["x", 1, True]))


@mutation
def value_nested_deeply(site):
    step, key, _ = site.field()
    levels = site.one([3, 10, 60, 90])
    step[key] = deep(step[key], levels, site.one([lambda inner: [inner], lambda inner: {"a": inner}]))


@mutation
def ruled_number(site):
    """Every number of a step somewhere else in its range, so that rules over two of them are met and missed."""
    import literals

    step = site.step()
    block = site.block(step)
    sampler = literals.Sampler(site.rng, block, lambda pattern: None, 0.5)
    changed = False
    for field in block.fields.values():
        for schema in site.inside(block, field, wants(*NUMERIC)):
            if site.rng.random() < 0.6:
                step[site.key(step, field)] = sampler.value(schema, 0, facts.limits_of(facts.value_schema(field.schema)))
                changed = True
            break
    return changed
