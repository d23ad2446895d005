"""The entries of `crates/spec/tests/validators`, judged anew: says which of them the engine sees otherwise now.

An entry names its source, a function of the engine's package. So a refusal must be raised there, not only happen, and
every validator and every `get_actual_outputs` of the package must have an entry. The format is described in
`crates/spec/tests/validators.rs`.
"""

import inspect
import json
import logging
import pathlib
import sys
import typing
import warnings

import judge
from roboflow_workflows.execution_engine.introspection.blocks_loader import load_workflow_blocks
from roboflow_workflows.prototypes.block import WorkflowBlockManifest

FOLDER = pathlib.Path(__file__).parents[2] / "crates/spec/tests/validators"
PACKAGE = "roboflow_workflows"
OUTPUTS = "get_actual_outputs"
INPUTS = json.loads((FOLDER / "inputs.json").read_text(encoding="utf-8"))


def source_of(function):
    """A function as an entry names it: its file in the package and its name there."""
    function = inspect.unwrap(getattr(function, "__func__", function))
    return function.__module__.removeprefix(PACKAGE + ".").replace(".", "/") + ".py " + function.__qualname__


def sources_of(manifest):
    """What in a manifest is code: its validators, and its outputs where they are its own."""
    found = manifest.__pydantic_decorators__
    for group in (found.field_validators, found.model_validators, found.validators):
        for validator in group.values():
            # Under its own name: what pydantic keeps of an old validator is a wrapper.
            yield source_of(getattr(manifest, validator.cls_var_name))
    if getattr(manifest, OUTPUTS) is not getattr(WorkflowBlockManifest, OUTPUTS):
        yield source_of(getattr(manifest, OUTPUTS))


def raised_in(error):
    """The functions that the errors inside a refusal passed through, as sources."""
    details = getattr(getattr(error, "inner_error", None), "errors", list)()
    found = set()
    for detail in details:
        trace = getattr(detail.get("ctx", {}).get("error"), "__traceback__", None)
        while trace is not None:
            code = trace.tb_frame.f_code
            found.add(code.co_filename.rpartition(PACKAGE + "/")[2] + " " + code.co_qualname)
            trace = trace.tb_next
    return found


def entries(file):
    """The judged lines of a file: what each is about, what it says, and the specification that it is about."""
    block, step, beside, source, about = "", {}, [], "", ""
    for line in file.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "block":
            block, beside = rest, []
        elif word == "step":
            step = json.loads(rest)
        elif word == "with":
            beside = json.loads(rest)
        elif word == "source":
            source = rest
        elif word == "about":
            about = rest
        elif word in ("takes", "refuses", "refuses-elsewhere", "gives"):
            said = word
            if word.startswith("refuses"):
                name, _, rest = rest.partition(" ")
                said += " " + name
            elif word == "gives":
                rest, _, outputs = rest.partition(" =>")
                said += outputs
            whole = {"type": block, "name": "step", **step, **json.loads(rest)}
            yield f"{file.name}: {block}, {about} ({source}): {line}", block, source, said, [whole, *beside]
        elif word not in ("", "#"):
            raise ValueError(f"{file.name}: {line}")


def judged(static_phase, manifest, source, said, steps):
    """What the engine says, in an entry's words."""
    text = json.dumps({"version": "1.0", "inputs": INPUTS, "steps": steps, "outputs": []})
    try:
        static_phase(json.loads(text))
    except Exception as error:  # crashes are refusals too
        word = "refuses" if source in raised_in(error) else "refuses-elsewhere"
        return f"{word} {type(error).__name__}"
    if not said.startswith("gives"):
        return "takes"
    outputs = manifest.model_validate(json.loads(text)["steps"][0]).get_actual_outputs()
    named = (output.name + "=" + ",".join(sorted(kind.name for kind in output.kind)) for output in outputs)
    return " ".join(("gives", *named))


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    static_phase = judge.engine()
    manifests = {}
    for specification in load_workflow_blocks():
        manifest = specification.manifest_class
        for name in typing.get_args(manifest.model_fields["type"].annotation):
            manifests.setdefault(name, manifest)
    changed, seen, count = [], set(), 0
    for file in sorted(FOLDER.glob("*.txt")):
        for what, block, source, said, steps in entries(file):
            count += 1
            seen.add((block, source))
            now = judged(static_phase, manifests[block], source, said, steps) if block in manifests else "no such block"
            if now != said:
                changed.append(f"{what}\n    now: {now}")
    named = {(manifests[block], source) for block, source in seen if block in manifests}
    for block, manifest in manifests.items():
        for source in sources_of(manifest):
            if (manifest, source) not in named:
                changed.append(f"{block}: no entry for {source}")
                named.add((manifest, source))
    for line in changed:
        print(line)
    print(f"  {count} verdicts on {len({block for block, _ in seen})} blocks, {len(changed)} changed")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
