"""How long the engine's static phase takes: parse, checks and graph of already parsed specifications, nothing else.

Arguments are files; one line {"steps","ns"} each. What is the same for every specification – the list of blocks, the
pydantic model over them – is made before. The median of many runs counts.
"""

import json
import statistics
import sys
import time

from roboflow_workflows.execution_engine.introspection.blocks_loader import load_workflow_blocks
from roboflow_workflows.execution_engine.v1.compiler.entities import ParsedWorkflowDefinition
from roboflow_workflows.execution_engine.v1.compiler.graph_constructor import prepare_execution_graph
from roboflow_workflows.execution_engine.v1.compiler.syntactic_parser import build_workflow_definition_entity
from roboflow_workflows.execution_engine.v1.compiler.validator import validate_workflow_specification

RUNS = 400


def static_phase(entity, specification):
    parsed = entity.model_validate(specification)
    definition = ParsedWorkflowDefinition(
        version=parsed.version, inputs=parsed.inputs, steps=parsed.steps, outputs=parsed.outputs
    )
    validate_workflow_specification(workflow_definition=definition)
    prepare_execution_graph(workflow_definition=definition)


def main():
    entity = build_workflow_definition_entity(available_blocks=load_workflow_blocks())
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            specification = json.load(file)
        times = []
        for _ in range(RUNS):
            started = time.perf_counter_ns()
            static_phase(entity, specification)
            times.append(time.perf_counter_ns() - started)
        print(json.dumps({"steps": len(specification["steps"]), "ns": statistics.median(times)}), flush=True)


if __name__ == "__main__":
    main()
