// What a keystroke costs in a property of one of five hundred steps (`cargo xtask bench keystroke`): the time that scripts
// run, as the browser counts it, with what it spends on style, layout and everything else beside it.
import { chromium } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "../fixtures.js";

const STEPS = 500;
const ROUNDS = 7;
const KEYS = 20;
/** Milliseconds of scripting, budgets.md. */
const BAR = 4;

const data = await mkdtemp(join(tmpdir(), "flowdeck-bench-"));
const server = await new Server(data).start();
const steps = Array.from({ length: STEPS }, (_, number) => ({
  type: "roboflow_core/image_blur@v1",
  name: `blur_${number}`,
  image: number === 0 ? "$inputs.image" : `$steps.blur_${number - 1}.image`,
  blur_type: "average",
  kernel_size: 5,
}));
const inputs = [{ type: "WorkflowImage", name: "image" }];
const outputs = [{ type: "JsonField", name: "out", selector: `$steps.blur_${STEPS - 1}.image` }];
await server.create("Long", { version: "1.0", inputs, steps, outputs });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${server.url}/w/home/long`);
await page.getByRole("option", { name: /Image Blur|Object Detection Model/ }).first().waitFor();
await page.getByRole("tab", { name: "Outline" }).click();
await page.getByRole("treeitem", { name: /^blur_1/ }).first().click();
await page.getByRole("tab", { name: "Step" }).click();
const field = page.getByRole("spinbutton", { name: "Kernel size" });
await field.click();
const session = await page.context().newCDPSession(page);
await session.send("Performance.enable");
const measure = async () => {
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
};
const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const round = async (keys) => {
  const before = await measure();
  for (let key = 0; key < KEYS; key += 1) {
    if (keys) await page.keyboard.press(key % 2 === 0 ? "1" : "Backspace");
    await frame();
  }
  const after = await measure();
  const each = (name) => ((after[name] - before[name]) * 1000) / KEYS;
  return { script: each("ScriptDuration"), style: each("RecalcStyleDuration"), layout: each("LayoutDuration"), all: each("TaskDuration") };
};
await round(true);
// Waiting for frames is a script too: what that takes is not the keystroke's.
const [rounds, idle] = [[], []];
for (let number = 0; number < ROUNDS; number += 1) {
  rounds.push(await round(true));
  idle.push(await round(false));
}
const of = (list, name) => list.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
const median = (name) => of(rounds, name) - of(idle, name);
const [script, style, layout, all] = ["script", "style", "layout", "all"].map(median);
const ms = (value) => `${value.toFixed(2)} ms`;
console.log(`  a keystroke among ${STEPS} steps: ${ms(script)} of scripting (bar ${BAR} ms), style ${ms(style)}, layout ${ms(layout)}, the main thread in all ${ms(all)}; median of ${ROUNDS} rounds of ${KEYS}`);
await browser.close();
await server.stop();
await rm(data, { recursive: true, force: true });
if (script > BAR) process.exit(1);
