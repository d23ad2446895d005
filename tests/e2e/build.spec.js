// “Detect, filter, crop, classify, give back”, from nothing: by mouse alone, by keys alone, by fingers alone. All three are
// the same to the byte. Only words that nobody could point at are typed.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { canvas, expect, middle, open, saved, stored, test, words } from "./drawing.js";

const EMPTY = { version: "1.0", inputs: [], steps: [], outputs: [] };
/** What all three make; `cargo xtask parity --shipped` has the engine judge the same file. */
const BUILT = (await readFile(join(import.meta.dirname, "data/built.json"), "utf8")).trim();

const palette = (page) => page.getByRole("complementary", { name: "Blocks" });
const operation = (page) => page.getByRole("combobox", { name: /^Add an operation to/ });
const BLOCKS = [
  [/^Image input/, /^image,/],
  [/^Object Detection Model/, /^object_detection_model,/],
  [/^Detections Filter/, /^detections_filter,/],
  [/^Dynamic Crop/, /^dynamic_crop,/],
  [/^Single-Label Classification/, /^classification_model,/],
];
/**
 * Taps until it has had its effect: a browser takes a tap that a busy machine makes long for something else, and one right after
 * a drag for the end of it. A finger taps again, too.
 */
const tap = (target, effect) =>
  expect(async () => {
    await target.tap();
    await effect();
  }).toPass();

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
  add: (block, name) => tap(palette(app).getByRole("option", { name: block }).first(), () => expect(words(app)).toHaveAccessibleName(name, { timeout: 3_000 })),
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
    await tap(offer.getByRole("option", { name: /^Output/ }).first(), () => expect(offer).toHaveCount(0, { timeout: 3_000 }));
  },
  save: () => app.getByRole("button", { name: "Save" }).tap(),
});

async function build(app, server, name, hands) {
  await server.create(name, EMPTY);
  await open(app, server, name);
  for (const [index, [block, name]] of BLOCKS.entries()) {
    await hands.add(block, name);
    await expect(words(app)).toHaveAccessibleName(name);
    for (const [label, text] of FORMS[index]) {
      await (text ? hands.type(label, text) : hands.filter());
    }
  }
  await hands.end();
  await expect(words(app)).toHaveAccessibleName(/^predictions/);
  await expect(app.getByText(/\d errors?$/)).toHaveCount(0);
  await hands.save();
  await expect(saved(app)).toBeVisible();
  expect(JSON.stringify((await stored(server, name)).specification)).toBe(BUILT);
}

test("by mouse alone", async ({ app, server }) => {
  test.setTimeout(120_000);
  await build(app, server, "mouse", byMouse(app));
});

test("by keys alone", async ({ app, server }) => {
  test.setTimeout(120_000);
  await build(app, server, "keys", byKeys(app));
});

test.describe("on a tablet", () => {
  test.use({ hasTouch: true, viewport: { width: 1180, height: 820 } });

  test("by fingers alone", async ({ app, server }) => {
    test.setTimeout(120_000);
    await build(app, server, "fingers", byFingers(app));
  });
});
