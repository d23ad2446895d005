"""Values that fit a core schema, drawn at random: literals by ourselves, selectors by whoever asks."""

import functools
import math

import facts

WORDS = [
    "car", "person", "helmet", "red", "blue", "top", "class", "confidence", "field-a", "field_b", "result", "yes",
    "model/3", "yolov8n-640", "project/1", "out", "#FF0000", "/tmp/x", "a b", "", "1", "true", "ünï", "x" * 60,
]  # fmt: skip
ANY_SELECTOR = "($steps)|($inputs)"
DEEP = 5  # below this, the shallowest choice of a union is taken
WIDE = 3  # more items than this only where a schema demands it


class Unfit(Exception):
    """No value of this schema can be given here."""


def height(block, schema, path=frozenset(), memo=None):
    """How deep the shallowest value of a schema is; infinite while it leads back to itself."""
    schema = block.resolved(schema)
    if id(schema) in path:
        return math.inf
    path = path | {id(schema)}
    kind = schema["type"]
    if kind in ("union", "tagged-union"):
        return min(height(block, choice, path) for choice in facts.choices_of(schema))
    if kind == "model":
        required = [
            field["schema"]
            for field in block.model_fields(schema).values()
            if facts.unwrapped(field["schema"])["type"] != "default"
        ]
        return 1 + max((height(block, field, path) for field in required), default=0)
    if kind in ("list", "dict"):
        if not schema.get("min_length"):
            return 0
        return 1 + max((height(block, child, path) for child in facts.children_of(block, schema)), default=0)
    children = facts.children_of(block, schema)
    return max((height(block, child, path) for child in children), default=0) + (kind == "tuple")


class Sampler:
    """Draws values for the fields of one step; `pick(pattern)` gives a selector or None."""

    def __init__(self, rng, block, pick, optional=0.3):
        self.rng, self.block, self.pick, self.optional = rng, block, pick, optional
        self.heights = {}
        self.is_selector_likely = False  # set for a field whose texts should be selectors

    def value(self, schema, depth=0, limits=None):
        schema = self.block.resolved(schema)
        limits = {**(limits or {}), **facts.limits_of(schema)}
        kind = schema["type"]
        if kind in ("default", "definitions") or kind.startswith("function-"):
            return self.value(schema["schema"], depth, limits)
        return getattr(self, "of_" + kind.replace("-", "_"))(schema, depth, limits)

    def of_nullable(self, schema, depth, limits):
        return None if self.rng.random() < 0.15 else self.value(schema["schema"], depth, limits)

    def of_str(self, schema, depth, limits):
        if "pattern" in schema or self.is_selector_likely:
            found = self.pick(schema.get("pattern", ANY_SELECTOR))
            if found is None:
                raise Unfit("no selector")
            return found
        return self.rng.choice(WORDS)

    def of_any(self, schema, depth, limits):
        return self.rng.choice([1, 2.5, True, None, "text", [1, "a"], {"k": 1}])

    def of_none(self, schema, depth, limits):
        return None

    def of_bool(self, schema, depth, limits):
        return self.rng.random() < 0.5

    def bounds(self, limits, step):
        lows = [limits[key] + gap for key, gap in (("ge", 0), ("gt", step)) if key in limits]
        highs = [limits[key] - gap for key, gap in (("le", 0), ("lt", step)) if key in limits]
        low, high = max(lows, default=None), min(highs, default=None)
        low = low if low is not None else min(0, high if high is not None else 0)
        high = high if high is not None else max(low + 100, 100)
        return low, high

    def of_int(self, schema, depth, limits):
        low, high = self.bounds(limits, 1)
        low, high = math.ceil(low), math.floor(high)
        if low > high:
            raise Unfit("no integer within the limits")
        return self.rng.choice([low, high, self.rng.randint(low, high), self.rng.randint(low, min(high, low + 10))])

    def of_float(self, schema, depth, limits):
        low, high = self.bounds(limits, 0.01)
        return self.rng.choice([low, high, round(self.rng.uniform(low, high), 3)])

    def of_literal(self, schema, depth, limits):
        return self.rng.choice(facts.members_of(schema))

    def of_enum(self, schema, depth, limits):
        return self.rng.choice(facts.members_of(schema))

    def count(self, schema, depth, limits):
        low = max(schema.get("min_length", 0), limits.get("min_length", 0))
        high = min(schema.get("max_length", math.inf), max(low, WIDE))
        return low if depth > DEEP else self.rng.randint(low, high)

    def of_list(self, schema, depth, limits):
        items = schema.get("items_schema", {"type": "any"})
        found = []
        for index in range(self.count(schema, depth, limits)):
            try:
                found.append(self.value(items, depth + 1))
            except Unfit:
                if len(found) < schema.get("min_length", 0):
                    raise
                break
        return found

    def of_dict(self, schema, depth, limits):
        found = {}
        for index in range(self.count(schema, depth, limits)):
            key = self.value(schema.get("keys_schema", {"type": "str"}), depth + 1)
            key = key if isinstance(key, str) and key else f"key_{index}"
            try:
                found[key] = self.value(schema.get("values_schema", {"type": "any"}), depth + 1)
            except Unfit:
                break
        return found

    def of_tuple(self, schema, depth, limits):
        return [self.value(item, depth + 1) for item in schema["items_schema"]]

    def of_union(self, schema, depth, limits):
        choices = facts.choices_of(schema)
        order = self.shuffled(choices, depth)
        for choice in order:
            try:
                return self.value(choice, depth, limits)
            except Unfit:
                continue
        raise Unfit("no member of the union")

    of_tagged_union = of_union

    def shuffled(self, choices, depth):
        if depth > DEEP:
            return sorted(choices, key=self.height_of)
        return self.rng.sample(choices, len(choices))

    def height_of(self, schema):
        if id(schema) not in self.heights:
            self.heights[id(schema)] = height(self.block, schema)
        return self.heights[id(schema)]

    def of_dataclass(self, schema, depth, limits):
        raise Unfit("no JSON for it")

    def of_model(self, schema, depth, limits):
        found = {}
        for name, field in self.block.model_fields(schema).items():
            is_required = facts.unwrapped(field["schema"])["type"] != "default"
            if is_required or self.rng.random() < self.optional / 2:
                try:
                    found[name] = self.value(field["schema"], depth + 1)
                except Unfit:
                    if is_required:
                        raise
        return found


@functools.lru_cache(maxsize=None)
def words_of(kind):
    """A default value for a workflow parameter of a kind."""
    return {
        "integer": 3,
        "float": 0.5,
        "float_zero_to_one": 0.4,
        "boolean": True,
        "string": "text",
        "roboflow_model_id": "yolov8n-640",
        "list_of_values": ["a", 1],
        "dictionary": {"a": 1},
    }.get(kind)
