// The ways to begin: starters in the dialog and on the empty canvas, JSON, the palette's drag and its last blocks, and
// gestures as one likes them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BLUR, accessible, canvas, expect, stored, test, words } from "./drawing.js";

const EMPTY = { version: "1.0", inputs: [], steps: [], outputs: [] };
const TEMPLATES = join(import.meta.dirname, "../../static/templates");
const starter = async (slug) => JSON.parse(await readFile(join(TEMPLATES, `${slug}.json`), "utf8"));
const specification = async (server, url) => {
  const config = await stored(server, url);
  return config.specification ?? config;
};
const palette = (page) => page.getByRole("complementary", { name: "Blocks" });
const zoom = (page) => page.getByRole("button", { name: /^\d+ %/ });
const dialog = (page) => page.getByRole("dialog", { name: "New workflow" });

async function clean(page, what) {
  await accessible(page, what);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${what} sticks out`).toBeLessThanOrEqual(0);
}

test("every starter of the list is served beside the app", async ({ server }) => {
  const list = JSON.parse(await readFile(join(TEMPLATES, "index.json"), "utf8"));
  expect(list.length).toBeGreaterThanOrEqual(12);
  for (const { slug } of list) {
    const response = await fetch(`${server.url}/templates/${slug}.json`);
    expect(await response.json(), slug).toEqual(await starter(slug));
  }
});

test("a workflow begins with a starter that is chosen by keyboard", async ({ app, server }) => {
  const asked = [];
  app.on("request", (request) => asked.push(request.url()));
  await app.goto(server.url);
  await expect(app.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  expect(asked.filter((url) => url.includes("templates/"))).toEqual([]);
  await app.getByRole("button", { name: "New workflow" }).click();
  await expect(dialog(app).getByRole("radio")).toHaveCount(27);
  await expect(dialog(app).getByRole("radio", { name: "Blank" })).toBeChecked();
  await clean(app, "dialog");
  await app.keyboard.press("Tab");
  await app.keyboard.press("Tab");
  await expect(dialog(app).getByRole("radio", { name: "Blank" })).toBeFocused();
  await app.keyboard.press("ArrowDown");
  await expect(dialog(app).getByLabel("Definition")).toBeVisible();
  await app.keyboard.press("ArrowDown");
  await expect(dialog(app).getByLabel("Definition")).toHaveCount(0);
  // The first is one to begin with; its name is taken until somebody types one.
  await expect(dialog(app).getByRole("radio", { name: "Detect and count" })).toBeChecked();
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("Detect and count");
  await app.keyboard.press("ArrowDown");
  await app.keyboard.press("ArrowDown");
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("Read text");
  await dialog(app).getByLabel("Name", { exact: true }).fill("Labels");
  await dialog(app).getByRole("radio", { name: "Hide faces" }).check();
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("Labels");
  await app.keyboard.press("Enter");
  await expect(app).toHaveURL(/\/w\/home\/labels$/);
  await expect(canvas(app)).toBeVisible();
  expect(await specification(server, "labels")).toEqual(await starter("blur-faces"));
});

test("what cannot be loaded is said, tried again, and keeps nobody from a blank one", async ({ app, server }) => {
  await app.goto(server.url);
  await app.route("**/templates/*", (route) => route.fulfill({ status: 500 }));
  await app.getByRole("button", { name: "New workflow" }).click();
  await expect(dialog(app).getByText(/The starters could not be loaded/)).toBeVisible();
  await clean(app, "failed list");
  await app.unroute("**/templates/*");
  await app.route("**/templates/read-text.json", (route) => route.abort());
  await dialog(app).getByRole("button", { name: "Try again" }).click();
  await dialog(app).getByRole("radio", { name: "Read text" }).check();
  await dialog(app).getByRole("button", { name: "Create" }).click();
  await expect(dialog(app).getByRole("alert").filter({ hasText: /./ })).toBeVisible();
  await dialog(app).getByRole("radio", { name: "Blank" }).check();
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("");
  await dialog(app).getByLabel("Name", { exact: true }).fill("Nothing yet");
  await dialog(app).getByRole("button", { name: "Create" }).click();
  await expect(app.getByText("Nothing to draw yet")).toBeVisible();
  expect((await specification(server, "nothing-yet")).steps).toEqual([]);
});

test("an empty list offers a starter and an import", async ({ app, server }) => {
  const { body } = await server.api("GET", "/home/workflows");
  for (const { url } of body.workflows) await server.api("DELETE", `/home/workflows/${url}`);
  await app.goto(server.url);
  await expect(app.getByText("No workflows yet")).toBeVisible();
  await clean(app, "empty list");
  await app.getByRole("button", { name: "Import JSON" }).click();
  await expect(dialog(app).getByLabel("Definition")).toBeVisible();
  await clean(app, "import");
  await dialog(app).getByLabel("Read from a file").setInputFiles(join(TEMPLATES, "qr-inventory.json"));
  await expect(dialog(app).getByLabel("Definition")).toHaveValue(/qr_code/);
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("qr-inventory");
  await app.keyboard.press("Escape");
  await app.getByRole("button", { name: "From a starter" }).click();
  await expect(dialog(app).getByLabel("Name", { exact: true })).toHaveValue("Detect and count");
  await dialog(app).getByRole("button", { name: "Create" }).click();
  await expect(app).toHaveURL(/\/w\/home\/detect-and-count$/);
  expect(await specification(server, "detect-and-count")).toEqual(await starter("detect-and-count"));
});

test("an empty canvas begins with a starter, as one change", async ({ app, server }) => {
  await server.create("Fresh", EMPTY);
  await app.goto(`${server.url}/w/home/fresh`);
  await expect(app.getByText("Nothing to draw yet")).toBeVisible();
  await clean(app, "empty canvas");
  await app.getByRole("button", { name: "Read text" }).click();
  await expect(app.getByText("Nothing to draw yet")).toHaveCount(0);
  await app.getByRole("tab", { name: "Outline" }).click();
  await expect(app.getByRole("treeitem", { name: /^reader/ })).toBeVisible();
  await canvas(app).focus();
  await app.keyboard.press("Control+z");
  await expect(app.getByText("Nothing to draw yet")).toBeVisible();
  await expect(app.getByText("Edited, not saved")).toHaveCount(0);
  await app.getByRole("button", { name: "All starters…" }).click();
  const all = app.getByRole("dialog", { name: "All starters" });
  await expect(all.getByRole("radio")).toHaveCount(25);
  await clean(app, "all starters");
  await all.getByRole("radio", { name: "Body pose" }).check();
  await all.getByRole("button", { name: "Begin with it" }).click();
  await expect(all).toHaveCount(0);
  await expect(app.getByText("Edited, not saved")).toBeVisible();
  await app.keyboard.press("Control+s");
  await expect(app.getByText(/^Saved/).first()).toBeVisible();
  expect(await specification(server, "fresh")).toEqual(await starter("body-pose"));
});

test("a block is dragged from the palette to its place, and is among the last ones at the next visit", async ({ app, server }) => {
  await server.create("Dragged", EMPTY);
  await app.goto(`${server.url}/w/home/dragged`);
  await palette(app).getByRole("combobox").fill("image blur");
  const entry = palette(app).getByRole("option", { name: /Image Blur/ });
  await entry.dragTo(app.getByRole("region", { name: "Drawing" }), { targetPosition: { x: 120, y: 200 } });
  await expect(words(app)).toHaveAccessibleName(/Image Blur/);
  // It lies where it was dropped: a click there finds it.
  await canvas(app).click({ position: { x: 400, y: 500 } });
  await expect(words(app)).toHaveCount(0);
  await canvas(app).click({ position: { x: 130, y: 210 } });
  await expect(words(app)).toHaveAccessibleName(/Image Blur/);
  await app.keyboard.press("Control+s");
  await expect(app.getByText(/^Saved/).first()).toBeVisible();
  await app.reload();
  const recent = palette(app).getByRole("group", { name: "Recently used" });
  await expect(recent.getByRole("option")).toHaveCount(1);
  await expect(recent.getByRole("option", { name: /Image Blur/ })).toBeVisible();
  // And where keys open it.
  await canvas(app).focus();
  await app.keyboard.press("n");
  const add = app.getByRole("dialog", { name: "Add a block" });
  await expect(add.getByRole("group", { name: "Recently used" })).toBeVisible();
  await clean(app, "palette");
});

test("what is no block of ours is not taken by the canvas", async ({ app, server }) => {
  await server.create("Still", EMPTY);
  await app.goto(`${server.url}/w/home/still`);
  await expect(app.getByText("Nothing to draw yet")).toBeVisible();
  const taken = await app.getByRole("region", { name: "Drawing" }).evaluate((node) => {
    const over = (kind) => {
      const data = new DataTransfer();
      data.setData(kind, "x");
      return !node.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    };
    return [over("text/plain"), over("application/x-flowdeck-block")];
  });
  expect(taken).toEqual([false, true]);
});

test("gestures are chosen, kept, and followed by the canvas", async ({ app, server }) => {
  await server.create("Moves", BLUR);
  const turn = async () => {
    await app.goto(`${server.url}/w/home/moves`);
    await expect(palette(app).getByRole("option").first()).toBeVisible();
    await canvas(app).focus();
    await app.keyboard.press("0");
    await expect(zoom(app)).toHaveText("100 %");
    await canvas(app).hover();
    await app.mouse.wheel(0, -200);
    // Two frames: what the wheel did is shown.
    await app.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  await turn();
  await expect(zoom(app)).toHaveText("100 %");
  await app.goto(`${server.url}/settings`);
  await expect(app.getByRole("radio", { name: "Drag selects" })).toBeChecked();
  await app.getByRole("radio", { name: "Drag moves the view" }).check();
  // The keys are those of the editor, and the gestures those that were chosen.
  await expect(app.getByText("Paste without wires")).toBeVisible();
  await expect(app.getByText("The wheel, or pinch")).toBeVisible();
  await turn();
  await expect(zoom(app)).not.toHaveText("100 %");
  await app.goto(`${server.url}/settings`);
  await expect(app.getByRole("radio", { name: "Drag moves the view" })).toBeChecked();
});

for (const theme of ["light", "dark"]) {
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    test(`blocks and starters at ${width} px, ${theme}`, async ({ browser, server }) => {
      await server.create("Narrow", EMPTY);
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, hasTouch: width < 500, isMobile: width < 500 });
      const page = await context.newPage();
      await page.goto(`${server.url}/w/home/narrow`);
      await expect(page.getByText("Nothing to draw yet")).toBeVisible();
      await clean(page, "empty canvas");
      const button = page.getByRole("button", { name: "Add block" });
      if (width < 500) expect((await button.boundingBox()).height).toBeGreaterThanOrEqual(44);
      await button.click();
      const add = page.getByRole("dialog", { name: "Add a block" });
      await expect(add.getByRole("option").first()).toBeVisible();
      await clean(page, "palette");
      await add.getByRole("combobox").fill("image blur");
      if (width < 500) expect((await add.getByRole("option").first().boundingBox()).height).toBeGreaterThanOrEqual(44);
      await add.getByRole("option").first().click();
      await expect(words(page)).toHaveAccessibleName(/Image Blur/);
      await page.goto(server.url);
      await page.getByRole("button", { name: "New workflow" }).click();
      await dialog(page).getByRole("radio", { name: "Keep a log" }).check();
      await expect(dialog(page).getByRole("button", { name: "Create" })).toBeInViewport();
      await clean(page, "dialog");
      await dialog(page).getByRole("button", { name: "Create" }).click();
      await expect(page).toHaveURL(/\/w\/home\/keep-a-log$/);
      await context.close();
    });
  }
}
