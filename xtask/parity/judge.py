"""The real engine's verdict: JSON lines {"id","spec"} on standard input, one line of verdict each on standard output.

The verdict is the engine's static phase: choice of the engine by version, then `compile_workflow_graph`. Whatever it
raises makes the specification invalid, crashes included; where it does not come to an end in time, "valid" is null.
What is the same for every case is loaded once. With
`--keep` a line of answer is the case itself with a "verdict" added, as in the corpus files.
"""

import gc
import json
import logging
import os
import signal
import sys
import warnings

SHOWN = 200
PATIENCE = 10  # seconds for one specification
# Rebuilt model classes of dynamic blocks refer to themselves: only the collector frees them.
COLLECT_EVERY = 2000


class Unjudged(BaseException):
    """The engine did not come to an end."""


def give_up(number, frame):
    raise Unjudged("no answer in time")


def engine():
    """The static phase as one function of a specification."""
    from roboflow_workflows.execution_engine.core import (
        _select_execution_engine,
        retrieve_requested_execution_engine_version,
    )
    from roboflow_workflows.execution_engine.v1.compiler import core
    from roboflow_workflows.execution_engine.v1.core import EXECUTION_ENGINE_V1_VERSION

    remember_what_never_changes(core, EXECUTION_ENGINE_V1_VERSION)

    def static_phase(specification):
        version = retrieve_requested_execution_engine_version(workflow_definition=specification)
        _select_execution_engine(requested_engine_version=version)
        core.compile_workflow_graph(
            workflow_definition=specification,
            execution_engine_version=EXECUTION_ENGINE_V1_VERSION,
        )

    return static_phase


def remember_what_never_changes(core, version):
    """Loads blocks and (de)serialisers once, and keeps no compiled workflow.

    Filtering the blocks by the engine's version takes 15 ms a compile, and gives the same list each time: the version
    is the engine's own, never the specification's. The compilation cache keeps its way of making keys, because that
    is where the engine fails on values that cannot be written as JSON.
    """
    blocks = core.load_workflow_blocks(execution_engine_version=version)
    core.load_workflow_blocks = lambda **_: list(blocks)
    for name in ("load_initializers", "load_kinds_serializers", "load_kinds_deserializers"):
        value = getattr(core, name)()
        setattr(core, name, lambda value=value, **_: value)
    core.COMPILATION_CACHE.get = lambda key: None
    core.COMPILATION_CACHE.cache = lambda key, value: None


def refusal(error):
    """What an exception says, in the shape of a verdict."""
    try:
        message = str(getattr(error, "public_message", None) or error)
        inner = getattr(error, "inner_error", None)
        if inner is not None:
            message += " | " + str(inner)
    except Exception as unreadable:  # an exception whose text cannot be made
        message = f"unreadable: {type(unreadable).__name__}"
    return {
        "valid": False,
        "error_type": type(error).__name__,
        "phase": str(getattr(error, "context", None) or ""),
        "message": message[:SHOWN],
    }


def verdict(static_phase, specification):
    """The engine's verdict. It changes what it is given, so the caller must own the specification."""
    signal.alarm(PATIENCE)
    try:
        static_phase(specification)
    except (Unjudged, MemoryError) as error:
        return {**refusal(error), "valid": None}
    except (Exception, SystemExit) as error:  # crashes are verdicts too; a dynamic block may even ask to exit
        return refusal(error)
    finally:
        signal.alarm(0)
    return {"valid": True, "error_type": None, "phase": None, "message": None}


def identity(line):
    """The id of a line that is no JSON that Python can read: it is written first."""
    try:
        head = line[: line.index(b'"spec"')].rstrip().rstrip(b",") + b"}"
        return json.loads(head).get("id")
    except (ValueError, RecursionError):
        return None


def answer(static_phase, line, is_kept):
    """One line of answer to one line of question."""
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        return json.dumps({"id": identity(line), **refusal(error)})
    # Every line is parsed anew and written back from its own text: nobody else sees what the engine changes.
    found = verdict(static_phase, case["spec"])
    if is_kept:
        text = line.decode("utf-8", "surrogatepass").rstrip()
        return text[: text.rindex("}")] + ', "verdict": ' + json.dumps(found) + "}"
    return json.dumps({"id": case.get("id"), **found})


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    # Blocks and dynamic code may print: the answers have a stream of their own.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)
    is_kept = "--keep" in sys.argv[1:]
    static_phase = engine()
    signal.signal(signal.SIGALRM, give_up)
    gc.freeze()
    for count, line in enumerate(iter(sys.stdin.buffer.readline, b""), 1):
        if not line.strip():
            continue
        out.write(answer(static_phase, line, is_kept) + "\n")
        out.flush()
        if count % COLLECT_EVERY == 0:
            gc.collect()


if __name__ == "__main__":
    main()
