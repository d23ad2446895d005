// Gateway mode in a real browser: a second Flowdeck is the cloud, and only the gateway has its key.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Audit } from "./audit.js";
import { BLUR, Server, editorText, expect, test as base, writeEditor } from "./fixtures.js";
import { freePort } from "./hosts.js";

const CLOUD_KEY = "cLoUd5e1a9c3f7b2d8064Secret+/Key";

const test = base.extend({
  /** The cloud and the gateway in front of it; the cloud lets pages of the gateway run two of its workflows. */
  gateway: async ({}, use) => {
    const folders = [await mkdtemp(join(tmpdir(), "flowdeck-cloud-")), await mkdtemp(join(tmpdir(), "flowdeck-gateway-"))];
    const port = await freePort();
    const published = ["qr-inventory", "dim-scene"].map(
      (workflow) => `[[publication]]\nworkflow = "${workflow}"\norigins = ["http://127.0.0.1:${port}"]\n`,
    );
    await writeFile(join(folders[0], "flowdeck.toml"), published.join(""));
    const cloud = await new Server(folders[0], { FLOWDECK_API_KEY: CLOUD_KEY }).start();
    const words = ["--gateway", `${cloud.url}/api`, "--workspace", "home", "--execution", `${cloud.url}/run`];
    const gateway = await new Server(folders[1], { ROBOFLOW_API_KEY: CLOUD_KEY, FLOWDECK_LOG: "trace" }, words).start(port);
    gateway.cloud = cloud;
    await use(gateway);
    for (const server of [gateway, cloud]) await server.stop();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  },
});

test("the cloud's workflows are listed, edited, versioned, run with a token, and no key is seen", async ({ page, gateway }) => {
  const audit = new Audit(page);
  await audit.visit(gateway.url, ["/", "/w/home/dim-scene", "/w/home/qr-inventory/versions", "/trash", "/settings", "/nope", "/config.json", "/api/", "/run/x", "/healthz"]);
  await page.goto(gateway.url);
  await expect(page.getByText("Gateway to the cloud")).toBeVisible();
  await expect(page.getByRole("link", { name: "Public samples" })).toHaveCount(0);
  await page.getByRole("link", { name: "QR inventory sheet" }).click();
  await page.getByRole("link", { name: "JSON" }).click();
  await expect.poll(() => editorText(page)).toContain("qr_code_detector");
  const { config } = (await gateway.cloud.api("GET", "/home/workflows/qr-inventory")).body.workflow;
  const { specification } = JSON.parse(config);
  specification.steps[3].thickness = 7;
  await writeEditor(page, JSON.stringify(specification, null, 2));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
  const stored = (await gateway.cloud.api("GET", "/home/workflows/qr-inventory")).body.workflow.config;
  expect(JSON.parse(stored).specification).toEqual(specification);

  // The run goes from the browser to the cloud's own endpoint, with a token and nothing else.
  await page.getByRole("link", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(page.getByText("Inventory sheet with six QR codes")).toBeVisible();
  const sent = page.waitForRequest((request) => request.url().startsWith(`${gateway.cloud.url}/run/home/workflows/qr-inventory`) && request.method() === "POST");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("6 found")).toBeVisible();
  expect((await sent).headers().cookie).toBeUndefined();

  await audit.collect(gateway.url);
  await gateway.stop();
  audit.note("gateway log", gateway.log);
  audit.expectNone([CLOUD_KEY]);
  audit.expectTokenOnlyIn((where) => where.includes("/run/home/workflows/"));
});

test("two browsers through one gateway do not overwrite each other", async ({ context, gateway }) => {
  await gateway.cloud.create("Shared", BLUR);
  const [one, two] = [await context.newPage(), await context.newPage()];
  const kernel = (size) => JSON.stringify({ ...BLUR, steps: [{ ...BLUR.steps[0], kernel_size: size }] }, null, 2);
  for (const tab of [one, two]) {
    await tab.goto(`${gateway.url}/w/home/shared/edit`);
    await expect.poll(() => editorText(tab)).toContain("image_blur");
  }
  await writeEditor(one, kernel(11));
  await one.keyboard.press("Control+s");
  await expect(one.getByText("Saved as version 2.")).toBeVisible();
  await writeEditor(two, kernel(21));
  await two.keyboard.press("Control+s");
  await expect(two.getByText("Changed elsewhere")).toBeVisible();
  await two.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(two.getByText("Saved as version 3.")).toBeVisible();
});

test("a cloud that goes away is named, and what was typed stays", async ({ page, gateway }) => {
  await gateway.cloud.create("Far", BLUR);
  await page.goto(`${gateway.url}/w/home/far/edit`);
  await expect.poll(() => editorText(page)).toContain("image_blur");
  const port = new URL(gateway.cloud.url).port;
  await gateway.cloud.stop("SIGKILL");
  await writeEditor(page, JSON.stringify({ ...BLUR, outputs: [] }, null, 2));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Not saved: The cloud does not answer this gateway.")).toBeVisible();
  await gateway.cloud.start(port);
  await page.getByRole("button", { name: "Save again" }).click();
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
});
