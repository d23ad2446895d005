// “Detect, filter, crop, classify, give back”, from nothing: by mouse alone, by keys alone, by fingers alone. All three are
// the same to the byte. Only words that nobody could point at are typed.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canvas, expect, middle, open, saved, stored, test, words } from "./drawing.js";

const EMPTY = { version: "1.0", inputs: [], steps: [], outputs: [] };
const WANTED = {
  version: "1.0",
  inputs: [{ type: "WorkflowImage", name: "image" }],
  steps: [
    {
      type: "roboflow_core/roboflow_object_detection_model@v3",
      name: "object_detection_model",
      images: "$inputs.image",
      model_id: "yolov8n-640",
    },
    {
      type: "roboflow_core/detections_filter@v1",
      name: "detections_filter",
      predictions: "$steps.object_detection_model.predictions",
    },
    {
      type: "roboflow_core/dynamic_crop@v1",
      name: "dynamic_crop",
      images: "$inputs.image",
      predictions: "$steps.detections_filter.predictions",
    },
    {
      type: "roboflow_core/roboflow_classification_model@v3",
      name: "classification_model",
      images: "$steps.dynamic_crop.crops",
      model_id: "vehicles/3",
    },
  ],
  outputs: [{ type: "JsonField", name: "predictions", selector: "$steps.classification_model.predictions" }],
};

const palette = (page) => page.getByRole("complementary", { name: "Blocks" });
const operation = (page) => page.getByRole("combobox", { name: /^Add an operation to/ });
const BLOCKS = [/^Image input/, /^Object Detection Model/, /^Detections Filter/, /^Dynamic Crop/, /^Single-Label Classification/];
/** What is set in the form once a block is there; each is a field and what is put into it. */
const FORMS = [[], [["Model ID", "yolov8n-640"]], [["operation"]], [], [["Model ID", "vehicles/3"]]];

/** The middle of a port of the selected card: rows begin 48 below the card's top and are 20 high, at full size. */
async function port(page, row) {
  const box = await words(page).boundingBox();
  const zoom = box.width / 220;
  return { x: box.x + box.width, y: box.y + (58 + 20 * row) * zoom };
}

const byMouse = (app) => ({
  add: (block) => palette(app).getByRole("option", { name: block }).first().click(),
  async type(label, text) {
    await app.getByRole("textbox", { name: label }).click();
    await app.keyboard.insertText(text);
  },
  // The browser's own list of a select: nothing that a test could point at.
  filter: () => operation(app).selectOption({ label: "Keep detections that" }),
  async end() {
    await app.getByRole("toolbar", { name: "Canvas" }).getByRole("button", { name: /^Fit/ }).click();
    const from = await port(app, 0);
    const to = await middle(app);
    await app.mouse.move(from.x, from.y);
    await app.mouse.down();
    await app.mouse.move(from.x + 20, to.y + 150, { steps: 5 });
    await app.mouse.move(to.x, to.y + 200, { steps: 5 });
    await app.mouse.up();
    const offer = app.getByRole("dialog", { name: "Add a block" });
    await offer.getByRole("option", { name: /^Output/ }).first().click();
  },
  save: () => app.getByRole("button", { name: "Save" }).click(),
});

const byKeys = (app) => ({
  async add(block) {
    await canvas(app).focus();
    await app.keyboard.press("n");
    await expect(app.getByRole("dialog", { name: "Add a block" }).getByRole("combobox")).toBeFocused();
    await app.keyboard.type(block.source.slice(1));
    await app.keyboard.press("Enter");
    await expect(canvas(app)).toBeFocused();
  },
  async type(label, text) {
    await this.reach(app.getByRole("textbox", { name: label }));
    await app.keyboard.type(text);
  },
  async filter() {
    await this.reach(operation(app));
    await app.keyboard.type("Keep d");
  },
  /** From the canvas into the form, and on with Tab. */
  async reach(field) {
    await app.keyboard.press("Enter");
    await expect(canvas(app)).not.toBeFocused();
    for (let step = 0; step < 30; step += 1) {
      if (await field.evaluate((node) => node === document.activeElement)) return;
      await app.keyboard.press("Tab");
    }
    throw new Error("Tab does not lead there");
  },
  async end() {
    await canvas(app).focus();
    await app.keyboard.press("c");
    await expect(app.getByRole("combobox", { name: /^Connect classification_model/ })).toBeFocused();
    await app.keyboard.type("new block");
    await app.keyboard.press("Enter");
    await expect(app.getByRole("dialog", { name: "Add a block" }).getByRole("combobox")).toBeFocused();
    await app.keyboard.type("output");
    await app.keyboard.press("Enter");
    await expect(canvas(app)).toBeFocused();
  },
  save: () => app.keyboard.press("Control+s"),
});

const byFingers = (app) => ({
  add: (block) => palette(app).getByRole("option", { name: block }).first().tap(),
  async type(label, text) {
    await app.getByRole("textbox", { name: label }).tap();
    await app.keyboard.insertText(text);
  },
  filter: () => operation(app).selectOption({ label: "Keep detections that" }),
  async end() {
    await app.getByRole("toolbar", { name: "Canvas" }).getByRole("button", { name: /^Fit/ }).tap();
    const from = await port(app, 0);
    const to = await middle(app);
    const session = await app.context().newCDPSession(app);
    const touch = (type, ...points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", from);
    for (let step = 1; step <= 6; step += 1) {
      await touch("touchMove", { x: from.x + ((to.x - from.x) * step) / 6, y: from.y + ((to.y + 180 - from.y) * step) / 6 });
    }
    await touch("touchEnd");
    const offer = app.getByRole("dialog", { name: "Add a block" });
    await offer.getByRole("option", { name: /^Output/ }).first().tap();
  },
  save: () => app.getByRole("button", { name: "Save" }).tap(),
});

async function build(app, server, name, hands) {
  await server.create(name, EMPTY);
  await open(app, server, name);
  for (const [index, block] of BLOCKS.entries()) {
    await hands.add(block);
    await expect(words(app)).toHaveAccessibleName(index === 0 ? /^image/ : /, takes /);
    for (const [label, text] of FORMS[index]) {
      await (text ? hands.type(label, text) : hands.filter());
    }
  }
  await hands.end();
  await expect(words(app)).toHaveAccessibleName(/^predictions/);
  await expect(app.getByText(/\d errors?$/)).toHaveCount(0);
  await hands.save();
  await expect(saved(app)).toBeVisible();
  const { specification } = await stored(server, name);
  const { operations, ...filter } = specification.steps[1];
  expect({ ...specification, steps: specification.steps.with(1, filter) }).toEqual(WANTED);
  expect(operations).toHaveLength(1);
  return JSON.stringify(specification);
}

/** What was built, for the engine's own verdict: `cargo xtask test --engine` hands it over. */
const REPORT = join(import.meta.dirname, "results", "built.json");

test.describe("with mouse and keys", () => {
  test("the same pipeline by mouse alone and by keys alone", async ({ app, server }) => {
    test.setTimeout(180_000);
    const mouse = await build(app, server, "mouse", byMouse(app));
    const keys = await build(app, server, "keys", byKeys(app));
    expect(keys).toBe(mouse);
    await writeFile(REPORT, mouse);
  });
});

test.describe("with fingers", () => {
  test.use({ hasTouch: true, viewport: { width: 1180, height: 820 } });

  test("the same pipeline by fingers alone", async ({ app, server }) => {
    test.setTimeout(180_000);
    const fingers = await build(app, server, "fingers", byFingers(app));
    const { operations } = JSON.parse(fingers).steps[1];
    // Byte by byte what a mouse makes: the filter is the one thing that is not written above.
    const steps = WANTED.steps.with(1, { ...WANTED.steps[1], operations });
    expect(fingers).toBe(JSON.stringify({ ...WANTED, steps }));
    expect(operations[0].type).toBe("DetectionsFilter");
  });
});
