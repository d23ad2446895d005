"""Runs generated specifications through both engines and says where they differ: see `cargo xtask agree`."""

import argparse
import base64
import collections
import importlib
import io
import json
import logging
import subprocess
import sys
import warnings
from pathlib import Path

import numpy
from PIL import Image

import table
from cases import Maker, Unmade, family

ROOT = Path(__file__).resolve().parents[2]
# After this folder: both have a module `cases`.
sys.path.append(str(ROOT / "tests/engine"))
compare = importlib.import_module("compare")

FIRST_SHOWN = 3
# Settings that are little programs: one step of random ones says little.
COMPLEX = ("operations", "switch", "condition_statement", "data")


class Ours:
    """The embedded engine as a process."""

    def __init__(self, program):
        self._program = program
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def types(self):
        return subprocess.run([self._program, "--blocks"], capture_output=True, text=True, check=True).stdout.split()

    def run(self, specification, inputs):
        self._process.stdin.write(json.dumps({"id": 0, "spec": specification, "inputs": inputs}).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def images(value):
    """The images of an answer, in order."""
    if compare.is_image(value):
        yield value
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from images(value[key])
    elif isinstance(value, list):
        for item in value:
            yield from images(item)


def decoded(image):
    return numpy.asarray(Image.open(io.BytesIO(base64.b64decode(image["value"]))).convert("RGB"), dtype=float)


class Tally:
    """What was seen of one block."""

    def __init__(self):
        self.cases = self.agreed = self.refused = 0
        self.mean = self.most = 0.0
        self.shown = []

    def add(self, block_type, ours, theirs, number):
        self.cases += 1
        wrong = self._judge(block_type, ours, theirs)
        if wrong:
            self.shown.append((number, wrong))
        else:
            self.agreed += 1

    def _judge(self, block_type, ours, theirs):
        rule = table.rule(block_type)
        if table.is_known(block_type, ours, theirs):
            return None
        if "failure" in ours or "failure" in theirs:
            if "failure" in ours and "failure" in theirs and ours["failure"] != "panic":
                self.refused += 1
                return None
            return f"ours {ours.get('failure', 'runs')} | theirs {theirs.get('failure', 'runs')}"
        ours, theirs = ours["outputs"], theirs["outputs"]
        found = compare.differences(ours, theirs, image=float("inf"))
        if found:
            wrong = "; ".join(found)[:400]
            return None if table.differs_knowingly(block_type, wrong) else wrong
        for a, b in zip(images(ours), images(theirs)):
            difference = numpy.abs(decoded(a) - decoded(b))
            mean, most = float(difference.mean()), float(difference.max())
            self.mean, self.most = max(self.mean, mean), max(self.most, most)
            if mean > rule.mean or most > rule.most:
                return f"images differ by {mean:.3f} in the mean, {most:.0f} at most"
        return None


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blocks", default="")
    parser.add_argument("--case", type=int)
    parser.add_argument("--docs", type=Path)
    return parser.parse_args()


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    asked = arguments()
    from engine import Engine

    theirs, ours = Engine(), Ours(asked.ours)
    supported = set(ours.types())
    wanted = [name for name in asked.blocks.split(",") if name]
    tallies, unmade = collections.OrderedDict(), {}
    for block in theirs.blocks:
        schema = block.manifest_class.model_json_schema()["properties"]["type"]
        block_type = schema.get("const") or schema["enum"][0]
        if block_type not in supported or wanted and not any(name in block_type for name in wanted):
            continue
        if family(block_type) in table.ELSEWHERE:
            unmade[block_type] = table.otherwise(block_type)
            continue
        if any(field in block.manifest_class.model_fields for field in COMPLEX):
            unmade[block_type] = table.otherwise(block_type)
            continue
        outputs = [output.name for output in block.manifest_class.describe_outputs()]
        maker, tally = Maker(block_type, block.manifest_class, outputs), Tally()
        numbers = range(asked.seed * 1000, asked.seed * 1000 + asked.cases) if asked.case is None else [asked.case]
        try:
            for number in numbers:
                specification, inputs = maker.case(number)
                answers = ours.run(specification, inputs), theirs.run(specification, inputs)
                tally.add(block_type, *answers, number)
                if asked.case is not None:
                    show(specification, inputs, answers)
        except Unmade:
            unmade[block_type] = table.otherwise(block_type)
            continue
        tallies[block_type] = tally
    report(tallies, unmade)
    failed = [name for name, tally in tallies.items() if tally.agreed < tally.cases]
    # A page never says “exact” of what was just seen to differ.
    if asked.docs and not failed:
        table.write(asked.docs, tallies, unmade, asked)
    sys.exit(f"{len(failed)} blocks disagree" if failed else 0)


def show(specification, inputs, answers):
    """One case, whole: the step, both answers, both images."""
    print(json.dumps(specification["steps"], indent=1))
    print(json.dumps({name: value for name, value in inputs.items() if name != "image"})[:3000])
    for name, answer in zip(("ours", "theirs"), answers):
        for index, image in enumerate(images(answer.get("outputs", []))):
            path = f"/tmp/agree-{name}-{index}.png"
            Image.fromarray(decoded(image).astype("uint8")).save(path)
            print(path)
        print(name, json.dumps(answer)[-600:])


def report(tallies, unmade):
    print(f"{'block':<50} {'cases':>5} {'agreed':>6} {'both refuse':>11} {'mean':>7} {'most':>5}")
    for name, tally in tallies.items():
        print(f"{name:<50} {tally.cases:>5} {tally.agreed:>6} {tally.refused:>11} {tally.mean:>7.3f} {tally.most:>5.0f}")
        for number, wrong in tally.shown[:FIRST_SHOWN]:
            print(f"    case {number}: {wrong}")
    for name, why in unmade.items():
        print(f"{name:<50} {why}")


if __name__ == "__main__":
    main()
