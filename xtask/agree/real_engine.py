"""Asks the real engine: what the fixtures of the embedded engine's tests say comes from here.

Run the make_*.py beside this file with the interpreter that has the engine's package, `xtask/catalog/stubs` and this
folder on PYTHONPATH. Each writes one file of `crates/engine/tests/data`.
"""

import json
import logging
import os
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../crates/engine/tests/data")


def plain(value):
    """What JSON can say: tuples are lists, numbers of arrays are numbers."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return value


def run(spec, inputs):
    """The outputs, or why there are none."""
    from roboflow_workflows.execution_engine.core import ExecutionEngine

    try:
        engine = ExecutionEngine.init(workflow_definition=spec, init_parameters={})
        return {"out": plain(engine.run(runtime_parameters=inputs, serialize_results=True))}
    except Exception as error:
        return {"fails": f"{type(error).__name__}: {error}"[:200]}


def write(name, cases):
    """Writes a fixture, one case a line; cases whose answer JSON cannot say are left out."""
    from importlib.metadata import version

    lines = []
    for case in cases:
        try:
            lines.append(json.dumps(case, allow_nan=False))
        except ValueError:
            print("left out:", case.get("name"))
    header = json.dumps(f"roboflow-workflows {version('roboflow-workflows')}")
    with open(os.path.join(FIXTURES, f"{name}.json"), "w") as file:
        file.write('{"engine": ' + header + ', "cases": [\n' + ",\n".join(lines) + "\n]}\n")
    failing = sum("fails" in case for case in cases)
    print(f"{name}: {len(lines)} cases, {failing} of them fail")
