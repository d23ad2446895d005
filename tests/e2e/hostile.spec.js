// Hostile names and values stay text.
import { BLUR, expect, test } from "./fixtures.js";

const NAMES = [
  `</script><img src=x onerror="window.hit=1">`,
  `__proto__`,
  `"><svg onload=window.hit=1>`,
  `\u202egnp.exe\u202c`,
  `javascript:alert(1)`,
  `{{constructor.constructor('window.hit=1')()}}`,
];

test("names of every kind are shown as they are", async ({ app, server }) => {
  for (const [index, name] of NAMES.entries()) {
    const specification = structuredClone(BLUR);
    specification.inputs[0].name = "image";
    specification.steps[0].name = name;
    specification.outputs = [{ type: "JsonField", name, selector: "$inputs.image" }];
    await server.create(name, specification, { url: `hostile-${index}`, description: name });
  }
  await app.goto(server.url);
  for (const [index, name] of NAMES.entries()) {
    await expect(app.getByRole("link", { name, exact: true })).toBeVisible();
    for (const view of ["", "/edit", "/versions", "/run"]) {
      await app.goto(`${server.url}/w/home/hostile-${index}${view}`);
      await expect(app.getByRole("heading", { level: 1 })).toHaveText(name);
    }
    await app.goto(server.url);
    await expect(app.getByRole("heading", { name: "Workflows" })).toBeVisible();
  }
  expect(await app.evaluate(() => window.hit)).toBeUndefined();
});

test("what is stored and no workflow is shown as text to mend", async ({ app, server }) => {
  for (const [index, config] of ["[1, 2]", '"text"', '{"specification": 5}', "{}", '{"steps": 5}'].entries()) {
    await server.create(`Odd ${index}`, config);
    await app.goto(`${server.url}/w/home/odd-${index}`);
    await expect(app.getByText("Nothing to draw yet")).toBeVisible();
    await app.getByRole("link", { name: "Write it as JSON" }).click();
    await expect(app.getByRole("textbox", { name: "Workflow definition, JSON" })).toBeVisible();
  }
});

test("a large workflow is drawn and edited", async ({ app, server }) => {
  const steps = Array.from({ length: 500 }, (_, n) => ({
    type: "roboflow_core/image_blur@v1",
    name: `blur_${n}`,
    image: n === 0 ? "$inputs.image" : `$steps.blur_${Math.floor((n - 1) / 2)}.image`,
  }));
  await server.create("Large", { ...BLUR, steps, outputs: [] });
  await app.goto(`${server.url}/w/home/large`);
  await app.getByRole("tab", { name: "Outline" }).click();
  const tree = app.getByRole("tree");
  await tree.focus();
  await app.keyboard.press("End");
  await expect(app.getByRole("treeitem", { selected: true })).toContainText(/blur_\d+/);
  // What is selected in the outline is selected on the canvas.
  await expect(app.getByRole("application", { name: "Workflow" }).getByRole("img")).toHaveAccessibleName(/^blur_\d+, /);
  await app.getByRole("link", { name: "JSON" }).click();
  await expect(app.getByRole("textbox", { name: "Workflow definition, JSON" })).toBeVisible();
});
