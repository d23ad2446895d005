// A newcomer's whole path: open, sample, edit, save, versions, restore, run, fork, delete, undo.
import { editorText, expect, test, writeEditor } from "./fixtures.js";

test("from the first page to a run and back", async ({ app, server }) => {
  await app.goto(server.url);
  await expect(app.getByRole("heading", { name: "Workflows" })).toBeVisible();
  await app.getByRole("link", { name: "QR inventory sheet" }).click();
  await expect(app).toHaveURL(/\/w\/home\/qr-inventory$/);
  await app.getByRole("tab", { name: "Outline" }).click();
  await app.getByRole("treeitem", { name: /^codes, QR/ }).click();
  await app.getByRole("tab", { name: "Step" }).click();
  await expect(app.getByRole("complementary", { name: "Details" })).toContainText("Finds QR codes and reads them");

  // Edit as text, with the checks beside it.
  await app.getByRole("link", { name: "JSON" }).click();
  await expect.poll(() => editorText(app)).toContain("qr_code_detector");
  const before = JSON.parse((await server.api("GET", "/home/workflows/qr-inventory")).body.workflow.config);
  const edited = structuredClone(before.specification);
  edited.steps[3].thickness = 8;
  const broken = structuredClone(edited);
  broken.steps[0].images = "$inputs.imag";
  await writeEditor(app, JSON.stringify(broken, null, 2));
  await expect(app.getByText("There is no input “imag”: did you mean")).toBeVisible();
  await writeEditor(app, JSON.stringify(edited, null, 2));
  await expect(app.getByText("None: the engine takes this workflow.")).toBeVisible();
  await expect(app.getByText("Edited, not saved")).toBeVisible();
  await app.keyboard.press("Control+s");
  await expect(app.getByText("Saved as version 2.")).toBeVisible();
  const stored = JSON.parse((await server.api("GET", "/home/workflows/qr-inventory")).body.workflow.config);
  expect(stored.specification).toEqual(edited);

  // Versions: what changed, and back.
  await app.getByRole("link", { name: "Versions" }).click();
  await expect(app.getByText("+1 added")).toBeVisible();
  await app.getByRole("button", { name: /^Version 1/ }).click();
  await app.getByRole("button", { name: "Restore this version" }).click();
  await expect(app.getByText("Restored as version 3.")).toBeVisible();
  const restored = JSON.parse((await server.api("GET", "/home/workflows/qr-inventory")).body.workflow.config);
  expect(restored.specification).toEqual(before.specification);

  // Run on a sample image: boxes over the image, a count, the raw answer.
  await app.getByRole("link", { name: "Run", exact: true }).click();
  await app.getByRole("button", { name: "Use the sample: Inventory sheet with six QR codes" }).click();
  await expect(app.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await app.keyboard.press("Control+Enter");
  const results = app.getByRole("region", { name: "Results" });
  await expect(results.getByText("BIN-0704").first()).toBeVisible();
  await expect(results.getByText("6 found")).toBeVisible();
  await expect(results.getByRole("img", { name: "Image with 6 boxes" })).toBeVisible();
  await results.getByRole("tab", { name: "Raw JSON" }).click();
  await expect(results.getByText('"profiler_trace"').or(results.getByText('"outputs"')).first()).toBeVisible();

  // Fork, delete the fork, undo.
  await app.getByRole("button", { name: "More actions" }).click();
  await app.getByRole("menuitem", { name: "Fork" }).click();
  await expect(app).toHaveURL(/\/w\/home\/qr-inventory-2$/);
  await app.getByRole("button", { name: "More actions" }).click();
  await app.getByRole("menuitem", { name: "Move to Trash" }).click();
  await expect(app.getByText("is in the Trash for 30 days")).toBeVisible();
  await expect(app).toHaveURL(/\/w\/home$/);
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(app.getByText("Back in the workspace.")).toBeVisible();
  expect((await server.api("GET", "/home/workflows/qr-inventory-2")).status).toBe(200);
});

test("make one from pasted JSON, rename it, find it, delete and restore it", async ({ app, server }) => {
  await app.goto(server.url);
  await app.getByRole("button", { name: "New workflow" }).click();
  const dialog = app.getByRole("dialog", { name: "New workflow" });
  await expect(dialog.getByLabel("Name", { exact: true })).toBeFocused();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("Give it a name.")).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Night shift");
  await dialog.getByRole("radio", { name: "Paste or import JSON" }).check();
  await dialog.getByLabel("Definition").fill('{"version": "1.0", "inputs": [], "steps": [');
  await expect(dialog.getByText(/ends where a value|line 1/)).toBeVisible();
  await dialog.getByLabel("Definition").fill('{"version": "1.0", "inputs": [], "steps": [], "outputs": []}');
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(app).toHaveURL(/\/w\/home\/night-shift$/);

  await app.getByRole("button", { name: "More actions" }).click();
  await app.getByRole("menuitem", { name: "Rename" }).click();
  await app.getByLabel("Name", { exact: true }).fill("Late shift");
  await app.getByLabel("URL name", { exact: true }).fill("late-shift");
  await app.getByRole("button", { name: "Rename" }).click();
  await expect(app).toHaveURL(/\/w\/home\/late-shift$/);
  await expect(app.getByRole("heading", { name: "Late shift" })).toBeVisible();

  await app.getByRole("link", { name: "Workflows" }).click();
  await app.keyboard.press("/");
  await app.keyboard.type("late");
  await expect(app.getByText("1 of")).toBeVisible();
  await app.getByRole("checkbox", { name: "Select Late shift" }).check();
  await app.getByRole("button", { name: "Move to Trash" }).click();
  await expect(app.getByText("No match")).toBeVisible();
  await app.getByRole("link", { name: "Trash" }).click();
  await expect(app.getByText("late-shift")).toBeVisible();
  await app.getByRole("button", { name: "Restore" }).click();
  await expect(app.getByText("The Trash is empty")).toBeVisible();
});

test("public samples are read, run and forked, not changed", async ({ app, server }) => {
  await app.goto(server.url);
  await app.getByRole("link", { name: "Public samples" }).click();
  await app.getByRole("link", { name: "Is the shelf stocked?" }).click();
  await expect(app.getByRole("button", { name: "Save" })).toHaveCount(0);
  await app.getByRole("link", { name: "Run", exact: true }).click();
  await app.getByRole("button", { name: "Use the sample: An empty shelf" }).click();
  await app.getByRole("button", { name: "Run" }).click();
  await expect(app.getByRole("region", { name: "Results" }).getByText("empty", { exact: true })).toBeVisible();
  await app.getByRole("button", { name: "Fork" }).click();
  await expect(app).toHaveURL(/\/w\/home\/stock-verdict/);
});

test("a block that needs a model is refused by name", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/detect-and-count/run`);
  await app.getByRole("button", { name: "Use the sample: Bolts, nuts and washers on a table" }).click();
  await app.getByRole("button", { name: "Run" }).click();
  const results = app.getByRole("region", { name: "Results" });
  await expect(results.getByText("Connect an inference server to run it")).toBeVisible();
  await expect(results.getByText("model", { exact: true })).toBeVisible();
});
