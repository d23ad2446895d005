"""Generated specifications as JSON lines: `generate.py --cases N --seed S` writes {"id","spec","mutations"} each.

The same seed gives the same cases: each has a random source of its own, made from the seed and its number.
"""

import argparse
import copy
import json
import os
import random
import re
import sys
import warnings

PLAIN = 3  # of ten cases, so many are left as they grew
RAW = re.compile(r'"@@raw:([^"@]*)@@"')
AGAIN = re.compile(r'"@@again:([^"@]*)@@"')


def is_plain(number, blocks):
    """Whether a case is left as it grew: of ten turns of each block, three are."""
    return (number + number // blocks) % 10 < PLAIN


def case(known, registry, seed, number):
    """One case: the block that it is about comes round in turn, all else is drawn."""
    import facts
    import parts
    import workflows

    rng = random.Random(f"{seed}:{number}")
    blocks = known.blocks
    main = blocks[number % len(blocks)]
    is_inner = main.type == facts.INNER
    flow = workflows.grow(rng, known, None if is_inner else main)
    if is_inner or rng.random() < 0.06:
        parts.add_inner(flow)
    if rng.random() < 0.03:
        parts.add_dynamic(flow)
    if flow.definitions or is_inner or rng.random() < 0.02:
        if rng.random() < 0.5:
            flow.add_step(rng.choice([block for block in blocks if block.type != facts.INNER]))
        flow.outputs = []
        flow.add_outputs()
    spec = flow.specification()
    done = []
    if not is_plain(number, len(blocks)):
        spec = copy.deepcopy(spec)
        done = registry.mutate(spec, rng, known, rng.choice([1, 1, 1, 2, 2, 3]))
    return {"id": f"g{seed}-{number}", "spec": spec, "mutations": done}


def text_of(row):
    """The line of a case. What Python cannot write stands in it as `@@raw:…@@` (number) or `@@again:…@@` (key)."""
    text = json.dumps(row, ensure_ascii=False)
    return AGAIN.sub(r'"\1"', RAW.sub(r"\1", text))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutations", action="store_true", help="only list the names of the mutations")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    # The engine's packages speak on standard output when they are loaded.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import facts
    import mutate

    if options.mutations:
        out.write("\n".join(mutate.REGISTRY.names()) + "\n")
        return
    known = facts.Facts()
    for number in range(options.cases):
        out.write(text_of(case(known, mutate.REGISTRY, options.seed, number)) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
