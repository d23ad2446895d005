// An engine behind the server with blocks of its own: they are checked by what it says of them, and one that does not
// answer leaves the page as it is.
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BLUR, expect, Server, test as base, writeEditor } from "./fixtures.js";

const own = {
  blocks: [
    {
      manifest_type_identifier: "shop/counter@v1",
      human_friendly_block_name: "Shelf counter",
      outputs_manifest: [{ name: "count", kind: [{ name: "integer" }] }],
      block_schema: {
        required: ["type", "name", "shelf"],
        properties: { type: { const: "shop/counter@v1" }, name: { type: "string" }, shelf: { type: "integer", minimum: 1 } },
      },
    },
  ],
};

const counting = (shelf) => ({
  version: "1.0",
  inputs: [],
  steps: [{ type: "shop/counter@v1", name: "count", shelf }],
  outputs: [{ type: "JsonField", name: "count", selector: "$steps.count.count" }],
});

const test = base.extend({
  /** A server with an engine that says of its blocks what the test has it say. */
  behind: async ({}, use) => {
    const engine = { status: 200, answer: own };
    const http = createServer((request, response) => {
      request.resume().on("end", () => {
        response.writeHead(engine.status, { "Content-Type": "application/json" });
        response.end(JSON.stringify(engine.answer));
      });
    });
    await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
    const data = await mkdtemp(join(tmpdir(), "flowdeck-e2e-"));
    const server = new Server(data, {}, ["--engine", `http://127.0.0.1:${http.address().port}`]);
    await use({ engine, server });
    await server.stop();
    http.closeAllConnections();
    http.close();
    await rm(data, { recursive: true, force: true });
  },
});

const problems = (page) => page.getByRole("complementary", { name: "Problems" });

test("a block of the engine's own is checked by the engine's description", async ({ page, behind: { server } }) => {
  await server.start();
  await server.create("Counting", counting(0));
  await page.goto(`${server.url}/w/home/counting/edit`);
  await expect(problems(page)).toContainText("“shelf” must be a whole number of at least 1; this is 0.");
  await expect(problems(page)).toContainText("known from the engine's answer only");
  await writeEditor(page, JSON.stringify(counting(4), null, 2));
  await expect(problems(page)).not.toContainText("“shelf”");
  await expect(page.getByText(/error/)).toHaveCount(0);
  // What the catalogue knows and this engine lacks.
  await writeEditor(page, JSON.stringify(BLUR, null, 2));
  await expect(problems(page)).toContainText("The engine behind this server does not have roboflow_core/image_blur@v1");
});

test("an engine that does not describe its blocks is said, and the catalogue serves", async ({ page, behind: { engine, server } }) => {
  engine.status = 500;
  await server.start();
  await server.create("Blur", BLUR);
  await page.goto(`${server.url}/w/home/blur/edit`);
  await expect(page.getByText(/Blocks are checked without what is the connected engine's own/)).toBeVisible();
  await expect(problems(page)).toContainText("None: the engine takes this workflow.");
});
