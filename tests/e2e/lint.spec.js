// The engine's verdict while one types: marks, sentences, what mends them, and what happens without the catalogue.
import { BLUR, editorText, expect, test, writeEditor } from "./fixtures.js";

const broken = () => {
  const copy = structuredClone(BLUR);
  copy.steps[0].type = "roboflow_core/image_blurr@v1";
  return copy;
};
const problems = (page) => page.getByRole("complementary", { name: "Problems" });

test("a wrong block is marked and mended with one press, and Undo in the text takes it back", async ({ page, server }) => {
  await server.create("Wrong", broken());
  await page.goto(`${server.url}/w/home/wrong/edit`);
  await expect(problems(page)).toContainText("did you mean roboflow_core/image_blur@v1?");
  await expect(page.getByText("1 error", { exact: true })).toBeVisible();
  await problems(page).getByRole("button", { name: "Replace with roboflow_core/image_blur@v1" }).click();
  await expect.poll(() => editorText(page)).toContain('"roboflow_core/image_blur@v1"');
  await expect(problems(page)).toContainText("None: the engine takes this workflow.");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+z");
  await expect(problems(page)).toContainText("did you mean roboflow_core/image_blur@v1?");
});

test("a value that the block does not take is told while one types", async ({ page, server }) => {
  await server.create("Typed", BLUR);
  await page.goto(`${server.url}/w/home/typed/edit`);
  await expect(problems(page)).toContainText("None: the engine takes this workflow.");
  const copy = structuredClone(BLUR);
  copy.steps[0].blur_type = "gausian";
  await writeEditor(page, JSON.stringify(copy, null, 2));
  await expect(problems(page)).toContainText("FD0303");
  await expect(problems(page).getByRole("button", { name: 'Replace with "gaussian"' })).toBeVisible();
});

test("the list shows which workflows the engine refuses", async ({ page, server }) => {
  await server.create("Refused", broken());
  await server.create("Taken", BLUR);
  await page.goto(`${server.url}/w/home`);
  await expect(page.getByRole("row", { name: /Refused/ })).toContainText("1");
  await expect(page.getByRole("row", { name: /Refused/ }).getByText(/problem|error/i).first()).toBeAttached();
});

test("without the catalogue everything else is checked, and that is said", async ({ page, server }) => {
  await server.create("Alone", broken());
  await page.route(/catalogue-[0-9a-f]+\.txt/, (route) => route.abort());
  await page.goto(`${server.url}/w/home/alone/edit`);
  await expect(page.getByText(/Blocks are not checked/)).toBeVisible();
  await expect(problems(page)).toContainText("Blocks were not checked");
  const copy = broken();
  copy.outputs[0].selector = "$steps.nothing.image";
  await writeEditor(page, JSON.stringify(copy, null, 2));
  await expect(problems(page)).toContainText("There is no step “nothing”");
});

test("what is missing is wired and what does not fit converted, each with one press; a save says what is left", async ({ page, server }) => {
  const steps = [
    { type: "roboflow_core/image_blur@v1", name: "bare" },
    { type: "roboflow_core/qr_code_detector@v1", name: "codes", images: "$inputs.image" },
    { type: "roboflow_core/image_blur@v1", name: "soft", image: "$inputs.image", kernel_size: "$steps.codes.predictions" },
    { type: "roboflow_core/image_blur@v1", name: "off", image: "$inputs.image", blur_type: 5 },
  ];
  const outputs = ["bare", "soft", "off"].map((name) => ({ type: "JsonField", name, selector: `$steps.${name}.image` }));
  await server.create("Fixes", { ...BLUR, steps, outputs });
  await page.goto(`${server.url}/w/home/fixes/edit`);
  await expect(page.getByText("3 errors", { exact: true })).toBeVisible();
  await problems(page).getByRole("button", { name: "Wire “image” to $inputs.image" }).click();
  await problems(page).getByRole("button", { name: "Count the detections, in a new step “codes_count”" }).click();
  await expect.poll(() => editorText(page)).toContain('"$steps.codes_count.output"');
  await expect(page.getByText("1 error", { exact: true })).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved as version 2. 1 error: the engine will not run it yet.")).toBeVisible();
});

test("the run form asks for what the blocks take", async ({ page, server }) => {
  const inputs = [...BLUR.inputs, { type: "WorkflowParameter", name: "size" }];
  const steps = [{ ...BLUR.steps[0], kernel_size: "$inputs.size" }];
  await server.create("Asked", { ...BLUR, inputs, steps });
  await page.goto(`${server.url}/w/home/asked/run`);
  await expect(page.locator("[part=form]")).toContainText("integer");
  await page.locator("[part=form]").getByLabel("size").fill("much");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("Give a whole number, such as 5.")).toBeVisible();
});
