"""Mutations of the top level, of inputs and of outputs."""

from mutate import copied, mutation

ODD = (None, 0, 1, 5, 1.5, True, "", "text", [], {}, [[]], {"a": 1})
SECTIONS = ("version", "inputs", "steps", "outputs")
NAMES = ("", "with space", "x:y", "ünï", "$x", "123", "a.b", "a-b", "a" * 300, "name\n", " name ", "日本", "*", "a/b")


@mutation
def remove_top_level_key(site):
    del site.spec[site.one(SECTIONS)]


@mutation
def top_level_wrong_type(site):
    site.spec[site.one(SECTIONS)] = site.one(ODD)


@mutation
def extra_top_level_key(site):
    key = site.one(["extra", "id", "Steps", "dynamic_blocks_definitions", "api_key"])
    site.spec[key] = site.one([*ODD, "$steps.nowhere.out"])


@mutation
def top_level_key_case(site):
    key = site.one(SECTIONS)
    site.spec[site.one([key.upper(), key.title(), key + " "])] = site.spec.pop(key)


@mutation
def wrong_version(site):
    site.spec["version"] = site.one(
        ["0.9", "0.0.1", "1.18.0", "1.99.0", "2.0.0", "2", "abc", 1, 1.0, True, None, [], {}, "", "1.0.0+local", "1.x"]
        + ["1.0.0.0.0", "1!1.0", "1.17.1", "9" * 30, "-1", "1..0", "1.0-", "one", [1], {"a": 1}, 0, False, "\u0661"]
    )


@mutation
def version_variation(site):
    site.spec["version"] = site.one(
        ["1", "1.0", " 1.0 ", "v1.0", "1.0a1", "1.3.0a1", "1.17.0", "1.17.0.dev1", "1.0rc1", "1.0.post1", "1.0-1"]
        + ["V1.2", "1.0.dev0", "1.17.0rc1", "1.17", "01.0", "1.0_1", "1.0.RC.1", "1.16.99", "1.0alpha", "\t1.0\n"]
    )


@mutation
def element_not_object(site):
    section = site.spec[site.one(["inputs", "steps", "outputs"])]
    section[site.rng.randrange(len(section))] = site.one(ODD)


@mutation
def element_added(site):
    section = site.spec[site.one(["inputs", "steps", "outputs"])]
    section.insert(site.rng.randint(0, len(section)), site.one(ODD))


@mutation
def empty_section(site):
    site.spec[site.one(["inputs", "steps", "outputs"])] = []


@mutation
def key_given_twice(site):
    """The last of two equal keys counts: here it is another value."""
    entry = site.one([site.input(), site.step(), site.spec["outputs"][0] if site.spec["outputs"] else site.step()])
    key = site.one(entry)
    entry[f"@@again:{key}@@"] = site.one([copied(entry[key]), site.one(ODD)])


@mutation
def delete_input(site):
    site.spec["inputs"].remove(site.input())


@mutation
def duplicate_input_name(site):
    entry = copied(site.input())
    if site.rng.random() < 0.5:
        entry["type"] = site.one(["WorkflowImage", "WorkflowParameter"])
    site.spec["inputs"].append(entry)


@mutation
def input_bad_type(site):
    site.input()["type"] = site.one(
        ["WorkflowVideo", "workflowimage", "WorkflowImage ", "", None, 1, True, [], "Image", "WorkflowBatch", "input"]
        + ["WorkflowVideoMetadata", "WorkflowParameter", "WorkflowImage", "WorkflowBatchInput", "InferenceImage"]
    )


@mutation
def input_missing_field(site):
    entry = site.input()
    del entry[site.one(["type", "name"])]


@mutation
def input_kinds(site):
    """Kinds of all shapes: unknown ones, none, objects instead of names, no list."""
    kind = site.one(site.known.kinds)
    site.input()["kind"] = site.one(
        [[], ["*"], ["Image"], ["no_such_kind"], [kind], [kind, "*"], kind, None, [5], [None], [""], [[kind]], {}]
        + [[{"name": kind}], [{"name": "nope"}], [{}], [{"name": 5}], [{"name": kind, "description": "x"}], [kind, kind]]
        + [["image"], ["string", "integer"], ["image", "no_such_kind"], [{"name": kind, "extra": 1}], (kind,), True]
    )


@mutation
def input_kind_unfit(site):
    """A known kind where another may be needed."""
    site.input()["kind"] = [site.one(site.known.kinds)]


@mutation
def input_dimensionality(site):
    site.input()["dimensionality"] = site.one(
        [0, 1, 2, 3, -1, "1", "0", 1.0, 0.0, 1.5, True, False, None, [], "x", " 1 ", "1.0", 40, "@@raw:1e1@@", -0.0]
    )


@mutation
def input_default_value(site):
    site.input()["default_value"] = site.one(
        [*ODD, "$inputs.x", [1, None], {"a": {"b": []}}, 10**40, -1e-300, "@@raw:1e400@@", False, "@@raw:-0@@"]
    )


@mutation
def input_to_batch(site):
    entry = site.input()
    entry["type"] = "WorkflowBatchInput"
    entry["dimensionality"] = site.one([0, 1, 1, 2, 2, 3])
    if entry.get("kind") is None and site.rng.random() < 0.6:
        entry["kind"] = site.one([["image"], ["*"]])


@mutation
def input_to_parameter(site):
    entry = site.input()
    entry["type"] = site.one(["WorkflowParameter", "InferenceParameter"])
    entry.pop("dimensionality", None)


@mutation
def input_name_variation(site):
    entry = site.input()
    if site.rng.random() < 0.6:
        site.rename("inputs", entry["name"], site.one(NAMES))
    else:
        entry["name"] = site.one(NAMES)


@mutation
def input_name_wrong_type(site):
    site.input()["name"] = site.one(ODD)


@mutation
def input_renamed_throughout(site):
    site.rename("inputs", site.input()["name"], site.free("renamed"))


@mutation
def extra_field_in_input(site):
    site.input()[site.one(["extra", "default", "kinds", "Dimensionality"])] = site.one([*ODD, "$inputs.nope"])


@mutation
def input_unused(site):
    kind = site.one(["WorkflowImage", "WorkflowParameter", "WorkflowVideoMetadata", "WorkflowBatchInput"])
    site.spec["inputs"].append({"type": kind, "name": site.free("unused")})


@mutation
def inputs_reversed(site):
    site.spec["inputs"].reverse()


@mutation
def delete_output(site):
    site.spec["outputs"].remove(site.output())


@mutation
def duplicate_output_name(site):
    site.spec["outputs"].append(copied(site.output()))


@mutation
def output_dangling(site):
    site.output()["selector"] = site.one(["$steps.nowhere.out", "$inputs.nowhere", "$steps.nowhere", "$steps.nowhere.*"])


@mutation
def output_nonexisting_field(site):
    step = site.step()
    site.spec["outputs"].append(
        {"type": "JsonField", "name": "extra_out", "selector": f"$steps.{step['name']}.{site.one(['nope', 'Image', ''])}"}
    )


@mutation
def output_malformed_selector(site):
    name = site.step()["name"]
    site.output()["selector"] = site.one(
        ["", "$", "$steps", "$steps.", "$inputs", "$inputs.", name, f"steps.{name}.x", f"$steps.{name}", f"$step.{name}.x"]
        + [f" $steps.{name}.*", f"$steps.{name}.*.x", f"$steps.{name}..*", f"$Steps.{name}.*", "$inputs.image.x", "$x.y"]
        + [f"$steps.{name}.*\n", "$steps.a.b.c.d", "$inputs.*", "$steps.*.x", "$outputs.x", "null"]
    )


@mutation
def output_wildcard(site):
    site.output()["selector"] = f"$steps.{site.step()['name']}.*"


@mutation
def output_to_input(site):
    site.output()["selector"] = "$inputs." + site.input()["name"]


@mutation
def output_bare_step(site):
    site.output()["selector"] = "$steps." + site.step()["name"]


@mutation
def output_field(site):
    output = site.output()
    key = site.one(["type", "name", "selector", "coordinates_system"])
    values = {
        "type": ["jsonfield", "Json", None, 1, "", "JsonField "],
        "coordinates_system": ["OWN", "own", "parent", "", None, 1, "Own", "own ", [], True],
    }.get(key, [*ODD, "ünï", " "])
    if site.rng.random() < 0.2:
        output.pop(key, None)
    else:
        output[key] = site.one(values)


@mutation
def extra_field_in_output(site):
    site.output()[site.one(["kind", "extra", "coordinates"])] = site.one(ODD)
