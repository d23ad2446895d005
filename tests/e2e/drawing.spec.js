// What stands beside the meaning: notes, groups, order on the canvas, the map; and wires without a pointer.
import { BLUR, canvas, expect, middle, open, saved, stored, test, words } from "./drawing.js";

const TWO = {
  version: "1.0",
  inputs: [{ type: "WorkflowImage", name: "image" }],
  steps: [
    { type: "roboflow_core/image_blur@v1", name: "blur", image: "$inputs.image" },
    { type: "roboflow_core/convert_grayscale@v1", name: "grey" },
  ],
  outputs: [{ type: "JsonField", name: "out", selector: "$steps.blur.image" }],
};

test("a note is written, coloured, kept, and goes with one Ctrl+Z", async ({ app, server }) => {
  await server.create("Noted", BLUR);
  await open(app, server, "noted");
  await canvas(app).focus();
  await app.keyboard.press("Shift+S");
  await expect(app.getByRole("textbox", { name: "Note" })).toBeFocused();
  await app.keyboard.type("Ask Kim\nfirst");
  // What was written is too much to lose.
  await app.keyboard.press("Escape");
  await expect(words(app)).toHaveAccessibleName(/^Ask Kim\s+first, Note/);
  await app.getByRole("button", { name: "blue" }).click();
  await canvas(app).focus();
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const { flowdeck, specification } = await stored(server, "noted");
  expect(flowdeck.notes).toHaveLength(1);
  expect(flowdeck.notes[0]).toMatchObject({ text: "Ask Kim\nfirst", color: "blue" });
  expect(specification).toEqual(BLUR);
  await app.reload();
  await expect(canvas(app)).toBeVisible();
  await canvas(app).focus();
  await app.keyboard.press("Control+a");
  await expect(app.getByText("4 of 4 selected")).toBeVisible();
  await app.keyboard.press("Escape");
  await app.keyboard.press("Shift+S");
  await expect(app.getByRole("textbox", { name: "Note" })).toBeFocused();
  await app.keyboard.press("Escape");
  await expect(canvas(app)).toBeFocused();
  await app.keyboard.press("Control+a");
  await expect(app.getByText("5 of 5 selected")).toBeVisible();
  await app.keyboard.press("Control+z");
  await app.keyboard.press("Control+a");
  await expect(app.getByText("4 of 4 selected")).toBeVisible();
});

test("cards are grouped, the group is named and moved by its title, and taken apart", async ({ app, server }) => {
  await server.create("Grouped", BLUR);
  await open(app, server, "grouped");
  await canvas(app).focus();
  await app.keyboard.press("Control+a");
  await app.keyboard.press("Control+g");
  await expect(app.getByRole("textbox", { name: "Name" })).toBeFocused();
  await app.keyboard.type("Softening");
  await app.keyboard.press("Enter");
  await app.keyboard.press("Escape");
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  expect((await stored(server, "grouped")).flowdeck.groups).toEqual([
    { id: "g1", name: "Softening", items: ["$inputs.image", "$steps.blur", "$outputs.out"] },
  ]);
  // The title is above the cards: the uppermost part of the frame.
  const at = await middle(app);
  const title = 55;
  await app.mouse.move(at.x, at.y - title);
  await app.mouse.down();
  await app.mouse.move(at.x + 30, at.y - title + 50, { steps: 4 });
  await app.mouse.up();
  await expect(app.getByText("3 of 3 selected")).toBeVisible();
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const places = (await stored(server, "grouped")).flowdeck;
  expect(Object.keys(places).filter((key) => key.startsWith("$"))).toHaveLength(3);
  await app.keyboard.press("Control+Shift+g");
  await app.keyboard.press("Control+s");
  await expect.poll(async () => (await stored(server, "grouped")).flowdeck.groups ?? []).toEqual([]);
});

test("what is selected is lined up by a button, and by the command's name", async ({ app, server }) => {
  await server.create("Lines", BLUR);
  await open(app, server, "lines");
  await canvas(app).focus();
  await app.keyboard.press("Control+a");
  await app.getByRole("group", { name: "Align" }).getByRole("button", { name: "Left" }).click();
  await canvas(app).focus();
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const left = (await stored(server, "lines")).flowdeck;
  expect(new Set(Object.values(left).map(([x]) => x)).size).toBe(1);
  await app.keyboard.press("Control+z");
  await app.keyboard.press("Control+s");
  await expect.poll(async () => (await stored(server, "lines")).flowdeck).toBeUndefined();
  await app.keyboard.press("Control+k");
  await expect(app.getByRole("combobox", { name: "Search commands" })).toBeFocused();
  await app.keyboard.type("align left");
  await app.keyboard.press("Enter");
  await canvas(app).focus();
  await app.keyboard.press("Control+s");
  await expect.poll(async () => (await stored(server, "lines")).flowdeck).toEqual(left);
});

test("C tells where a wire may lead, and Enter draws it", async ({ app, server }) => {
  await server.create("Wires", TWO);
  await open(app, server, "wires");
  await expect(app.getByText("1 error", { exact: true })).toBeVisible();
  await canvas(app).focus();
  await app.keyboard.press("ArrowRight");
  await expect(words(app)).toHaveAccessibleName(/^image, /);
  await app.keyboard.press("c");
  await expect(app.getByRole("combobox", { name: "Connect image with" })).toBeFocused();
  // What is free comes first.
  await expect(app.getByRole("dialog", { name: "Connect" }).getByRole("option").first()).toContainText("grey · image");
  await app.keyboard.press("Enter");
  await expect(app.getByText("1 error", { exact: true })).toHaveCount(0);
  await expect(canvas(app)).toBeFocused();
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  expect((await stored(server, "wires")).specification.steps[1].image).toBe("$inputs.image");
});

test("a wire between what does not fit offers the blocks that go between", async ({ app, server }) => {
  const drawn = {
    specification: {
      version: "1.0",
      inputs: [{ type: "WorkflowImage", name: "image" }],
      steps: [{ type: "roboflow_core/bounding_box_visualization@v1", name: "boxes", image: "$inputs.image" }],
      outputs: [],
    },
    flowdeck: { "$inputs.image": [0, 0], "$steps.boxes": [400, 0] },
  };
  await server.api("POST", "/home/createWorkflow", { name: "Between", config: JSON.stringify(drawn) });
  await open(app, server, "between");
  // All of it is 620 by 100; rows of ports begin 48 pixels below a card's top and are 20 high.
  const at = await middle(app);
  const port = (x, row) => [at.x - 310 + x, at.y - 50 + 58 + 20 * row];
  await app.mouse.move(...port(180, 0));
  await app.mouse.down();
  await app.mouse.move(...port(300, 1), { steps: 4 });
  await app.mouse.move(...port(400, 1), { steps: 4 });
  await app.mouse.up();
  const offer = app.getByRole("dialog", { name: "Add a block" });
  await expect(offer).toContainText("These two do not fit");
  await offer.getByRole("combobox").fill("object detection model");
  await offer.getByRole("option").first().click();
  await expect(words(app)).toHaveAccessibleName(/Object Detection Model/);
  await canvas(app).focus();
  await app.keyboard.press("Control+s");
  await expect(saved(app)).toBeVisible();
  const { steps } = (await stored(server, "between")).specification;
  expect(steps[1].images).toBe("$inputs.image");
  expect(steps[0].predictions).toBe(`$steps.${steps[1].name}.predictions`);
  // One entry of the history: one step back, and both wires are gone.
  await app.keyboard.press("Control+z");
  await app.keyboard.press("Control+s");
  await expect.poll(async () => (await stored(server, "between")).specification.steps).toHaveLength(1);
});

test("the map shows where the view is, a press goes there, and it stays away when it was sent away", async ({ app, server }) => {
  await server.create("Mapped", BLUR);
  await open(app, server, "mapped");
  const map = app.locator(".fd-map");
  const frame = map.locator(".fd-map__frame");
  await expect(map).toBeVisible();
  await canvas(app).focus();
  for (let step = 0; step < 5; step += 1) await app.keyboard.press("+");
  const before = await frame.boundingBox();
  const box = await map.boundingBox();
  await app.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
  await expect.poll(async () => (await frame.boundingBox()).x).toBeGreaterThan(before.x);
  await canvas(app).focus();
  await app.keyboard.press("Alt+m");
  await expect(map).toHaveCount(0);
  await app.reload();
  await expect(canvas(app)).toBeVisible();
  await expect(map).toHaveCount(0);
});
