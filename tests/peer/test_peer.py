"""The public `roboflow` package, unchanged, against our server: its base URL is moved by API_URL."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("FLOWDECK_BIN", str(ROOT / "target/release/flowdeck"))
CLI = os.environ.get("ROBOFLOW_CLI", "roboflow")

FIRST = {"version": "1.0", "inputs": [], "steps": [], "outputs": []}
SECOND = {
    "version": "1.0",
    "inputs": [{"type": "WorkflowImage", "name": "image"}],
    "steps": [{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image", "kernel_size": 5}],
    "outputs": [{"type": "JsonField", "name": "out", "selector": "$steps.blur.image"}],
}


class Peer(unittest.TestCase):
    """One server for all tests; each test makes its own workflow."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        data = str(Path(cls.folder.name) / "data")
        cls.server = subprocess.Popen([SERVER, "serve", "--port", "0", "--data", data], stdout=subprocess.PIPE, text=True)
        address = cls.server.stdout.readline().split(" at ")[1].strip()
        key = subprocess.run([SERVER, "key", "--data", data], capture_output=True, text=True, check=True).stdout.strip()
        cls.environment = {
            **os.environ,
            "HOME": cls.folder.name,
            "API_URL": f"{address}/api",
            "ROBOFLOW_API_KEY": key,
            "NO_COLOR": "1",
            "COLUMNS": "200",
        }
        for number, definition in enumerate((FIRST, SECOND)):
            (Path(cls.folder.name) / f"definition{number}.json").write_text(json.dumps(definition))

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(10)
        cls.server.stdout.close()
        cls.folder.cleanup()

    def cli(self, *words, status=0):
        """Runs the client and returns what it said."""
        done = subprocess.run([CLI, *words], capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def json(self, *words):
        return json.loads(self.cli("-j", *words))

    def definition(self, number):
        return str(Path(self.folder.name) / f"definition{number}.json")

    def create(self, name):
        return self.json("workflow", "create", "--name", name, "--definition", self.definition(0))["workflow"]

    def test_list_names_the_samples(self):
        said = self.cli("workflow", "list")
        self.assertIn("qr-inventory", said)
        self.assertIn("active", said)

    def test_create_with_a_definition_stores_it_wrapped(self):
        made = self.create("Peer create")
        self.assertEqual(made["url"], "peer-create")
        self.assertEqual(json.loads(made["config"]), {"specification": FIRST})

    def test_get_shows_it(self):
        self.create("Peer get")
        self.assertIn("Peer get", self.cli("workflow", "get", "peer-get"))
        self.assertEqual(self.json("workflow", "get", "peer-get")["workflow"]["url"], "peer-get")

    def test_update_makes_a_version_and_version_list_shows_both(self):
        self.create("Peer update")
        updated = self.json("workflow", "update", "peer-update", "--definition", self.definition(1))["workflow"]
        self.assertEqual(json.loads(updated["config"]), {"specification": SECOND})
        rows = [line.split()[0] for line in self.cli("workflow", "version", "list", "peer-update").splitlines()[2:]]
        self.assertEqual(rows, ["2", "1"])
        # The same definition again is no new version.
        self.cli("workflow", "update", "peer-update", "--definition", self.definition(1))
        self.assertEqual(len(self.cli("workflow", "version", "list", "peer-update").splitlines()), 4)

    def test_fork_of_ones_own_and_of_a_public_one(self):
        self.create("Peer fork")
        self.assertIn("peer-fork-2", self.cli("workflow", "fork", "peer-fork"))
        self.assertEqual(self.json("workflow", "fork", "public/dock-barcode")["status"], "forked")

    def test_delete_twice_trash_restore(self):
        made = self.create("Peer trash")
        self.assertIn("Moved home/peer-trash to Trash", self.cli("workflow", "delete", "peer-trash", "-y"))
        self.assertIn("already in Trash (no-op)", self.cli("workflow", "delete", "peer-trash", "-y"))
        self.assertIn("peer-trash", json.dumps(self.json("trash", "list")))
        self.assertIn("Restored home/peer-trash", self.cli("workflow", "restore", "peer-trash"))
        self.assertEqual(self.json("workflow", "get", "peer-trash")["workflow"]["id"], made["id"])

    def test_restore_when_the_slug_was_taken_says_so(self):
        self.create("Peer taken")
        self.cli("workflow", "delete", "peer-taken", "-y")
        self.create("Peer taken")
        done = subprocess.run([CLI, "workflow", "restore", "peer-taken"], capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Another workflow has the URL name", done.stdout + done.stderr)

    def test_what_is_not_there_is_said_not_to_be_there(self):
        self.assertIn("There is no workflow “nope”", self.cli("workflow", "get", "nope", status=3))

    def test_a_wrong_key_is_refused(self):
        self.assertNotIn("qr-inventory", subprocess.run([CLI, "workflow", "list"], capture_output=True, text=True, env={**self.environment, "ROBOFLOW_API_KEY": "wrong"}, timeout=120, check=False).stdout)


if __name__ == "__main__":
    unittest.main()
