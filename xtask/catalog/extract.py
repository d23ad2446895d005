"""Writes the block catalogue of an installed engine to standard output: facts only, one block after another.

The facts come from where the engine itself takes them: pydantic's core schema of every manifest (names, alternative
names, types, limits), the engine's own reading of selectors, and the class methods about batches and dimensions.
The format is described in `crates/spec/src/catalogue/text.rs`.
"""

import functools
import importlib.metadata
import json
import re
import sys

from roboflow_workflows.execution_engine.introspection.blocks_loader import (
    load_all_defined_kinds,
    load_workflow_blocks,
)
from roboflow_workflows.execution_engine.introspection.schema_parser import parse_block_manifest
from roboflow_workflows.execution_engine.v1.core import EXECUTION_ENGINE_V1_VERSION

SELECTORS = {
    r"(^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$)|(^\$inputs.[A-Za-z_0-9\-]+$)": "data",
    r"^\$inputs.[A-Za-z_0-9\-]+$": "input",
    r"^\$steps\.[A-Za-z_0-9\-]+": "step",
    r"^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$": "output",
}
ELEMENTS = {"any_data", "step_output", "workflow_image", "workflow_parameter", "workflow_video_metadata", "step"}


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def number(value):
    """A limit, shortest spelling."""
    return compact(int(value)) if float(value).is_integer() else compact(value)


class Writer:
    """Turns core schemas into type expressions; nested models become lines of their own."""

    def __init__(self):
        self.models = {}  # name -> line, in the order of first use
        self.names = {}  # class -> name
        self.definitions = {}
        self.long = set()  # expressions that are worth a name when they come again

    def expression(self, schema):
        kind = schema["type"]
        text = getattr(self, "of_" + kind.replace("-", "_"))(schema)
        if len(text) > LONG:
            self.long.add(text)
        return text

    def of_definitions(self, schema):
        for definition in schema["definitions"]:
            self.definitions[definition["ref"]] = definition
        return self.expression(schema["schema"])

    def of_definition_ref(self, schema):
        return self.expression(self.definitions[schema["schema_ref"]])

    def of_str(self, schema):
        if "pattern" in schema:
            return SELECTORS[schema["pattern"]]
        assert not set(schema) & {"min_length", "max_length", "strip_whitespace"}, schema
        return "str"

    def of_any(self, schema):
        return "any"

    def of_none(self, schema):
        return "null"

    def of_bool(self, schema):
        return "bool"

    def numeric(self, name, schema):
        limits = [sign + number(schema[key]) for key, sign in LIMITS if key in schema]
        return name + ("(" + ",".join(limits) + ")" if limits else "")

    def of_int(self, schema):
        return self.numeric("int", schema)

    def of_float(self, schema):
        return self.numeric("float", schema)

    def of_literal(self, schema):
        return compact(list(schema["expected"]))

    def of_enum(self, schema):
        return compact([member.value for member in schema["members"]])

    def sized(self, text, schema):
        limits = [sign + number(schema[key]) for key, sign in (("min_length", ">="), ("max_length", "<=")) if key in schema]
        return text + ("(" + ",".join(limits) + ")" if limits else "")

    def of_list(self, schema):
        return self.sized("list<" + self.expression(schema.get("items_schema", {"type": "any"})) + ">", schema)

    def of_dict(self, schema):
        keys = self.expression(schema.get("keys_schema", {"type": "any"}))
        values = self.expression(schema.get("values_schema", {"type": "any"}))
        return self.sized(f"dict<{keys},{values}>", schema)

    def of_tuple(self, schema):
        assert "variadic_item_index" not in schema, schema
        return "tuple<" + ",".join(self.expression(item) for item in schema["items_schema"]) + ">"

    def of_union(self, schema):
        choices = []
        for choice in schema["choices"]:
            choice = choice[0] if isinstance(choice, tuple) else choice
            text = self.expression(choice)
            # A nested union is tried as a whole; for the verdict that is the same as its members in its place.
            for part in text[1:-1].split("|") if text.startswith("(") and "(" not in text[1:-1] else [text]:
                if part not in choices:
                    choices.append(part)
        return choices[0] if len(choices) == 1 else "(" + "|".join(choices) + ")"

    def of_nullable(self, schema):
        inner = self.expression(schema["schema"])
        return inner if inner.endswith("?") else inner + "?"

    def of_default(self, schema):
        return self.expression(schema["schema"])

    def of_tagged_union(self, schema):
        assert schema["discriminator"] == "type"
        models = []
        for choice in schema["choices"].values():
            name = self.expression(choice)
            if name not in models:
                models.append(name)
        return "one<" + ",".join(models) + ">"

    def of_dataclass(self, schema):
        # `sv.Detections`: its fields must be arrays, which no JSON document holds.
        return "never"

    def of_function_after(self, schema):
        inner = self.expression(schema["schema"])
        function = schema["function"]["function"]
        if isinstance(function, functools.partial):
            # A limit over a whole union. The engine crashes where the value cannot be compared.
            (key, value), = function.keywords.items()
            sign = dict(LIMITS)[key] if key != "min_length" else "#>="
            return f"{inner}[{sign}{number(value)}]"
        name = getattr(function, "__name__", "")
        if name == "validate_reserved_fields":
            return f"reserved<{inner}>"
        # Validators written as code: rules of the block, see `rules.py`.
        return inner

    def of_function_before(self, schema):
        return self.expression(schema["schema"])

    def of_model(self, schema):
        cls = schema["cls"]
        if cls not in self.names:
            name = "#" + cls.__name__
            while name in self.names.values():
                name += "'"
            self.names[cls] = name
            self.models[name] = None  # keeps its place while its own fields are read
            fields = self.fields(schema)
            self.models[name] = "model " + name[1:] + "\n" + "".join(f"\t{field}\n" for field in fields)
        return self.names[cls]

    def fields(self, model):
        inner = model["schema"]
        while inner["type"] != "model-fields":
            inner = inner["schema"]
        return [self.field(name, field) for name, field in inner["fields"].items()]

    def field(self, name, field, reference=None):
        schema = field["schema"]
        default, inner = "!", schema
        while inner["type"].startswith("function-"):
            inner = inner["schema"]
        if inner["type"] == "default":
            if "default" in inner:
                default = inner["default"]
            else:
                default = inner["default_factory"]()
            default = "=" + compact(plain(default))
        names = [name]
        alias = field.get("validation_alias")
        if alias:
            paths = alias if isinstance(alias, list) else [[alias]]
            names = [path[0] for path in paths]
            assert all(len(path) == 1 for path in paths), alias
            assert names[0] == name, (name, names)
        assert all(NAME.fullmatch(name) for name in names), names
        parts = ["|".join(names), OPEN + self.expression(schema) + CLOSE, default]
        if reference:
            parts.append(reference)
        return " ".join(parts)


LONG = 80
NAME = re.compile(r"[A-Za-z0-9_-]+")
# Around every type of a field, until its long expressions have got their names.
OPEN, CLOSE = "\x01", "\x02"
TYPE = re.compile(OPEN + "(.*?)" + CLOSE)
LIMITS = (("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<="))


def plain(value):
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return getattr(value, "value", value)


def reference_of(definition):
    """What a selector in this field may point to: how, batches, kinds."""
    (allowed,) = definition.allowed_references
    batch = {(False,): "scalar", (True,): "batch", (False, True): "both"}[tuple(sorted(allowed.points_to_batch))]
    assert allowed.selected_element in ELEMENTS
    where = "items" if definition.is_list_element else "values" if definition.is_dict_element else "whole"
    words = [where, "step" if allowed.selected_element == "step" else batch]
    kinds = sorted({kind.name for kind in allowed.kind})
    return "@" + ":".join(words) + ":" + ",".join(kinds)


def outputs_of(manifest):
    result = []
    for output in manifest.describe_outputs():
        result.append(output.name + " " + ",".join(kind.name for kind in output.kind))
    return result


def block_lines(specification, writer, rules, hints):
    manifest = specification.manifest_class
    schema = manifest.__pydantic_core_schema__
    writer.definitions = {}
    if schema["type"] == "definitions":
        for definition in schema["definitions"]:
            writer.definitions[definition["ref"]] = definition
        schema = schema["schema"]
    while schema["type"] != "model":
        schema = writer.definitions[schema["schema_ref"]] if schema["type"] == "definition-ref" else schema["schema"]
    inner = schema["schema"]
    while inner["type"] != "model-fields":
        inner = inner["schema"]
    selectors = parse_block_manifest(manifest_type=manifest).selectors
    type_schema = inner["fields"]["type"]["schema"]
    while type_schema["type"] != "literal":
        type_schema = type_schema["schema"]
    names = list(type_schema["expected"])
    extra = manifest.model_config.get("json_schema_extra") or {}
    lines = ["block " + " ".join(names)]
    lines.append("\t:called " + str(extra.get("name", "")))
    lines.append("\t:family " + str(extra.get("block_type", "")))
    if extra.get("deprecated"):
        lines.append("\t:deprecated")
    compatibility = manifest.get_execution_engine_compatibility() or ""
    lines.append("\t:engine " + compatibility)
    if manifest.accepts_batch_input():
        lines.append("\t:batches")
    if manifest.accepts_empty_values():
        lines.append("\t:takes-empty")
    for restriction in manifest.get_restrictions():
        runtimes = ",".join(runtime.value for runtime in restriction.applies_to_runtimes or ()) or "-"
        lines.append(f"\t:restricted {restriction.code} {runtimes}")
    for word, method in (
        ("takes-batches", manifest.get_parameters_accepting_batches),
        ("takes-both", manifest.get_parameters_accepting_batches_and_scalars),
        ("makes-batches", manifest.get_parameters_enforcing_auto_batch_casting),
    ):
        # Only what the engine consults for fields that hold no selector.
        listed = [name for name in method()]
        if listed:
            lines.append(f"\t:{word} " + " ".join(listed))
    for name, offset in manifest.get_input_dimensionality_offsets().items():
        lines.append(f"\t:offset {name} {offset}")
    if manifest.get_dimensionality_reference_property():
        lines.append("\t:reference " + manifest.get_dimensionality_reference_property())
    if manifest.get_output_dimensionality_offset():
        lines.append(f"\t:result-offset {manifest.get_output_dimensionality_offset()}")
    for name, field in inner["fields"].items():
        if name == "type":
            continue
        reference = reference_of(selectors[name]) if name in selectors else None
        text = writer.field(name, field, reference)
        for rewriting in rules.rewrites(manifest, name):
            text += " " + rewriting
        lines.append("\t" + text)
    for output in outputs_of(manifest):
        lines.append("\t> " + output)
    for rule in rules.of(manifest):
        lines.append("\t:" + rule)
    lines += ["\t" + hint for hint in hints.lines(manifest.model_json_schema())]
    return lines


def named(text, long):
    """The text with a `type $N EXPR` line for every long expression that comes more than once, and those lines.

    Inner expressions get theirs first, so that a line names only lines above it.
    """
    aliases, parts = {}, TYPE.split(text)
    for expression in sorted(long, key=lambda expression: (len(expression), expression)):
        shorter = expression
        for inner, mark in aliases.items():
            shorter = shorter.replace(inner, mark)
        if len(shorter) > LONG and sum(part.count(shorter) for part in parts[1::2]) > 1:
            mark = aliases[shorter] = f"{OPEN}{len(aliases)}{CLOSE}"
            parts[1::2] = [part.replace(shorter, mark) for part in parts[1::2]]
    expressions = {mark: expression for expression, mark in aliases.items()}
    lines, numbers = [], {}

    def number(found):
        mark = found.group()
        if mark not in numbers:
            inner = TYPE.sub(number, expressions[mark])
            numbers[mark] = f"${len(numbers) + 1}"
            lines.append(f"type {numbers[mark]} {inner}")
        return numbers[mark]

    return TYPE.sub(number, "".join(parts)), lines


def main():
    import hints
    import rules

    writer = Writer()
    blocks = []
    for specification in load_workflow_blocks():
        blocks.append("\n".join(block_lines(specification, writer, rules, hints)))
    out = [
        "flowdeck-catalogue 1",
        "package roboflow-workflows " + importlib.metadata.version("roboflow-workflows"),
        f"engine {EXECUTION_ENGINE_V1_VERSION}",
    ]
    out += [f"kind {kind}" for kind in sorted({kind.name for kind in load_all_defined_kinds()})]
    models = [line.rstrip("\n") for line in writer.models.values()]
    body, types = named("\n".join(models + sorted(blocks)) + "\n", writer.long)
    sys.stdout.write("\n".join(out + types) + "\n" + body)
    for name in sorted(rules.unread):
        print("not read:", name, file=sys.stderr)


if __name__ == "__main__":
    main()
