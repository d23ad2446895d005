"""How far each block may differ from the real engine, and the page of the documentation that says so."""

import collections

Rule = collections.namedtuple("Rule", "mean most why")

EXACT = Rule(0.0, 0, "")
# Where images may differ: mean and maximum of a channel's difference, of 255, and why.
RULES = {
}
# Blocks whose cases need more than one step: `tests/engine` and the tests of the crate compare them.
ELSEWHERE = {
    "property_definition": "tests/engine",
    "expression": "tests/engine",
    "continue_if": "tests/engine",
    "first_non_empty_or_default": "tests/engine",
    "detections_filter": "tests/engine",
}


def rule(block_type):
    return RULES.get(block_type.split("/")[-1], EXACT)


def write(path, tallies, unmade):
    raise NotImplementedError
