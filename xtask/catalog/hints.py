"""How an engine's own editor shows a block, as facts: where it stands, what it needs, which fields are shown when.

Read from the JSON schema of a manifest, whose extra keys are meant for editors. Descriptions and display names are prose
and stay out. The lines are read by `crates/spec/src/catalogue/text/ui.rs`; an engine's description of its blocks carries
the same schemas, which `crates/spec/src/catalogue/describe/ui.rs` turns into the same lines.
"""

import json

# What a block's `ui_manifest` may say, and our word for it.
MARKS = (
    ("popular", "popular"),
    ("needsGPU", "gpu"),
    ("requires_rf_key", "key"),
    ("local_only", "local"),
    ("inDevelopment", "unfinished"),
)
# What a field may say with `true`, and our word for it.
FLAGS = (
    ("always_visible", "always"),
    ("multiline", "multiline"),
    ("private", "private"),
    ("hidden", "hidden"),
    ("additional_section", "apart"),
)


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def lines(schema):
    """The `:ui` lines of a block, without their tab."""
    ui = schema.get("ui_manifest") or {}
    marks = [word for key, word in MARKS if ui.get(key) is True]
    if ui.get("section") or marks:
        yield " ".join([":ui section", ui.get("section") or "-", *marks])
    if isinstance(ui.get("blockPriority"), (int, float)):
        yield f":ui rank {compact(ui['blockPriority'])}"
    if schema.get("search_keywords"):
        yield ":ui words " + compact(schema["search_keywords"])
    fields = {name: field for name, field in schema.get("properties", {}).items() if name != "type"}
    for key, word in FLAGS:
        named = [name for name, field in fields.items() if field.get(key) is True]
        if named:
            yield f":ui {word} " + " ".join(named)
    for name, field in fields.items():
        if isinstance(field.get("order"), int):
            yield f":ui order {name} {field['order']}"
        if field.get("keys_bound_in") in fields and field["keys_bound_in"] != name:
            yield f":ui keys {name} {field['keys_bound_in']}"
        for other, when in (field.get("relevant_for") or {}).items():
            if other in fields:
                # The engine keeps some of these values in sets, whose order changes from run to run.
                values = sorted(when.get("values") or [], key=compact)
                yield f":ui when {name} {other} {compact(values)}" + (" !" if when.get("required") is True else "")
        if field.get("recommended_parsers"):
            parsers = dict(sorted(field["recommended_parsers"].items()))
            yield f":ui parsers {name} {compact(parsers)}"
