// The visual editor: built by keyboard and by mouse alone, moved, undone, renamed, wired, pasted, and read by everybody.
import { BLUR, accessible, canvas, expect, middle, open, saved, stored, test, words } from "./drawing.js";
import { editorText } from "./fixtures.js";

const EMPTY = { version: "1.0", inputs: [], steps: [], outputs: [] };
test("the same workflow by keyboard alone and by mouse alone", async ({ app, server }) => {
  await server.create("Keys", EMPTY);
  await server.create("Mouse", EMPTY);
  await open(app, server, "keys");
  await canvas(app).focus();
  for (const block of ["image input", "image blur", "image convert grayscale", "output"]) {
    await app.keyboard.press("n");
    await expect(app.getByRole("combobox").last()).toBeFocused();
    await app.keyboard.type(block);
    await app.keyboard.press("Enter");
    await expect(words(app)).toBeAttached();
    await expect(canvas(app)).toBeFocused();
  }
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();

  await open(app, server, "mouse");
  const search = app.getByRole("complementary", { name: "Blocks" }).getByRole("combobox");
  for (const block of ["image input", "image blur", "image convert grayscale", "output"]) {
    await search.click();
    await search.fill(block);
    await app.getByRole("complementary", { name: "Blocks" }).getByRole("option").first().click();
  }
  await app.getByRole("button", { name: "Save" }).click();
  await expect(saved(app)).toBeVisible();

  const [keys, mouse] = [await stored(server, "keys"), await stored(server, "mouse")];
  expect(JSON.stringify(keys.specification)).toBe(JSON.stringify(mouse.specification));
  expect(keys.specification.steps.map((step) => step.image)).toEqual(["$inputs.image", "$steps.image_blur.image"]);
  expect(keys.specification.outputs).toHaveLength(1);
  await expect(app.getByText(/error/)).toHaveCount(0);
});

test("a card is moved, the move is undone, done again and kept; it makes no version", async ({ app, server }) => {
  await server.create("Moved", BLUR);
  await open(app, server, "moved");
  const at = await middle(app);
  await app.mouse.click(at.x, at.y);
  await expect(words(app)).toHaveAccessibleName(/^blur, Image Blur/);
  await app.mouse.move(at.x, at.y);
  await app.mouse.down();
  await app.mouse.move(at.x + 40, at.y + 90, { steps: 5 });
  await app.mouse.up();
  await expect(app.getByText("Edited, not saved")).toBeVisible();
  await app.keyboard.press("Control+z");
  await expect(app.getByText("Edited, not saved")).toHaveCount(0);
  await app.keyboard.press("Control+Shift+z");
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const config = await stored(server, "moved");
  expect(Object.keys(config.flowdeck).sort()).toEqual(["$inputs.image", "$outputs.out", "$steps.blur"]);
  expect(config.specification).toEqual(BLUR);
  await expect(app.getByText("v1", { exact: true })).toBeVisible();
});

test("what is missing is wired from the list of problems; deleting asks nothing and is undone", async ({ app, server }) => {
  const loose = structuredClone(BLUR);
  delete loose.steps[0].image;
  await server.create("Loose", loose);
  await open(app, server, "loose");
  await expect(app.getByText("1 error", { exact: true })).toBeVisible();
  await canvas(app).focus();
  await app.keyboard.press("F8");
  await expect(words(app)).toHaveAccessibleName(/^blur, .*1 problem/);
  await app.getByRole("tab", { name: "Problems" }).click();
  await app.getByRole("button", { name: /Wire “image” to \$inputs\.image/ }).click();
  await expect(app.getByText("1 error", { exact: true })).toHaveCount(0);
  await canvas(app).focus();
  await app.keyboard.press("Delete");
  await expect(app.getByText("Edited, not saved")).toBeVisible();
  await expect(words(app)).toHaveCount(0);
  await app.keyboard.press("Control+z");
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  expect((await stored(server, "loose")).specification).toEqual(BLUR);
});

test("a step is renamed where its name stands, and all that named it follows", async ({ app, server }) => {
  await server.create("Named", BLUR);
  await open(app, server, "named");
  const at = await middle(app);
  await app.mouse.click(at.x, at.y);
  await app.keyboard.press("F2");
  await app.keyboard.type("soft");
  await app.keyboard.press("Enter");
  await expect(words(app)).toHaveAccessibleName(/^soft, /);
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const { specification } = await stored(server, "named");
  expect([specification.steps[0].name, specification.outputs[0].selector]).toEqual(["soft", "$steps.soft.image"]);
});

test("a setting is changed in the form, and what the engine refuses is told at the field", async ({ app, server }) => {
  await server.create("Set", BLUR);
  await open(app, server, "set");
  const at = await middle(app);
  await app.mouse.click(at.x, at.y);
  const field = app.getByRole("spinbutton", { name: "Kernel size" });
  await field.fill("much");
  await expect(app.locator(".fd-inspector")).toContainText(/whole number/);
  await field.fill("9");
  await expect(app.locator(".fd-inspector")).not.toContainText(/“much”/);
  await app.keyboard.press("Tab");
  // All that was typed in one field is one entry.
  await app.getByRole("tab", { name: "History" }).click();
  await expect(app.getByRole("tabpanel").getByRole("button")).toHaveCount(2);
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  expect((await stored(server, "set")).specification.steps[0].kernel_size).toBe(9);
});

test("text and canvas are one document", async ({ app, server }) => {
  await server.create("Both", BLUR);
  await open(app, server, "both");
  await app.getByRole("button", { name: "JSON" }).click();
  await expect.poll(() => editorText(app)).toContain('"name": "blur"');
  const at = await middle(app);
  await canvas(app).focus();
  await app.keyboard.press("1");
  await app.mouse.click(at.x, at.y);
  await expect(words(app)).toHaveAccessibleName(/^blur, /);
  await app.keyboard.press("Control+d");
  await expect.poll(() => editorText(app)).toContain('"name": "blur_2"');
  // Broken text destroys nothing.
  const content = app.getByRole("textbox", { name: "Workflow definition, JSON" });
  await content.click();
  await app.keyboard.press("Control+Home");
  await app.keyboard.insertText("!");
  await app.getByRole("tab", { name: "Problems" }).click();
  await expect(app.getByText(/The text is no workflow right now/)).toBeVisible();
  await app.getByRole("tab", { name: "Outline" }).click();
  await expect(app.getByRole("treeitem", { name: /^blur_2/ })).toBeVisible();
});

test("JSON of the documentation is pasted as steps", async ({ app, server }) => {
  await server.create("Pasted", BLUR);
  await open(app, server, "pasted");
  await canvas(app).focus();
  await app.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", '```json\n{"type": "roboflow_core/threshold@v1", "name": "dark", "image": "$steps.blur.image", "threshold_type": "binary"},\n```');
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  });
  await expect(words(app)).toHaveAccessibleName(/^dark, /);
});

test("the editor's parts are accessible", async ({ app, server }) => {
  test.setTimeout(120_000);
  await server.create("Parts", BLUR);
  await open(app, server, "parts");
  const clean = (what) => accessible(app, what);
  const at = await middle(app);
  await app.mouse.click(at.x, at.y);
  await expect(app.getByRole("spinbutton", { name: "Kernel size" })).toBeVisible();
  await clean("form");
  for (const tab of ["Problems", "Outline", "History"]) {
    await app.getByRole("tab", { name: tab }).click();
    await clean(tab);
  }
  await canvas(app).focus();
  await app.keyboard.press("Control+k");
  await expect(app.getByRole("dialog")).toBeVisible();
  await clean("commands");
  await app.keyboard.press("Escape");
  await canvas(app).focus();
  await app.keyboard.press("?");
  await expect(app.getByRole("dialog")).toBeVisible();
  await clean("keys");
  await app.keyboard.press("Escape");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await app.mouse.click(at.x, at.y, { button: "right" });
  await expect(app.getByRole("menuitem", { name: /Duplicate/ })).toBeVisible();
  await clean("menu");
});
