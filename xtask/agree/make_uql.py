"""Makes crates/engine/tests/data/uql.json: each operation and comparison of the query language on many values."""

import copy
import random

import real_engine

PLAIN = [
    None, True, False, 0, 1, -3, 7, 2.5, 0.125, 2.675, -0.5, 1e-7, 1e22, 123456.789, "", "Ab c", "12", " 3.5 ", "1_000",
    "nan?", "é𝄞ß", [], [1, 2, 3], [3, 1.0, 2, True, 1], ["b", "a", "b"], [[1, 2], [0]], [1, "a", None], ["x", ["y"]],
    {}, {"b": 1, "a": 3}, {"k": [1, {"z": None}]}, "it's \"so\"\n\t", 10 ** 15, 1e16, -12345678.5,
]


def thing(x, y, w, h, name, number, confidence, **more):
    return {"x": x, "y": y, "width": w, "height": h, "class": name, "class_id": number, "confidence": confidence, **more}


ROWS = [
    thing(30.5, 40, 21, 22, "car", 2, 0.9, detection_id="d0", tracker_id=5, time_in_zone=1.5),
    thing(32, 41, 4, 4, "plate", 7, 0.5, detection_id="d1", tracker_id=6, time_in_zone=0.0),
    thing(70, 10.25, 10, 9.5, "car", 2, 0.9, detection_id="d2", tracker_id=8, time_in_zone=12.25),
    thing(5, 75, 6, 2, "dog", 1, 0.25, detection_id="d3", tracker_id=1, time_in_zone=3.0),
]
DETECTIONS = [
    {"image": {"width": 100, "height": 80}, "predictions": ROWS},
    {"image": {"width": 100, "height": 80}, "predictions": [{k: v for k, v in ROWS[1].items() if k not in ("tracker_id", "time_in_zone")}]},
    {"image": {"width": 64, "height": 48}, "predictions": []},
]
SINGLE = {"image": {"width": 9, "height": 9}, "top": "a", "confidence": 0.7, "predictions": [
    {"class": "a", "class_id": 0, "confidence": 0.7}, {"class": "b", "class_id": 1, "confidence": 0.3}]}
MULTI = {"image": {"width": 9, "height": 9}, "predicted_classes": ["b", "c"], "predictions": {
    "c": {"class_id": 2, "confidence": 0.6}, "a": {"class_id": 0, "confidence": 0.1}, "b": {"class_id": 1, "confidence": 0.8}}}
NONE = {"image": {"width": 9, "height": 9}, "predicted_classes": [], "predictions": {"a": {"class_id": 0, "confidence": 0.1}}}

OPERATIONS = [
    {"type": "StringToLowerCase"}, {"type": "StringToUpperCase"}, {"type": "ToString"}, {"type": "ToBoolean"},
    {"type": "ToNumber", "cast_to": "int"}, {"type": "ToNumber", "cast_to": "float"},
    {"type": "NumberRound", "decimal_digits": 0}, {"type": "NumberRound", "decimal_digits": 2}, {"type": "NumberRound", "decimal_digits": -1},
    {"type": "Multiply", "other": 3}, {"type": "Multiply", "other": 0.1}, {"type": "Multiply", "other": -1},
    {"type": "Divide", "other": 4}, {"type": "Divide", "other": 0}, {"type": "Divide", "other": 0.3},
    {"type": "StringSubSequence", "start": 1, "end": 3}, {"type": "StringSubSequence"}, {"type": "StringSubSequence", "start": -3, "end": 90},
    {"type": "LookupTable", "lookup_table": {"12": "twelve", "1": "one", "Ab c": {"n": 1}, "a": 0}},
    {"type": "SequenceMap", "lookup_table": {"a": 1, "b": "two", "k": None}},
    {"type": "SequenceApply", "operations": [{"type": "ToString"}]},
    {"type": "SequenceApply", "operations": [{"type": "Multiply", "other": 2}, {"type": "NumberRound", "decimal_digits": 1}]},
    {"type": "SequenceLength"}, {"type": "SequenceElementsCount"}, {"type": "SequenceJoin"}, {"type": "SequenceJoin", "separator": "-"},
    *({"type": "SequenceAggregate", "mode": mode} for mode in ("first", "last", "most_common", "least_common")),
    *({"type": "NumericSequenceAggregate", "function": name} for name in ("min", "max", "sum")),
    {"type": "NumericSequenceAggregate", "function": "sum", "neutral_value": 0},
    {"type": "ConvertDictionaryToJSON"}, {"type": "RandomNumber", "min_value": 2, "max_value": 2},
    {"type": "TimestampToISOFormat"}, {"type": "StringMatches", "regex": "[a-c]+\\s?c|^\\d+$"},
]
DETECTION_OPERATIONS = [
    *({"type": "DetectionsPropertyExtract", "property_name": name} for name in (
        "confidence", "class_name", "x_min", "x_max", "y_min", "y_max", "size", "class_id", "center", "top_left", "top_right",
        "bottom_left", "bottom_right", "time_in_zone", "tracker_id", "image_dimensions", "velocity", "keypoints_xy")),
    *({"type": "DetectionsSelection", "mode": mode} for mode in ("left_most", "right_most", "top_confidence", "first", "last")),
    *({"type": "SortDetections", "mode": mode, "ascending": up} for up in (True, False) for mode in (
        "confidence", "x_min", "x_max", "y_min", "y_max", "size", "center_x", "center_y")),
    {"type": "DetectionsOffset", "offset_x": 5, "offset_y": -3}, {"type": "DetectionsShift", "shift_x": 5, "shift_y": -3},
    {"type": "DetectionsRename", "class_map": {"car": "vehicle", "plate": "sign", "dog": "animal"}},
    {"type": "DetectionsRename", "class_map": {"car": "vehicle"}}, {"type": "DetectionsRename", "class_map": {"car": "vehicle", "dog": "car"}, "strict": False},
    {"type": "DetectionsRename", "class_map": {"car": "vehicle", "zoo": "dog"}, "strict": False, "new_classes_id_offset": 10},
    {"type": "DetectionsToDictionary"}, {"type": "PickDetectionsByParentClass", "parent_class": "car"},
    {"type": "PickDetectionsByParentClass", "parent_class": "cat"},
    {"type": "SequenceLength"}, {"type": "ToBoolean"}, {"type": "StringToLowerCase"}, {"type": "Multiply", "other": 2},
    {"type": "SequenceAggregate", "mode": "first"}, {"type": "SequenceAggregate", "mode": "last"},
]
CHAINS = [
    [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceAggregate", "mode": "most_common"}, {"type": "StringToUpperCase"}],
    [{"type": "DetectionsPropertyExtract", "property_name": "confidence"}, {"type": "NumericSequenceAggregate", "function": "max"}, {"type": "NumberRound", "decimal_digits": 1}],
    [{"type": "DetectionsPropertyExtract", "property_name": "size"}, {"type": "NumericSequenceAggregate", "function": "sum", "neutral_value": 0}, {"type": "ToString"}],
    [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceElementsCount"}, {"type": "ConvertDictionaryToJSON"}],
    [{"type": "DetectionsPropertyExtract", "property_name": "class_id"}, {"type": "SequenceApply", "operations": [{"type": "Multiply", "other": 0.5}]}, {"type": "SequenceJoin"}],
    [{"type": "DetectionsToDictionary"}, {"type": "SequenceLength"}],
]
CLASSIFICATION = [{"type": "ClassificationPropertyExtract", "property_name": name} for name in (
    "top_class", "top_class_confidence", "top_class_confidence_single", "all_classes", "all_confidences")]
PATTERNS = [
    ("^a.c$", "abc"), ("^a.c$", "a\nc"), ("(?s)^a.c$", "a\nc"), ("A(?i)", "a"), ("(?i)STOP", "a stop"), ("a{2,3}b", "aab"), ("a{2,3}b", "ab"),
    ("a{2,3}b", "aaaab"), ("^a{,2}$", "aa"), ("a{x}", "a{x}"), ("(ab|a)(c|bcd)$", "abcd"), ("(a)(b)?\\2", "a"), ("(\\w+) \\1", "go go"),
    ("(?P<w>\\w+)-(?P=w)", "ab-ab"), ("foo(?=bar)", "foobar"), ("foo(?!bar)", "foobar"), ("foo(?!bar)", "foobaz"), ("[^\\d\\s]", "1 2"),
    ("[^\\d\\s]", "1 2x"), ("[a\\-z]", "-"), ("[]a]", "]"), ("\\bcat\\b", "a cat."), ("\\bcat\\b", "concat"), ("\\Bcat", "concat"),
    ("^b", "a\nb"), ("(?m)^b", "a\nb"), ("a$", "a\n"), ("a\\Z", "a\n"), ("(a*)*b", "aaab"), ("(?:a|b)+?c", "ababc"), ("x*", ""),
    ("[", "a"), ("(", "a"), ("a)", "a"), ("*a", "a"), ("a**", "a"), ("\\d+\\.\\d{2}", "12.34"), ("\\w", "é"), ("\\x41\\u0042", "AB"),
    ("(?x) a b # c\n", "ab"), ("[A-Z]{2}\\d{3}", "xxAB123"), ("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}$", "192.168.1.255"),
    ("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}$", "192.168.1.256"), ("((a)|b)*\\2$", "aba"), ("(a?)+$", "b"), ("\\S+@\\S+", "me@here"),
    ("(?:)+x", "x"), ("a|", ""), ("(|a)+b", "aab"), ("[\\w.-]+", "!"), ("(?=.*\\d)(?=.*[a-z]).{4,}", "ab1c"), ("(?=.*\\d)(?=.*[a-z]).{4,}", "abcd"),
]

STATIC = [None, True, False, 0, 1, 2.0, -1, "a", "abc", "", "1", [], [1, 2], [2, 1], ["a", "b"], [0, 5], {"a": 1}, [True, "a"], [[1, 2]], "b"]
COMPARATORS = [
    "==", "!=", "(Number) ==", "(Number) !=", "(Number) >", "(Number) >=", "(Number) <", "(Number) <=", "(Number) in range",
    "(String) startsWith", "(String) endsWith", "(String) contains", "in (Sequence)", "any in (Sequence)", "all in (Sequence)",
]
UNARY = ["Exists", "DoesNotExist", "(Boolean) is True", "(Boolean) is False", "(Sequence) is empty", "(Sequence) is not empty"]
ZONE = [[0, 0], [50, 0], [50, 60], [20, 60], [20, 30], [0, 30]]


def dynamic(name="a", operations=()):
    return {"type": "DynamicOperand", "operand_name": name, "operations": list(operations)}


def static(value, operations=()):
    return {"type": "StaticOperand", "value": value, "operations": list(operations)}


def binary(left, comparator, right, negate=False):
    return {"type": "BinaryStatement", "left_operand": left, "comparator": {"type": comparator}, "right_operand": right, "negate": negate}


def unary(operand, operator, negate=False):
    return {"type": "UnaryStatement", "operand": operand, "operator": {"type": operator}, "negate": negate}


def group(statements, operator="or"):
    return {"type": "StatementGroup", "operator": operator, "statements": statements}


def conditions(pick):
    for comparator in COMPARATORS:
        for left in STATIC:
            for right in pick.sample(STATIC, 6):
                yield {"a": left}, group([binary(dynamic(), comparator, static(right), pick.random() < 0.2)])
    for operator in UNARY:
        for value in STATIC:
            yield {"a": value}, group([unary(dynamic(), operator, pick.random() < 0.3)])
    for point in ([10, 10], [10, 40], [0, 5], [20, 45], [20, 30], [35, 59.5], [50, 60], [60, 10]):
        for zone in (ZONE, ZONE[:2], [], ZONE[:3], [[0, 0], [10, 10], [10, 0], [0, 10]]):
            yield {"a": point}, group([binary(dynamic(), "(Detection) in zone", static(zone))])
    yield {"a": 1}, group([])
    yield {"a": 1}, group([unary(dynamic("b"), "Exists")])
    known = {"a": 3, "b": "x", "c": [1, 3], "d": None}
    leaves = [
        binary(dynamic("a"), "(Number) >", static(2)), binary(dynamic("b"), "==", static("y")), unary(dynamic("d"), "Exists"),
        binary(dynamic("a"), "in (Sequence)", dynamic("c")), unary(dynamic("c"), "(Sequence) is empty", True),
        binary(dynamic("b"), "(Number) <", static(1)), binary(dynamic("c", [{"type": "SequenceLength"}]), "==", static(2)),
    ]

    def nested(depth):
        inner = [nested(depth - 1) if depth and pick.random() < 0.5 else copy.deepcopy(pick.choice(leaves)) for _ in range(pick.randint(1, 3))]
        return group(inner, pick.choice(["and", "or"]))

    for _ in range(120):
        yield known, nested(3)


def filters():
    taken = lambda name: dynamic("_", [{"type": "ExtractDetectionProperty", "property_name": name}])
    yield binary(taken("confidence"), "(Number) >=", static(0.5))
    yield binary(taken("class_name"), "in (Sequence)", static(["car", "dog"]))
    yield binary(taken("class_name"), "in (Sequence)", static(["car", "dog"]), True)
    yield binary(taken("center"), "(Detection) in zone", static(ZONE))
    yield binary(taken("size"), "(Number) in range", static([10, 100]))
    yield binary(taken("tracker_id"), "==", static(5))
    yield binary(taken("time_in_zone"), "(Number) >", static(1))
    yield binary(taken("velocity"), "==", static(None))
    yield unary(taken("polygon"), "Exists")
    yield unary(taken("time_in_zone"), "Exists")
    yield binary(dynamic("_", [{"type": "ExtractDetectionProperty", "property_name": "x_min"}, {"type": "Divide", "other": 10}]), "(Number) <", static(3))
    yield binary(dynamic("_"), "(Number) <", static(3))
    for name in ("x_min", "x_max", "y_min", "y_max", "class_id"):
        yield binary(taken(name), "(Number) <", static(30))


def main():
    from roboflow_workflows.core_steps.common.deserializers import deserialize_detections_kind
    from roboflow_workflows.core_steps.common.query_language.evaluation_engine.core import evaluate
    from roboflow_workflows.core_steps.common.query_language.operations.core import execute_operations
    from roboflow_workflows.core_steps.common.serializers import serialize_wildcard_kind

    pick = random.Random(7)
    cases = []

    def answer(case, ask):
        try:
            case["out"] = real_engine.plain(serialize_wildcard_kind(ask()))
        except Exception as error:
            case["fails"] = type(error).__name__
        # Most values suit few operations: one failure in four says enough.
        if "out" in case or pick.random() < 0.25:
            cases.append(case)

    def chain(value, operations):
        answer({"value": value, "operations": operations}, lambda: execute_operations(copy.deepcopy(value), operations))

    def on_detections(value, operations):
        case = {"detections": value, "operations": operations}
        answer(case, lambda: execute_operations(deserialize_detections_kind("p.[0]", copy.deepcopy(value)), operations))

    for operation in OPERATIONS:
        for value in PLAIN:
            chain(value, [operation])
    for pattern, text in PATTERNS:
        chain(text, [{"type": "StringMatches", "regex": pattern}])
    for result in (SINGLE, MULTI, NONE, {}, {"predictions": 3}, "x"):
        for operation in CLASSIFICATION:
            chain(result, [operation])
    for value in DETECTIONS:
        for operation in DETECTION_OPERATIONS:
            on_detections(value, [operation])
        for operations in CHAINS:
            on_detections(value, operations)
        for statement in filters():
            on_detections(value, [{"type": "DetectionsFilter", "filter_operation": group([statement], "and")}])
    for values, condition in conditions(pick):
        answer({"values": values, "condition": condition}, lambda: evaluate(copy.deepcopy(values), copy.deepcopy(condition)))
    real_engine.write("uql", cases)


main()
