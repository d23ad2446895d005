// Pictures of the editor for the documentation, with 3, 30 and 3 000 steps in both themes: `node bench/pictures.js` in
// tests/e2e, with CHROMIUM and the release build (or FLOWDECK_BIN and FLOWDECK_DIST).
import { chromium } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "../fixtures.js";

const BLOCKS = [
  ["roboflow_core/image_blur@v1", "soft", { kernel_size: 5 }],
  ["roboflow_core/convert_grayscale@v1", "grey", {}],
  ["roboflow_core/contrast_equalization@v1", "even", {}],
  ["roboflow_core/threshold@v1", "dark", { thresh_value: 120 }],
  ["roboflow_core/image_preprocessing@v1", "small", { task_type: "resize", width: 640, height: 480 }],
];

/** Rows of steps, each from the image on, each with an output. */
function rows(count, length) {
  const [steps, outputs] = [[], []];
  for (let row = 0; row < count; row += 1) {
    let image = "$inputs.image";
    for (let at = 0; at < length; at += 1) {
      const [type, word, settings] = BLOCKS[(row + at) % BLOCKS.length];
      const name = `${word}_${row}_${at}`;
      steps.push({ type, name, image, ...settings });
      image = `$steps.${name}.image`;
    }
    outputs.push({ type: "JsonField", name: `picture_${row}`, selector: image });
  }
  return { version: "1.0", inputs: [{ type: "WorkflowImage", name: "image" }], steps, outputs };
}

const data = await mkdtemp(join(tmpdir(), "flowdeck-pictures-"));
const server = await new Server(data).start();
const first = {
  specification: rows(1, 3),
  flowdeck: {
    "$inputs.image": [0, 0],
    "$steps.soft_0_0": [270, 0],
    "$steps.grey_0_1": [560, 0],
    "$steps.even_0_2": [850, 0],
    "$outputs.picture_0": [1140, 0],
    notes: [{ id: "n1", at: [270, 140, 300, 96], text: "Dust on the lens looks like small parts: blur it away first.", color: "yellow" }],
    groups: [{ id: "g1", name: "Prepare", items: ["$steps.soft_0_0", "$steps.grey_0_1", "$steps.even_0_2"] }],
  },
};
await server.api("POST", "/home/createWorkflow", { name: "Three", config: JSON.stringify(first) });
await server.create("Thirty", rows(6, 5));
await server.create("Three thousand", rows(60, 50));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const theme of ["light", "dark"]) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: theme });
  for (const [url, count] of [["three", 3], ["thirty", 30], ["three-thousand", 3000]]) {
    await page.goto(`${server.url}/w/home/${url}`);
    await page.getByRole("option", { name: /Image Blur|Object Detection Model/ }).first().waitFor();
    const canvas = page.getByRole("application", { name: "Workflow" });
    await canvas.focus();
    await page.keyboard.press("1");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await canvas.getByRole("img").waitFor({ state: "attached" });
    await page.keyboard.press("1");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    // The zoom rests before it is painted at its own.
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(import.meta.dirname, `../../../docs/images/editor-${count}-${theme}.png`) });
  }
  await page.close();
}
await browser.close();
await server.stop();
await rm(data, { recursive: true, force: true });
