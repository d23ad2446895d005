"""The real engine in this process: a specification and inputs in, outputs or the exception out, images as PNG."""

import base64

import cv2
import numpy


def png(image):
    """An image of the engine as its serializer writes it, but as PNG, which loses nothing."""
    return base64.b64encode(cv2.imencode(".png", image)[1].tobytes()).decode()


class Engine:
    """Compiles and runs specifications; what is the same for all is loaded once."""

    def __init__(self):
        from roboflow_workflows.core_steps.common import serializers
        from roboflow_workflows.execution_engine.core import ExecutionEngine
        from roboflow_workflows.execution_engine.entities.base import WorkflowImageData
        from roboflow_workflows.execution_engine.v1.compiler import core
        from roboflow_workflows.execution_engine.v1.core import EXECUTION_ENGINE_V1_VERSION

        self._engine = ExecutionEngine
        # The serializer asks the image for its JPEG: this is the one place where PNG can take its stead.
        WorkflowImageData.base64_image = property(lambda image: png(image.numpy_image))
        self.blocks = core.load_workflow_blocks(execution_engine_version=EXECUTION_ENGINE_V1_VERSION)
        core.load_workflow_blocks = lambda **_: list(self.blocks)
        self._serializers = serializers

    def run(self, specification, inputs):
        """`{"outputs": […]}` or `{"failure": "…"}`."""
        try:
            engine = self._engine.init(workflow_definition=specification, init_parameters={})
            return {"outputs": plain(engine.run(runtime_parameters=inputs, serialize_results=True))}
        except Exception as error:  # whatever is raised is the engine's answer
            inner = getattr(error, "inner_error", None)
            return {"failure": f"{type(error).__name__}: {inner or error}"[:300]}


def plain(value):
    """Arrays and numbers of numpy as JSON would have them."""
    if isinstance(value, numpy.ndarray):
        return plain(value.tolist())
    if isinstance(value, numpy.generic):
        return value.item()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
