// Builder mode: the app inside the page /build of an inference server, which a stand-in plays here.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { story } from "./builder.js";
import { BuilderHost } from "./builder-host.js";
import { Server, expect, test as base } from "./fixtures.js";
import { freePort } from "./hosts.js";

const test = base.extend({
  /** A server of inference, and the Flowdeck that is its builder. */
  engine: async ({}, use) => {
    const [folder, port] = [await mkdtemp(join(tmpdir(), "flowdeck-builder-")), await freePort()];
    const deck = await new Server(folder, {}, ["--builder", `http://127.0.0.1:${port}`]).start();
    const engine = await BuilderHost.open(deck.url, port);
    await use(engine);
    engine.close();
    await deck.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test("inside the server's page: list, create, rename, run, save, conflict, delete, restore, and nobody else is asked", async ({ page, engine }) => {
  test.setTimeout(120_000);
  await story({ page, engine, said: (word) => `${word}, by the server` });
});

test("the server's own models are offered to the blocks that take them", async ({ page, engine }) => {
  const step = { type: "roboflow_core/roboflow_object_detection_model@v2", name: "model", images: "$inputs.image", model_id: "" };
  const specification = { version: "1.0", inputs: [{ type: "WorkflowImage", name: "image" }], steps: [step], outputs: [] };
  engine.files.set("count", { id: "count", name: "Count", config: JSON.stringify({ specification }) });
  await page.goto(`${engine.origin}/build/edit/count`);
  const app = page.frameLocator("iframe");
  await app.getByRole("tab", { name: "Outline" }).click();
  await app.getByRole("treeitem", { name: /^model/ }).first().click();
  await app.getByRole("tab", { name: "Step" }).click();
  const field = app.getByRole("combobox", { name: /model/i });
  await field.click();
  await app.getByRole("option", { name: /yolov8n-640/ }).click();
  await expect(field).toHaveValue("yolov8n-640");
  await app.getByRole("button", { name: "Save" }).click();
  await expect(app.getByText(/^Saved\./)).toBeVisible();
  expect(JSON.parse(engine.files.get("count").config).specification.steps[0].model_id).toBe("yolov8n-640");
});

test("an address that lacks the pass, or names another server, opens nothing and says so", async ({ page, engine }) => {
  const visit = (query, path = "") => page.goto(`${engine.builder}/workflows/local${path}?${new URLSearchParams(query)}`);
  await visit({ serverUrl: engine.origin }, "/count");
  await expect(page.getByText("works inside the builder page")).toBeVisible();
  await page.getByRole("link", { name: `Open ${engine.origin}/build/edit/count` }).click();
  await expect(page.frameLocator("iframe").getByText("“count” cannot be shown")).toBeVisible();
  engine.calls = [];
  await visit({ serverUrl: "http://127.0.0.1:1", csrf: "x" });
  await expect(page.getByText("is none of the inference servers")).toBeVisible();
  expect(page.url()).not.toContain("csrf");
  expect(engine.calls).toEqual([]);
  // An old pass: what was typed can still be taken along.
  await visit({ serverUrl: engine.origin, csrf: "old" });
  await expect(page.getByText("no longer knows this page")).toBeVisible();
});

test("a Flowdeck that is nobody's builder says how it becomes one", async ({ page, server }) => {
  await page.goto(`${server.url}/workflows/local?serverUrl=http%3A%2F%2F127.0.0.1%3A9001&csrf=x`);
  await expect(page.getByText("Start it with --builder")).toBeVisible();
});
