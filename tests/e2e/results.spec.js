// The viewer of results: every shape that the engine's serializers write, looked at by pointer, keyboard and screen reader.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BLUR, accessible, expect, test } from "./drawing.js";

const read = async (name) => JSON.parse(await readFile(join(import.meta.dirname, `../results/${name}.json`), "utf8"));
const SHAPES = [
  "boxes", "boxes-none", "rotated", "polygons", "rle", "keypoints", "tracked", "cropped", "codes", "class-single", "class-multi",
  "image", "images", "nested", "step", "table", "numbers", "secret", "video", "skipped",
];

/** Runs a workflow whose endpoint answers with these outputs. */
async function run(app, server, outputs) {
  const { url } = await server.create("Looked at", BLUR);
  await app.route(`**/home/workflows/${url}`, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ json: { outputs: [outputs], profiler_trace: [] } })
      : route.continue(),
  );
  await app.goto(`${server.url}/w/home/${url}/run`);
  await app.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(app.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await app.getByRole("button", { name: "Run" }).click();
  await expect(app.getByRole("tab", { name: "Raw JSON" })).toBeVisible();
}

const output = (app, name) => app.locator(".fd-output").filter({ has: app.getByRole("heading", { name, exact: true }) });
const options = (part) => part.getByRole("option");

/** How many pixels of a picture's painted surface are not transparent. */
const painted = (part) =>
  part.locator("canvas").first().evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) count += data[at] > 0;
    return count;
  });

test("every shape is shown as what it is, accessibly, on a phone too", async ({ app, server }) => {
  // Twenty outputs, looked at by axe three times.
  test.setTimeout(240_000);
  const outputs = {};
  for (const name of SHAPES) outputs[name] = await read(name);
  // Colours in the middle of a transition are nobody's.
  await app.emulateMedia({ reducedMotion: "reduce" });
  await run(app, server, outputs);
  // Away from the button that was pressed: what is looked at here is the results.
  await app.mouse.move(0, 0);
  const kinds = {
    boxes: "2 found", "boxes-none": "0 found", rle: "2 found", "class-single": "class", "class-multi": "labels", image: "image",
    images: "list of 3", nested: "list of 2", step: "object", table: "2 rows", numbers: "12 numbers", secret: "text", skipped: "nothing",
  };
  for (const [name, kind] of Object.entries(kinds)) {
    await expect(output(app, name).locator(".fd-output__head .fd-pill"), name).toHaveText(kind);
  }
  await expect(output(app, "boxes-none").getByText("Nothing was found.")).toBeVisible();
  await expect(output(app, "tracked").getByText("car #7 60 %")).toBeVisible();
  await expect(output(app, "table").getByRole("columnheader")).toHaveCount(4);
  await expect(output(app, "step").getByRole("img", { name: "Image with 2 boxes" })).toBeVisible();
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await accessible(app, `results, ${theme}`);
  }
  await app.setViewportSize({ width: 390, height: 844 });
  const over = await app.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, "the page sticks out").toBeLessThanOrEqual(0);
  await accessible(app, "results on a phone");
});

test("pointing at a row, a box or a line of JSON is the same", async ({ app, server }) => {
  await run(app, server, { found: await read("boxes") });
  const part = output(app, "found");
  const view = part.getByRole("group", { name: /^Picture/ });
  await expect(options(part)).toHaveText([/cat 92 %/, /dog 41 %/]);
  await expect.poll(() => painted(part)).toBeGreaterThan(100);
  // The answer's image is 64 × 48: a box of the cat ends at 24, 20; the dog's is from 8, 10 to 30, 40.
  const box = await view.boundingBox();
  const scale = Math.min(box.width / 64, box.height / 48, 4);
  const at = (x, y) => [box.x + box.width / 2 + (x - 32) * scale, box.y + box.height / 2 + (y - 24) * scale];
  await app.mouse.move(...at(6, 6));
  await expect(options(part).first()).toHaveClass(/is-here/);
  await app.mouse.move(...at(20, 35));
  await expect(options(part).last()).toHaveClass(/is-here/);
  await app.mouse.click(...at(20, 35));
  await expect(options(part).last()).toHaveAttribute("aria-selected", "true");
  await expect(part.locator("pre")).toContainText('"class": "dog"');
  await part.getByRole("button", { name: "JSON", exact: true }).last().click();
  await expect(options(part).first()).toContainText('"class":"cat"');
  // By keyboard: the list is one stop, arrows choose in it.
  const list = part.getByRole("listbox", { name: "What was found" });
  await list.focus();
  await app.keyboard.press("ArrowUp");
  await expect(options(part).first()).toHaveAttribute("aria-selected", "true");
  expect(await list.getAttribute("aria-activedescendant")).toBe(await options(part).first().getAttribute("id"));
  await app.keyboard.press("Escape");
  await expect(part.locator("pre")).toHaveCount(0);
});

test("filters act on the drawing, the list and the plots at once", async ({ app, server }) => {
  await run(app, server, { found: await read("polygons") });
  const part = output(app, "found");
  await expect(part.getByText("2 of 2 shown")).toBeVisible();
  await expect.poll(() => painted(part)).toBeGreaterThan(100);
  const all = await painted(part);
  await part.getByRole("button", { name: "dog 1" }).click();
  await expect(part.getByText("1 of 2 shown")).toBeVisible();
  await expect(options(part)).toHaveText([/cat/]);
  await expect.poll(() => painted(part)).toBeLessThan(all);
  const less = await painted(part);
  await part.getByRole("button", { name: "Masks" }).click();
  await expect.poll(() => painted(part)).toBeLessThan(less);
  await part.getByRole("button", { name: "dog 1" }).click();
  await part.getByRole("slider", { name: "Least confidence" }).fill("50");
  await expect(options(part)).toHaveText([/cat/]);
  await expect(part.getByRole("img", { name: "Count by class: cat 1, dog 0" })).toBeVisible();
  await expect(part.getByRole("img", { name: "Confidence of 2; from 50 % on 1" })).toBeVisible();
});

test("a picture is zoomed and moved by wheel, keys and buttons; an unused wheel scrolls the page", async ({ app, server }) => {
  await run(app, server, { found: await read("boxes"), text: "x".repeat(30_000) });
  const part = output(app, "found");
  const view = part.getByRole("group", { name: /^Picture/ });
  const zoom = async () => Number.parseInt(await part.getByLabel("Zoom", { exact: true }).textContent());
  await expect.poll(zoom).not.toBe(100);
  const fitted = await zoom();
  await view.hover();
  const isKept = () => view.evaluate((host) => !host.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, cancelable: true })));
  expect(await isKept(), "the page's wheel").toBe(false);
  await view.click({ position: { x: 3, y: 3 } });
  expect(await isKept(), "the picture's wheel").toBe(true);
  await expect.poll(zoom).toBeGreaterThan(fitted);
  await app.keyboard.press("0");
  await expect.poll(zoom).toBe(fitted);
  await app.keyboard.press("1");
  await expect.poll(zoom).toBe(100);
  await part.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(zoom).toBe(150);
  const place = () => part.locator(".fd-look__photo").evaluate((photo) => photo.getBoundingClientRect().x);
  await part.getByRole("button", { name: "Fit" }).click();
  await app.keyboard.press("Escape");
  await view.focus();
  for (let i = 0; i < 8; i++) await app.keyboard.press("+");
  await expect.poll(zoom).toBeGreaterThan(fitted);
  const before = await place();
  await app.keyboard.press("ArrowRight");
  await expect.poll(place).toBeLessThan(before);
});

test("what is shown is saved as a picture, as rows and as JSON", async ({ app, server }) => {
  await run(app, server, { "the codes": await read("codes"), table: await read("table") });
  const part = output(app, "the codes");
  const saved = async (button) => {
    const [download] = await Promise.all([app.waitForEvent("download"), button.click()]);
    return [download.suggestedFilename(), await readFile(await download.path())];
  };
  await expect.poll(() => painted(part)).toBeGreaterThan(100);
  const [csvName, csv] = await saved(part.getByRole("button", { name: "CSV" }));
  expect(csvName).toBe("the-codes.csv");
  // A code that a spreadsheet would calculate does not begin with the sign of a formula.
  expect(csv.toString()).toContain("\"'=1+1\"");
  const [pngName, png] = await saved(part.getByRole("button", { name: "PNG" }));
  expect([pngName, png.readUInt32BE(0)]).toEqual(["the-codes.png", 0x89504e47]);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)], "the image's own size").toEqual([64, 48]);
  const [, json] = await saved(part.locator(".fd-output__head").getByRole("button", { name: "JSON" }));
  expect(JSON.parse(json.toString())).toEqual(await read("codes"));
  const [, rows] = await saved(output(app, "table").getByRole("button", { name: "CSV" }));
  expect(rows.toString()).toMatch(/^name,size,seen,kind\r\na,3,/);
});

test("an image of the results is compared with the one that was sent", async ({ app, server }) => {
  await run(app, server, { image: await read("image") });
  const part = output(app, "image");
  await expect(part.getByAltText("Image of the results")).toBeVisible();
  await part.getByRole("button", { name: "Compare with the input" }).click();
  const before = part.getByAltText("Image of the input");
  const clip = () => before.evaluate((image) => getComputedStyle(image).clipPath);
  await expect.poll(clip).toBe("inset(0px 50% 0px 0px)");
  await part.getByRole("slider", { name: "Input" }).fill("80");
  await expect.poll(clip).toBe("inset(0px 20% 0px 0px)");
  await accessible(app, "comparison");
  await part.getByRole("button", { name: "Compare with the input" }).click();
  await expect(before).toHaveCount(0);
});

test("a new answer starts with nothing chosen or hidden", async ({ app, server }) => {
  await run(app, server, { found: await read("boxes") });
  const part = output(app, "found");
  await part.getByRole("button", { name: "cat 1" }).click();
  await options(part).first().click();
  const codes = await read("codes");
  await app.unrouteAll();
  await app.route("**/home/workflows/looked-at", (route) => route.fulfill({ json: { outputs: [{ found: codes }] } }));
  await app.getByRole("button", { name: "Run" }).click();
  await expect(options(part)).toHaveText([/BIN-07/, /=1\+1/]);
  await expect(part.getByRole("option", { selected: true })).toHaveCount(0);
});

test("odd and huge answers are shown in bounds", async ({ app, server }) => {
  const one = { x: 5, y: 5, width: 4, height: 4, class: "a", confidence: 0.5 };
  let deep = 1;
  for (let i = 0; i < 400; i++) deep = i % 2 ? { deep } : [deep];
  await run(app, server, {
    many: { image: { width: 64, height: 48 }, predictions: Array.from({ length: 60_000 }, () => one) },
    nulls: Array.from({ length: 100_000 }, () => null),
    odd: { image: null, predictions: [one, null, 7, "x", { x: "NaN", y: null, width: [], height: {} }, { ...one, points: 5, rle_mask: "no", keypoints: [null], rect: [[1]] }] },
    broken: { type: "base64", value: "/9j/AAAA" },
    deep,
  });
  await expect(output(app, "many").getByText("50000 of 50000 shown; the answer has 60000")).toBeVisible();
  await expect(options(output(app, "many"))).toHaveCount(200);
  await output(app, "many").getByRole("button", { name: /^Show more/ }).click();
  await expect(options(output(app, "many"))).toHaveCount(400);
  await expect(output(app, "nulls").getByRole("button", { name: /^Show more/ })).toBeVisible();
  await expect(options(output(app, "odd"))).toHaveCount(2);
  await expect(output(app, "broken").getByText("This image cannot be shown: its content is damaged.")).toBeVisible();
  expect(await app.locator(".fd-run__results *").count()).toBeLessThan(12_000);
  await app.getByRole("tab", { name: "Raw JSON" }).click();
  await expect(app.getByText(/more"/).first()).toBeVisible();
});
