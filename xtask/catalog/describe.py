"""The engine's own answer to `/workflows/blocks/describe`, as an inference server gives it, on standard output."""

import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

from roboflow_workflows.http_contract.describe import describe_workflows_blocks  # noqa: E402

if __name__ == "__main__":
    sys.stdout.write(describe_workflows_blocks().model_dump_json())
