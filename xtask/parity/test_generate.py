"""Tests of generator and judge: `python -m unittest` in this folder, with a Python that has the engine."""

import json
import os
import pathlib
import random
import subprocess
import sys
import unittest

import facts
import generate
import judge
import mutate

HERE = pathlib.Path(__file__).parent
KNOWN = facts.Facts()
STATIC_PHASE = judge.engine()


def text(seed, number):
    return generate.text_of(generate.case(KNOWN, mutate.REGISTRY, seed, number))


class Generator(unittest.TestCase):
    def test_same_seed_same_cases(self):
        for number in range(40):
            self.assertEqual(text(7, number), text(7, number))
        self.assertNotEqual([text(7, number) for number in range(5)], [text(8, number) for number in range(5)])

    def test_other_process_with_other_hashes_same_cases(self):
        """Sets have another order in every process: nothing may depend on it."""
        lines = []
        for hashes in ("1", "2"):
            command = [sys.executable, str(HERE / "generate.py"), "--cases", "60", "--seed", "3"]
            environment = {**os.environ, "PYTHONHASHSEED": hashes}
            done = subprocess.run(command, env=environment, capture_output=True, check=True)
            lines.append(done.stdout.splitlines())
        self.assertEqual(len(lines[0]), 60)
        self.assertEqual(lines[0], lines[1])

    def test_every_block_has_its_turn(self):
        seen = set()
        for number in range(10 * len(KNOWN.blocks)):
            if generate.is_plain(number, len(KNOWN.blocks)):
                steps = generate.case(KNOWN, mutate.REGISTRY, 1, number)["spec"]["steps"]
                seen.update(KNOWN.of_step(step).type for step in steps if KNOWN.of_step(step))
        self.assertEqual(seen, {block.type for block in KNOWN.blocks})

    def test_what_is_not_mutated_is_mostly_valid(self):
        plain = [json.loads(text(5, number))["spec"] for number in range(600) if generate.is_plain(number, 250)]
        valid = sum(judge.verdict(STATIC_PHASE, spec)["valid"] is True for spec in plain)
        self.assertGreater(valid / len(plain), 0.6)

    def test_each_mutation_applies_somewhere(self):
        open_ = set(mutate.REGISTRY.names())
        self.assertGreater(len(open_), 100)
        for number in range(4000):
            if not open_:
                break
            rng = random.Random(number)
            case = generate.case(KNOWN, mutate.REGISTRY, 2, number * 10 % 2500)
            for name in sorted(open_):
                try:
                    spec = json.loads(json.dumps(case["spec"]))
                    if mutate.REGISTRY.all[name](mutate.Site(spec, rng, KNOWN)) is not False:
                        open_.discard(name)
                except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                    continue
        self.assertEqual(open_, set())

    def test_numbers_that_python_does_not_write(self):
        row = {"id": "x", "spec": {"a": "@@raw:1e400@@", "b": 1, "@@again:b@@": 2}}
        self.assertEqual(generate.text_of(row), '{"id": "x", "spec": {"a": 1e400, "b": 1, "b": 2}}')


class Judge(unittest.TestCase):
    def ask(self, line):
        return json.loads(judge.answer(STATIC_PHASE, line.encode(), False))

    def test_valid_refused_and_crashed(self):
        empty = '"version": "1.0", "inputs": [], "steps": [], "outputs": []'
        self.assertEqual(self.ask('{"id": "a", "spec": {%s}}' % empty)["valid"], True)
        refused = self.ask('{"id": "b", "spec": {"version": "9.0"}}')
        self.assertEqual((refused["id"], refused["error_type"]), ("b", "NotSupportedExecutionEngineError"))
        self.assertEqual(self.ask('{"id": "c", "spec": [1]}')["error_type"], "AttributeError")

    def test_depth_is_survived(self):
        for levels in (500, 100_000):
            line = '{"id": "deep", "spec": {"version": "1.0", "inputs": %s}}' % ("[" * levels + "]" * levels)
            found = self.ask(line)
            self.assertEqual((found["id"], found["valid"]), ("deep", False))


if __name__ == "__main__":
    unittest.main()
