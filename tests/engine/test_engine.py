"""Our server and the real engine, side by side: the embedded engine gives what the real one gives, the real one
reads workflows from our management API, and `--engine` runs on it. Run by `cargo xtask test --engine`."""
import json
import os
import unittest

from cases import ALL, spec, step
from compare import differences
from peers import SAMPLES, Engine, Flowdeck, ask, picture

NEEDS_A_MODEL = {"detect-and-count", "detect-crop-classify"}
# The real engine 1.8.3 cannot write crops of codes: the ids of codes are no texts there. Ours writes them.
NOT_WRITTEN_THERE = {"crop-codes"}
# OpenCV reads five of the six codes of the sheet; ours reads all. What follows from it differs too.
READS_FEWER_CODES = {"qr-inventory", "left-shelf-codes", "stock-verdict"}


def samples():
    for file in sorted((SAMPLES / "workflows").glob("*.json")):
        yield json.loads(file.read_text())


def images_for(url):
    images = json.loads((SAMPLES / "index.json").read_text())["images"]
    return [image["file"] for image in images if url in image["for"]]


class RealEngine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ["FLOWDECK_ENGINE_KEY"] = "any-key"
        cls.embedded = Flowdeck()
        cls.addClassCleanup(cls.embedded.stop)
        cls.engine = Engine(f"{cls.embedded.url}/api")
        cls.addClassCleanup(cls.engine.stop)
        cls.forwarding = Flowdeck("--engine", cls.engine.url)
        cls.addClassCleanup(cls.forwarding.stop)

    def run_inline(self, specification, inputs):
        """The answers of the embedded engine and of the real one."""
        body = {"specification": specification, "inputs": inputs}
        ours = ask(f"{self.embedded.url}/run/workflows/run", {**body, "api_key": self.embedded.key})
        theirs = ask(f"{self.engine.url}/workflows/run", {**body, "api_key": "x"})
        return ours, theirs

    def test_every_sample_is_valid(self):
        for sample in samples():
            with self.subTest(sample["url"]):
                self.assertEqual(ask(f"{self.engine.url}/workflows/validate", sample["config"]["specification"]), (200, {"status": "ok"}))

    def test_samples_give_the_same(self):
        compared = 0
        for sample in samples():
            if sample["url"] in NEEDS_A_MODEL | NOT_WRITTEN_THERE | READS_FEWER_CODES:
                continue
            for file in images_for(sample["url"]):
                with self.subTest(sample["url"], image=file):
                    ours, theirs = self.run_inline(sample["config"]["specification"], {"image": picture(file)})
                    self.assertEqual((ours[0], theirs[0]), (200, 200), (ours[1], theirs[1]))
                    # Clusters of colours start from random ones: the middles come close, not equal.
                    color = {"number": 0.15} if sample["url"] == "swatch-color" else {}
                    self.assertEqual(differences(ours[1]["outputs"], theirs[1]["outputs"], **color), [])
                    compared += 1
        self.assertGreaterEqual(compared, 5)

    def test_every_block_gives_the_same_with_every_setting(self):
        for file, cases in ALL:
            for name, specification in cases:
                with self.subTest(name, image=file):
                    ours, theirs = self.run_inline(specification, {"image": picture(file)})
                    self.assertEqual((ours[0], theirs[0]), (200, 200), (ours[1], theirs[1]))
                    self.assertEqual(differences(ours[1]["outputs"], theirs[1]["outputs"]), [])

    def test_a_batch_gives_the_same(self):
        blur = spec([step("image_blur", "s", image="$inputs.image")], {"out": "$steps.s.image"})
        ours, theirs = self.run_inline(blur, {"image": [picture("low-contrast.png"), picture("dock-label.png")]})
        self.assertEqual(len(ours[1]["outputs"]), 2)
        self.assertEqual(differences(ours[1]["outputs"], theirs[1]["outputs"]), [])

    def test_codes_that_both_read_are_in_the_same_place(self):
        codes = spec([step("qr_code_detector", "s", images="$inputs.image")], {"out": "$steps.s.predictions"})
        ours, theirs = self.run_inline(codes, {"image": picture("qr-sheet.png")})
        ours, theirs = ({one["data"]: one for one in answer[1]["outputs"][0]["out"]["predictions"]} for answer in (ours, theirs))
        self.assertEqual(len(ours), 6)
        self.assertGreaterEqual(len(theirs), 4)
        for text, one in theirs.items():
            # OpenCV places corners to a fraction of a pixel.
            self.assertEqual(differences(ours[text], one, number=0.01), [], text)

    def test_refusals_have_the_same_status_and_kind(self):
        image = {"image": picture("low-contrast.png")}
        blur = step("image_blur", "s", image="$inputs.image")
        for name, specification, inputs in [
            ("no such input", spec([{**blur, "image": "$inputs.gone"}], {}), image),
            ("no such step", spec([{**blur, "image": "$steps.gone.image"}], {}), image),
            ("no such property", spec([blur, step("image_blur", "t", image="$steps.s.gone")], {}), image),
            ("two of one name", spec([blur, blur], {}), image),
            ("a cycle", spec([step("image_blur", "a", image="$steps.b.image"), step("image_blur", "b", image="$steps.a.image")], {}), image),
            ("no such block", spec([step("no_such_block", "s", image="$inputs.image")], {}), image),
            ("a missing setting", spec([step("threshold", "s", image="$inputs.image")], {}), image),
            ("a missing input", spec([blur], {"out": "$steps.s.image"}), {}),
            ("no image", spec([blur], {"out": "$steps.s.image"}), {"image": {"type": "base64", "value": "bm8="}}),
        ]:
            with self.subTest(name):
                ours, theirs = self.run_inline(specification, inputs)
                kinds = tuple(answer[1].get("error_type") for answer in (ours, theirs))
                if name == "no such block":
                    # Ours cannot tell a block that it lacks from one that does not exist.
                    self.assertEqual((ours[0], theirs[0]), (501, 400))
                    continue
                self.assertEqual(ours[0], theirs[0], (ours[1], theirs[1]))
                self.assertEqual(kinds[0], kinds[1], (ours[1], theirs[1]))

    def test_the_engine_reads_a_workflow_with_its_token_and_no_other(self):
        address = f"{self.engine.url}/home/workflows/dim-scene"
        inputs = {"image": picture("low-contrast.png")}
        status, answer = ask(address, {"api_key": self.embedded.token("dim-scene"), "inputs": inputs, "use_cache": False})
        self.assertEqual(status, 200, answer)
        self.assertEqual(set(answer["outputs"][0]), {"stretched", "equalized", "adaptive"})
        other = {"api_key": self.embedded.token("dock-barcode"), "inputs": inputs, "use_cache": False}
        status, answer = ask(address, other)
        self.assertIn(status, (401, 403), answer)
        status, answer = ask(f"{self.engine.url}/home/workflows/nowhere", {**other, "api_key": self.embedded.key})
        self.assertEqual(status, 404, answer)

    def test_runs_are_forwarded_to_a_connected_engine(self):
        contours = spec(
            [step("convert_grayscale", "g", image="$inputs.image"), step("threshold", "t", image="$steps.g.image", threshold_type="otsu", thresh_value=0),
             step("contours_detection", "c", image="$steps.t.image")],
            {"count": "$steps.c.number_contours"},
        )
        config = json.dumps({"specification": contours})
        status, answer = ask(f"{self.forwarding.url}/api/home/createWorkflow", {"api_key": self.forwarding.key, "name": "Contours", "config": config})
        self.assertEqual(status, 200, answer)
        body = {"api_key": self.forwarding.token("contours"), "inputs": {"image": picture("parts-on-table.png")}}
        status, answer = ask(f"{self.forwarding.url}/run/home/workflows/contours", body)
        self.assertEqual(status, 200, answer)
        self.assertGreater(answer["outputs"][0]["count"], 0)
        # Without the engine the block is refused by name.
        status, answer = ask(f"{self.embedded.url}/run/workflows/run", {"api_key": self.embedded.key, "specification": contours, "inputs": body["inputs"]})
        self.assertEqual(status, 501)
        self.assertIn("contours_detection", answer["message"])


if __name__ == "__main__":
    unittest.main()
