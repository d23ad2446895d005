// Two tabs, one workflow: nobody's change is silently lost.
import { BLUR, editorText, expect, test, writeEditor } from "./fixtures.js";

async function twoTabs(context, server) {
  await server.create("Shared", BLUR);
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const tab of [one, two]) {
    await tab.goto(`${server.url}/w/home/shared/edit`);
    await expect.poll(() => editorText(tab)).toContain("image_blur");
  }
  return [one, two];
}

const withKernel = (size) => {
  const copy = structuredClone(BLUR);
  copy.steps[0].kernel_size = size;
  return JSON.stringify(copy, null, 2);
};

const storedKernel = async (server) => {
  const { body } = await server.api("GET", "/home/workflows/shared");
  return JSON.parse(body.workflow.config).specification.steps[0].kernel_size;
};

test("the second save is told, and may win knowingly", async ({ context, server }) => {
  const [one, two] = await twoTabs(context, server);
  await writeEditor(one, withKernel(11));
  await one.getByRole("button", { name: "Save" }).click();
  await expect(one.getByText("Saved as version 2.")).toBeVisible();
  await writeEditor(two, withKernel(21));
  await two.getByRole("button", { name: "Save" }).click();
  await expect(two.getByText("Changed elsewhere")).toBeVisible();
  expect(await storedKernel(server)).toBe(11);
  expect(await editorText(two)).toContain('"kernel_size": 21');
  await two.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(two.getByText("Saved as version 3.")).toBeVisible();
  expect(await storedKernel(server)).toBe(21);
});

test("the second save may give way", async ({ context, server }) => {
  const [one, two] = await twoTabs(context, server);
  await writeEditor(one, withKernel(11));
  await one.keyboard.press("Control+s");
  await expect(one.getByText("Saved as version 2.")).toBeVisible();
  await writeEditor(two, withKernel(21));
  await two.keyboard.press("Control+s");
  await two.getByRole("button", { name: "Take theirs" }).click();
  await expect.poll(() => editorText(two)).toContain('"kernel_size": 11');
  await expect(two.getByText("Edited, not saved")).toHaveCount(0);
});

test("a rename elsewhere is no silent loss either", async ({ context, server }) => {
  const [, two] = await twoTabs(context, server);
  const { body } = await server.api("GET", "/home/workflows/shared");
  const { id, config } = body.workflow;
  await server.api("POST", "/home/updateWorkflow", { id, name: "Renamed", url: "shared", config });
  await writeEditor(two, withKernel(5));
  await two.keyboard.press("Control+s");
  await expect(two.getByText("Changed elsewhere")).toBeVisible();
});
