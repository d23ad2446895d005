// What the canvas shows while things are dragged and moved, and what the panel beside it keeps.
import { BLUR, canvas, expect, open, saved, stored, test, words } from "./drawing.js";

const CHAIN = {
  ...BLUR,
  steps: [
    ...BLUR.steps,
    { type: "roboflow_core/convert_grayscale@v1", name: "grey", image: "$steps.blur.image" },
    { type: "roboflow_core/background_subtraction@v1", name: "still", image: "$steps.grey.image" },
  ],
  outputs: [
    { type: "JsonField", name: "out", selector: "$steps.still.image" },
    { type: "JsonField", name: "soft", selector: "$steps.blur.image" },
  ],
};

/** The colours of the page at some places of it, read from a screenshot. */
const colours = async (page, places) => {
  const picture = (await page.screenshot()).toString("base64");
  return page.evaluate(
    async ([data, points]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const sheet = new OffscreenCanvas(image.width, image.height).getContext("2d");
      sheet.drawImage(image, 0, 0);
      return points.map(({ x, y }) => [...sheet.getImageData(x, y, 1, 1).data].join(","));
    },
    [picture, places],
  );
};

/** Where the card of the selection is on the page. */
const card = (page) => words(page).boundingBox();

test("a block that is dragged over a wire goes into it", async ({ app, server }) => {
  await server.create("Inserted", BLUR);
  await open(app, server, "inserted");
  await canvas(app).focus();
  await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^image, /);
  const from = await card(app);
  await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^blur, /);
  const to = await card(app);
  const drawing = app.getByRole("region", { name: "Drawing" });
  const corner = await drawing.boundingBox();
  const middle = { x: (from.x + from.width + to.x) / 2 - corner.x, y: 0 };
  // The wire is found by what is painted: between the two cards there is nothing else but paper and its dots.
  const column = Array.from({ length: 160 }, (_, row) => ({ x: Math.round(middle.x + corner.x), y: Math.round(to.y - 40 + row) }));
  const seen = await colours(app, column);
  const paper = seen.toSorted((a, b) => seen.filter((one) => one === b).length - seen.filter((one) => one === a).length)[0];
  middle.y = column[seen.findIndex((one) => one !== paper)].y - corner.y;
  await app.getByRole("combobox", { name: "Search blocks" }).fill("grayscale");
  const entry = app.getByRole("option", { name: /Convert Grayscale/ });
  await entry.dragTo(drawing, { targetPosition: middle });
  await expect(words(app)).toHaveAccessibleName(/Convert Grayscale/);
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const { steps } = (await stored(server, "inserted")).specification;
  const added = steps.find((step) => step.name !== "blur");
  expect([added.image, steps.find((step) => step.name === "blur").image]).toEqual(["$inputs.image", `$steps.${added.name}.image`]);
  // One entry of the history.
  await canvas(app).focus();
  await app.keyboard.press("Control+z");
  await app.keyboard.press("Control+s");
  await expect.poll(async () => (await stored(server, "inserted")).specification.steps).toEqual(BLUR.steps);
});

test("a card that is moved leaves nothing where it was", async ({ app, server }) => {
  await server.create("Moved", BLUR);
  await open(app, server, "moved");
  await canvas(app).focus();
  await app.keyboard.press("ArrowRight");
  await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^blur, /);
  const before = await card(app);
  for (let step = 0; step < 6; step += 1) await app.keyboard.press("Shift+Alt+ArrowDown");
  await expect.poll(async () => (await card(app)).y).toBeGreaterThan(before.y + before.height);
  const after = await card(app);
  const inside = ({ x, y, height }) => ({ x: Math.round(x + 12), y: Math.round(y + height - 10) });
  const [left, there] = await colours(app, [inside(before), inside(after)]);
  expect(left).not.toBe(there);
});

test("a wire that leads past cards is not hidden behind them", async ({ app, server }) => {
  // All in a row: the blur's output is the last card, and two others are in the way.
  const row = ["$inputs.image", "$steps.blur", "$steps.grey", "$steps.still", "$outputs.soft"];
  const flowdeck = { ...Object.fromEntries(row.map((item, place) => [item, [place * 308, 0]])), "$outputs.out": [1232, 300] };
  await server.api("POST", "/home/createWorkflow", { name: "Around", config: JSON.stringify({ specification: CHAIN, flowdeck }) });
  await open(app, server, "around");
  // The wire is level above or below them: the same row is painted at several places, where there is nothing else but paper
  // and its dots.
  await canvas(app).focus();
  for (let step = 0; step < 3; step += 1) await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^grey, /);
  const grey = await card(app);
  const rows = Array.from({ length: 14 }, (_, row) => row + 4).flatMap((far) => [grey.y - far, grey.y + grey.height + far]);
  const columns = [0, 7, 13].map((aside) => grey.x + grey.width / 2 + aside);
  const places = rows.flatMap((y) => columns.map((x) => ({ x: Math.round(x), y: Math.round(y) })));
  const seen = await colours(app, places);
  const count = (colour) => seen.filter((one) => one === colour).length;
  const paper = seen.toSorted((a, b) => count(b) - count(a))[0];
  const painted = rows.filter((_, row) => columns.every((_, column) => seen[row * columns.length + column] !== paper));
  expect(painted).not.toEqual([]);
});

test("the outline is as it was left when it is shown again", async ({ app, server }) => {
  await server.create("Kept", CHAIN);
  await open(app, server, "kept");
  await app.getByRole("tab", { name: "Outline" }).click();
  const row = app.getByRole("treeitem", { name: /^grey/ }).first();
  await row.click();
  await app.keyboard.press("ArrowRight");
  await expect(row).toHaveAttribute("aria-expanded", "true");
  await app.getByRole("tab", { name: "Problems" }).click();
  await app.getByRole("tab", { name: "Outline" }).click();
  await expect(row).toHaveAttribute("aria-expanded", "true");
});

test("zones are drawn on one of the sample images", async ({ app, server }) => {
  const zone = [[100, 100], [540, 100], [540, 380]];
  const step = { type: "roboflow_core/polygon_zone_visualization@v1", name: "area", image: "$inputs.image", zone };
  await server.create("Zoned", { ...BLUR, steps: [...BLUR.steps, step] });
  await open(app, server, "zoned");
  await app.getByRole("tab", { name: "Outline" }).click();
  await app.getByRole("treeitem", { name: /^area/ }).first().click();
  await app.getByRole("tab", { name: "Step" }).click();
  await app.getByRole("button", { name: "Draw on an image…" }).first().click();
  const dialog = app.getByRole("dialog", { name: /^Draw: / });
  await dialog.getByRole("button", { name: /^Draw on the sample: / }).first().click();
  const image = dialog.locator(".fd-draw img");
  await expect.poll(() => image.evaluate((one) => one.naturalWidth)).toBeGreaterThan(100);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("there is no map, and no button for one", async ({ app, server }) => {
    await server.create("Small", BLUR);
    await app.goto(`${server.url}/w/home/small`);
    await expect(app.getByRole("toolbar", { name: "Canvas" }).getByRole("button", { name: "Fit" })).toBeVisible();
    await expect(app.getByRole("button", { name: "Map" })).toHaveCount(0);
    await expect(app.locator(".fd-map")).toHaveCount(0);
  });
});
