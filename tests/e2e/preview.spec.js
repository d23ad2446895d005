// The live preview: steps that need no model run in the browser, as they are changed.
import { BLUR, accessible, canvas, expect, open, test, words } from "./drawing.js";

const THRESHOLD = {
  ...BLUR,
  steps: [
    { type: "roboflow_core/convert_grayscale@v1", name: "grey", image: "$inputs.image" },
    { type: "roboflow_core/threshold@v1", name: "cut", image: "$steps.grey.image", threshold_type: "binary", thresh_value: 100 },
    { type: "roboflow_core/image_blur@v1", name: "smudged", image: "$inputs.image", blur_type: "smudge" },
    { type: "roboflow_core/roboflow_object_detection_model@v2", name: "model", images: "$inputs.image", model_id: "a/1" },
    {
      type: "roboflow_core/bounding_box_visualization@v1",
      name: "boxes",
      image: "$inputs.image",
      predictions: "$steps.model.predictions",
    },
  ],
  outputs: [{ type: "JsonField", name: "out", selector: "$steps.cut.image" }],
};

const part = (page) => page.getByRole("region", { name: "Live preview" });
const picture = (page) => part(page).getByRole("img");

/** How bright a picture is in the mean, 0 to 255. */
const brightness = (image) =>
  image.evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += data[at];
    return sum / (data.length / 4);
  });

/** Selects a step by its line in the outline. */
async function choose(page, name) {
  await page.getByRole("tab", { name: "Outline" }).click();
  await page.getByRole("treeitem", { name: new RegExp(`^${name}\\b`) }).first().click();
  await page.getByRole("tab", { name: "Step" }).click();
  await expect(part(page)).toBeVisible();
}

test("a threshold that is moved shows at once in the form and below the card", async ({ app, server }) => {
  await server.create("Live", THRESHOLD);
  await open(app, server, "live");
  await choose(app, "cut");
  await expect(picture(app)).toHaveAccessibleName(/^What cut gives as image, \d+ × \d+ pixels$/);
  const before = await brightness(picture(app));
  const field = app.getByRole("spinbutton", { name: /thresh value/i });
  await field.fill("230");
  await expect.poll(() => brightness(picture(app))).not.toBe(before);
  await field.fill("0");
  await expect.poll(() => brightness(picture(app))).toBeGreaterThan(before);
  await expect(part(app)).toContainText(/\d+ ms/);
  await accessible(app, "live preview");
});

test("what cannot run here says so, and what is wrong with a step stands in its form", async ({ app, server }) => {
  await server.create("Server", THRESHOLD);
  await open(app, server, "server");
  await choose(app, "model");
  await expect(part(app)).toContainText("runs on a server");
  await choose(app, "boxes");
  await expect(part(app)).toContainText("It has not run: the step “model” runs on a server.");
  await choose(app, "smudged");
  await expect(part(app)).toContainText("failed");
  await expect(part(app)).toContainText("“smudge” is no kind of blur");
});

test("cards and lines of steps that a server has to run say so, while the preview is on", async ({ app, server }) => {
  await server.create("Marked", THRESHOLD);
  await open(app, server, "marked");
  await choose(app, "model");
  await expect(part(app)).toContainText("needs a server");
  await expect(words(app)).toHaveAccessibleName(/^model, .*, needs a server/);
  await app.getByRole("tab", { name: "Outline" }).click();
  const line = (name) => app.getByRole("treeitem", { name: new RegExp(`^${name}, `) });
  await expect(line("model")).toHaveAccessibleName(/needs a server/);
  await expect(line("grey")).not.toHaveAccessibleName(/needs a server/);
  await accessible(app, "outline with marks");
  // On the card itself: words lie on its lower edge, where there is a straight line otherwise.
  const edge = () =>
    words(app).evaluate((card) => {
      const { x, right, bottom } = card.getBoundingClientRect();
      const sheet = [...document.querySelectorAll(".fd-canvas__sheet")].find((one) => one.checkVisibility());
      const box = sheet.getBoundingClientRect();
      const scale = sheet.width / box.width;
      const zoom = (right - x) / 220;
      const corner = [right - 110 * zoom - box.x, bottom - 7 * zoom - box.y];
      const place = [...corner, 100 * zoom, 14 * zoom].map((side) => Math.round(side * scale));
      const { data } = sheet.getContext("2d").getImageData(...place);
      return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join())).size;
    });
  await expect.poll(edge).toBeGreaterThan(15);
  const marked = await edge();
  await app.getByRole("tab", { name: "Step" }).click();
  await part(app).getByRole("button", { name: "Live" }).click();
  await expect(words(app)).not.toHaveAccessibleName(/needs a server/);
  await expect.poll(edge).toBeLessThan(marked / 2);
  await app.getByRole("tab", { name: "Outline" }).click();
  await expect(line("model")).not.toHaveAccessibleName(/needs a server/);
});

test("where nothing had to run again, the preview is up to date", async ({ app, server }) => {
  await server.create("Still", THRESHOLD);
  await open(app, server, "still");
  await choose(app, "cut");
  await expect(picture(app)).toBeVisible();
  // Another step that is looked at is shown larger; nothing of the workflow has changed.
  await choose(app, "grey");
  await expect(part(app)).toContainText("up to date");
});

test("it runs on the image that is chosen, and not at all where it is turned off", async ({ app, server }) => {
  await server.create("Chosen", THRESHOLD);
  const asked = [];
  app.on("request", (request) => asked.push(request.url()));
  await open(app, server, "chosen");
  await choose(app, "grey");
  const before = await brightness(picture(app));
  const name = await picture(app).getAttribute("aria-label");
  await part(app).getByRole("combobox", { name: "Image" }).selectOption("A dim corridor");
  await expect.poll(() => brightness(picture(app))).not.toBe(before);
  expect(name).toMatch(/^What grey gives/);
  await part(app).getByRole("button", { name: "Live" }).click();
  await expect(picture(app)).toHaveCount(0);
  // The choice is remembered, and nothing of the preview is fetched then.
  asked.length = 0;
  await app.reload();
  await choose(app, "grey");
  await expect(part(app).getByRole("button", { name: "Live" })).toHaveAttribute("aria-pressed", "false");
  expect(asked.filter((url) => /preview-[^/]*\.js|worker-/.test(url))).toEqual([]);
});

test("without its worker the editor is whole, and says why there is no preview", async ({ app, server }) => {
  await server.create("Broken", THRESHOLD);
  await app.route(/preview-[0-9a-f]+\.js/, (route) => route.abort());
  await open(app, server, "broken");
  await choose(app, "grey");
  await expect(part(app)).toContainText("could not be started");
  await app.unroute(/preview-[0-9a-f]+\.js/);
  await part(app).getByRole("button", { name: "Try again" }).click();
  await expect(picture(app)).toBeVisible();
});

test("what reads codes is fetched where a workflow has a step for it", async ({ app, server }) => {
  const asked = [];
  app.on("request", (request) => asked.push(request.url()));
  const fetched = () => asked.filter((url) => /codes-[0-9a-f]+\.wasm/.test(url)).length;
  await server.create("Grey", THRESHOLD);
  await open(app, server, "grey");
  await choose(app, "grey");
  await expect(picture(app)).toBeVisible();
  expect(fetched()).toBe(0);
  const qr = { type: "roboflow_core/qr_code_detector@v1", name: "reader", images: "$inputs.image" };
  const outputs = [{ type: "JsonField", name: "out", selector: "$steps.reader.predictions" }];
  await server.create("Sheet", { ...THRESHOLD, steps: [qr], outputs });
  await open(app, server, "sheet");
  await choose(app, "reader");
  await part(app).getByRole("combobox", { name: "Image" }).selectOption("Inventory sheet with six QR codes");
  await expect(part(app)).toContainText("6 detections");
  expect(fetched()).toBe(1);
});

test("the list of workflows needs nothing of it", async ({ app, server }) => {
  const asked = [];
  app.on("request", (request) => asked.push(request.url()));
  await app.goto(server.url);
  await expect(app.getByRole("table")).toBeVisible();
  expect(asked.filter((url) => /preview-[^/]*\.js|worker-/.test(url))).toEqual([]);
});

test("the selected card's picture hangs below it", async ({ app, server }) => {
  await server.create("Hung", BLUR);
  await open(app, server, "hung");
  await canvas(app).focus();
  await app.keyboard.press("ArrowRight");
  await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^blur, /);
  await expect(picture(app)).toBeVisible();
  const card = await words(app).boundingBox();
  // Below the card is more than one colour: paper has dots at most.
  await expect
    .poll(() =>
      app.evaluate(({ x, y, width }) => {
        const sheet = [...document.querySelectorAll(".fd-canvas__sheet")].find((one) => one.checkVisibility());
        const box = sheet.getBoundingClientRect();
        const scale = sheet.width / box.width;
        const place = [(x - box.x) * scale, (y - box.y) * scale, width * scale, 60 * scale].map(Math.round);
        const { data } = sheet.getContext("2d").getImageData(...place);
        return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join())).size;
      }, { x: card.x + 40, y: card.y + card.height + 20, width: card.width - 80 }),
    )
    .toBeGreaterThan(20);
});

test("a number is dragged, and the picture follows", async ({ app, server }) => {
  await server.create("Dragged", THRESHOLD);
  await open(app, server, "dragged");
  await choose(app, "cut");
  await expect(picture(app)).toBeVisible();
  const before = await brightness(picture(app));
  const handle = await app.getByTitle("Drag to change the number").first().boundingBox();
  await app.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await app.mouse.down();
  await app.mouse.move(handle.x + 60, handle.y + handle.height / 2, { steps: 12 });
  await app.mouse.move(handle.x + 120, handle.y + handle.height / 2, { steps: 12 });
  await expect.poll(() => brightness(picture(app))).toBeLessThan(before);
  await app.mouse.up();
  const value = Number(await app.getByRole("spinbutton", { name: /thresh value/i }).inputValue());
  expect(value).toBeGreaterThan(150);
  // One drag is one action.
  await app.keyboard.press("Control+z");
  await expect(app.getByRole("spinbutton", { name: /thresh value/i })).toHaveValue("100");
});

test("the image of the run page is what runs, and is named so", async ({ app, server }) => {
  await server.create("Own", THRESHOLD);
  await app.goto(`${server.url}/w/home/own/run`);
  await app.getByRole("button", { name: /Three paint swatches/ }).click();
  await expect(app.getByText("Three paint swatches")).toBeVisible();
  await app.getByRole("link", { name: "Graph" }).click();
  await choose(app, "grey");
  const image = part(app).getByRole("combobox", { name: "Image" });
  await expect(image.locator("option:checked")).toHaveText("The run page's image");
  await expect(picture(app)).toBeVisible();
  const own = await brightness(picture(app));
  await image.selectOption("A dim corridor");
  await expect.poll(() => brightness(picture(app))).not.toBe(own);
  await image.selectOption("The run page's image");
  await expect.poll(() => brightness(picture(app))).toBe(own);
});
