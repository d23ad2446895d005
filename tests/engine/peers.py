"""Starts our server and the real engine, and asks both."""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "static/samples"
BINARY = os.environ.get("FLOWDECK_BIN", str(ROOT / "target/release/flowdeck"))
# A cold start loads a deep-learning library and 250 blocks.
ENGINE_PATIENCE = 300


def ask(address, body=None):
    """Status and JSON of an answer; a POST when there is a body."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        try:
            return error.code, json.loads(text)
        except ValueError:
            return error.code, {"text": text}


class Flowdeck:
    """Our server on a fresh workspace."""

    def __init__(self, *words):
        self.folder = tempfile.TemporaryDirectory()
        self.data = str(Path(self.folder.name) / "data")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", "--data", self.data, *words], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().split(" at ")[1].strip()
        key = subprocess.run([BINARY, "key", "--data", self.data], capture_output=True, text=True, check=True)
        self.key = key.stdout.strip()

    def token(self, url):
        """A workflow token for a workflow of `home`."""
        _, answer = ask(f"{self.url}/api/home/workflows/{url}?api_key={self.key}")
        status, answer = ask(f"{self.url}/api/home/workflowToken", {"api_key": self.key, "id": answer["workflow"]["id"]})
        assert status == 200, answer
        return answer["token"]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
        self.folder.cleanup()


class Engine:
    """The real engine; it fetches definitions from `management`."""

    def __init__(self, management, port=9011):
        self.folder = tempfile.TemporaryDirectory()
        for page in ("inference/landing/out/static", "inference/landing/out/_next/static", "cache"):
            (Path(self.folder.name) / page).mkdir(parents=True)
        environment = {
            **os.environ,
            "API_BASE_URL": management,
            "METRICS_COLLECTOR_BASE_URL": management,
            "METRICS_ENABLED": "False",
            "TELEMETRY_OPT_OUT": "True",
            "ENABLE_STREAM_API": "False",
            "MODEL_CACHE_DIR": str(Path(self.folder.name) / "cache"),
            "PYTHONPATH": str(Path(__file__).resolve().parent),
        }
        self.log = open(Path(self.folder.name) / "log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "engine_app:app", "--host", "127.0.0.1", "--port", str(port)],
            cwd=self.folder.name, env=environment, stdout=self.log, stderr=subprocess.STDOUT,
        )
        self.url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + ENGINE_PATIENCE
        while True:
            try:
                status, _ = ask(f"{self.url}/workflows/execution_engine/versions")
                if status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise RuntimeError(f"the engine did not start:\n{self.log.read()[-3000:]}")
            time.sleep(0.5)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        self.folder.cleanup()


def picture(name):
    """A sample image as an input."""
    return {"type": "base64", "value": base64.b64encode((SAMPLES / name).read_bytes()).decode()}
