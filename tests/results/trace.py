"""Writes what the reference engine answers for a run that was measured and told what its Python block prints (`measured.json`),
and for one in which that block breaks off (`broken.json`).

Run it with a Python that has the package:
    ALLOW_CUSTOM_PYTHON_EXECUTION_IN_WORKFLOWS=True python tests/results/trace.py
"""
import json
from pathlib import Path

import numpy as np
from roboflow_workflows.execution_engine.core import ExecutionEngine
from roboflow_workflows.execution_engine.profiling.core import BaseWorkflowsProfiler
from roboflow_workflows.execution_engine.v1.dynamic_blocks.debug_logs import register_debug_session
from roboflow_workflows.http_contract.errors import workflow_error_payload

CODE = """def run(self, image) -> BlockResult:
    import sys
    print('height', image.numpy_image.shape[0])
    print('careful', file=sys.stderr)
    debug_traces.append({'height': image.numpy_image.shape[0]})
    if image.numpy_image.shape[0] > 100:
        raise ValueError('too high')
    return {'size': image.numpy_image.shape[0]}
"""

TELLER = {
    "type": "DynamicBlockDefinition",
    "manifest": {
        "type": "ManifestDescription",
        "block_type": "Teller",
        "inputs": {"image": {"type": "DynamicInputDefinition", "selector_types": ["input_image", "step_output_image"]}},
        "outputs": {"size": {"type": "DynamicOutputDefinition", "kind": []}},
    },
    "code": {"type": "PythonCode", "run_function_code": CODE},
}

SPECIFICATION = {
    "version": "1.0",
    "inputs": [{"type": "WorkflowImage", "name": "image"}],
    "dynamic_blocks_definitions": [TELLER],
    "steps": [
        {"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image", "kernel_size": 5},
        {"type": "roboflow_core/convert_grayscale@v1", "name": "grey", "image": "$steps.blur.image"},
        {"type": "Teller", "name": "tell", "image": "$steps.grey.image"},
    ],
    "outputs": [{"type": "JsonField", "name": "out", "selector": "$steps.tell.size"}],
}


def answer(height):
    """What the engine's HTTP server answers, made as it makes it."""
    profiler = BaseWorkflowsProfiler.init(max_runs_in_buffer=64)
    names = ["model_manager", "api_key", "background_tasks"]
    engine = ExecutionEngine.init(
        workflow_definition=SPECIFICATION,
        init_parameters={f"workflows_core.{name}": None for name in names},
        max_concurrent_steps=2,
        profiler=profiler,
    )
    image = np.zeros((height, 80, 3), dtype=np.uint8)
    with register_debug_session() as session:
        try:
            outputs = engine.run(runtime_parameters={"image": image}, serialize_results=True)
        except Exception as error:
            error.python_blocks_output_streams = session.output_streams.snapshot()
            error.python_blocks_debug_traces = session.debug_traces.snapshot()
            return workflow_error_payload(error)[1]
        return {
            "outputs": outputs,
            "profiler_trace": profiler.export_trace(),
            "python_blocks_output_streams": session.output_streams.snapshot(),
            "python_blocks_debug_traces": session.debug_traces.snapshot(),
        }


for name, height in [("measured", 48), ("broken", 200)]:
    path = Path(__file__).with_name(f"{name}.json")
    path.write_text(json.dumps(answer(height), separators=(",", ":")) + "\n")
