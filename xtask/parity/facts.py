"""What generated specifications are made of, as the engine itself knows it: manifests, core schemas, selectors.

Nothing here is read from our own catalogue, so that a mistake in it cannot hide.
"""

import functools

from roboflow_workflows.execution_engine.introspection.blocks_loader import (
    load_all_defined_kinds,
    load_workflow_blocks,
)
from roboflow_workflows.execution_engine.introspection.schema_parser import parse_block_manifest
from roboflow_workflows.execution_engine.v1.core import EXECUTION_ENGINE_V1_VERSION

INNER = "roboflow_core/inner_workflow@v1"
LIMITS = ("gt", "ge", "lt", "le", "multiple_of")


class Field:
    """A field of a block: its names, its core schema, and what a selector in it may point to."""

    def __init__(self, name, field, selector):
        self.name = name
        self.schema = field["schema"]
        alias = field.get("validation_alias") or name
        paths = alias if isinstance(alias, list) else [[alias]]
        self.names = [path[0] for path in paths]
        self.is_required = unwrapped(self.schema)["type"] != "default"
        self.kinds, self.batches, self.is_step = None, set(), False
        self.is_unpatterned = False  # takes selectors as any text, by no pattern of its own
        if selector is not None:
            (allowed,) = selector.allowed_references
            self.kinds = sorted({kind.name for kind in allowed.kind})
            self.batches = set(allowed.points_to_batch)
            self.is_step = allowed.selected_element == "step"


class Block:
    """A block: its type names, fields, and how it changes dimensions."""

    def __init__(self, manifest):
        self.manifest = manifest
        self.definitions = {}
        selectors = parse_block_manifest(manifest_type=manifest).selectors
        schema = manifest.__pydantic_core_schema__
        if schema["type"] == "definitions":
            self.definitions = {definition["ref"]: definition for definition in schema["definitions"]}
            schema = schema["schema"]
        fields = self.model_fields(schema)
        self.types = list(unwrapped(fields["type"]["schema"])["expected"])
        self.type = self.types[0]
        self.fields = {
            name: Field(name, field, selectors.get(name))
            for name, field in fields.items()
            if name not in ("type", "name")
        }
        for field in self.fields.values():
            field.is_unpatterned = field.kinds is not None and not any(
                within(self, field.schema, lambda schema: "pattern" in schema)
            )
        self.offsets = dict(manifest.get_input_dimensionality_offsets())
        self.reference = manifest.get_dimensionality_reference_property()
        self.output_offset = manifest.get_output_dimensionality_offset()
        self.takes_batches = manifest.accepts_batch_input()
        self.is_flow = any(field.is_step for field in self.fields.values())

    def model_fields(self, schema):
        while schema["type"] != "model-fields":
            schema = self.resolved(schema)["schema"]
        return schema["fields"]

    def resolved(self, schema):
        while schema["type"] == "definition-ref":
            schema = self.definitions[schema["schema_ref"]]
        return schema

    def output_kinds(self):
        return {kind.name for output in self.manifest.describe_outputs() for kind in output.kind}


def unwrapped(schema):
    """A schema below its validators."""
    while schema["type"].startswith("function-"):
        schema = schema["schema"]
    return schema


def value_schema(schema):
    """A schema below its validators and its default."""
    while schema["type"].startswith("function-") or schema["type"] == "default":
        schema = schema["schema"]
    return schema


def limits_of(schema):
    """The limits that a schema states: its own, or those of a validator over a union."""
    found = {key: schema[key] for key in LIMITS if key in schema}
    if schema["type"] == "function-after":
        function = schema["function"]["function"]
        if isinstance(function, functools.partial):
            found.update(function.keywords)
    return found


def choices_of(schema):
    """The members of a union or tagged union, without their labels."""
    if schema["type"] == "tagged-union":
        return list(schema["choices"].values())
    return [choice[0] if isinstance(choice, tuple) else choice for choice in schema["choices"]]


def members_of(schema):
    """The values of a literal or an enum. Some are made from sets, so they are put in an order of their own."""
    values = schema.get("expected") or [member.value for member in schema["members"]]
    return sorted(values, key=lambda value: (type(value).__name__, value))


def children_of(block, schema):
    """The schemas directly inside a schema."""
    kind = schema["type"]
    if kind in ("union", "tagged-union"):
        return choices_of(schema)
    if kind == "tuple":
        return schema["items_schema"]
    if kind == "list":
        return [schema["items_schema"]] if "items_schema" in schema else []
    if kind == "dict":
        return [schema[key] for key in ("keys_schema", "values_schema") if key in schema]
    if kind == "model":
        return [field["schema"] for field in block.model_fields(schema).values()]
    return [schema["schema"]] if "schema" in schema else []


def within(block, schema, wanted, seen=None):
    """The schemas inside a schema that satisfy a predicate, outermost first, in a fixed order."""
    seen = set() if seen is None else seen
    schema = block.resolved(schema)
    if id(schema) in seen:
        return
    seen.add(id(schema))
    if wanted(schema):
        yield schema
    for child in children_of(block, schema):
        yield from within(block, child, wanted, seen)


class Facts:
    """All blocks and kinds."""

    def __init__(self):
        specifications = load_workflow_blocks(execution_engine_version=EXECUTION_ENGINE_V1_VERSION)
        blocks = [Block(specification.manifest_class) for specification in specifications]
        self.blocks = sorted(blocks, key=lambda block: block.type)
        self.by_type = {name: block for block in self.blocks for name in block.types}
        self.kinds = sorted({kind.name for kind in load_all_defined_kinds()})
        self.flow = [block for block in self.blocks if block.is_flow]
        self.producers = {}
        for block in self.blocks:
            if block.type != INNER:
                for kind in block.output_kinds():
                    self.producers.setdefault(kind, []).append(block)

    def of_step(self, step):
        """The block of a step, if there is one."""
        kind = step.get("type") if isinstance(step, dict) else None
        return self.by_type.get(kind) if isinstance(kind, str) else None
