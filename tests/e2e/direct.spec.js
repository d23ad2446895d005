// Direct mode: the page speaks with the service itself. A second Flowdeck, behind a proxy that adds CORS, is the service.
import { AxeBuilder } from "@axe-core/playwright";
import { Audit } from "./audit.js";
import { BLUR, editorText, expect, test as base, writeEditor } from "./fixtures.js";
import { Cloud, Host, connect, freePort, python } from "./hosts.js";
import { searchMemory } from "./memory.js";

const KEY = "dIrEcT5e1a9c3f7b2d8064Secret+/Key";

const test = base.extend({
  cloud: async ({}, use) => {
    const port = await freePort();
    const cloud = await new Cloud().start(KEY, [`http://127.0.0.1:${port}`]);
    cloud.port = port;
    await use(cloud);
    await cloud.stop();
  },
  host: async ({ cloud }, use) => {
    const host = await new Host().start(python, cloud.port, { api: cloud.api, execution: cloud.execution, routing: "hash" });
    await use(host);
    await host.stop();
  },
});

const kernel = (size) => JSON.stringify({ ...BLUR, steps: [{ ...BLUR.steps[0], kernel_size: size }] }, null, 2);

test("what stands against a connection is said where it is", async ({ page, cloud, host }) => {
  await page.goto(host.url);
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await expect(page.getByText("No key in this page")).toBeVisible();
  await connect(page, "two words");
  await expect(page.getByText("Give the API key: one word, without blanks.")).toBeVisible();
  await connect(page, "not-the-key");
  await expect(page.getByText(/does not know this key/)).toBeVisible();
  await expect(page.getByLabel("API key")).toHaveValue("");
  await expect(page.getByLabel("API key")).toBeFocused();
  await connect(page, KEY, "typo");
  await expect(page.getByText("This key does not open “typo”: it belongs to the workspace “home”.")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await cloud.server.stop();
  await connect(page, KEY);
  await expect(page.getByText(/No answer from .* that this page may read/)).toBeVisible();
  await expect(page.getByText(/pages of .* read its answers \(CORS\)/)).toBeVisible();
});

test("list, edit, create, delete and restore; a colleague's save is noticed", async ({ page, cloud, host }) => {
  await cloud.server.create("Shared", BLUR);
  await page.goto(`${host.url}#/w/home/shared/edit`);
  await connect(page, KEY);
  await expect.poll(() => editorText(page)).toContain("image_blur");
  await writeEditor(page, kernel(11));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved as version 2.")).toBeVisible();

  const theirs = (await cloud.server.api("GET", "/home/workflows/shared")).body.workflow;
  const config = JSON.stringify({ specification: JSON.parse(kernel(21)) });
  await cloud.server.api("POST", "/home/updateWorkflow", { id: theirs.id, name: theirs.name, url: theirs.url, config });
  await writeEditor(page, kernel(31));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Changed elsewhere")).toBeVisible();
  await page.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(page.getByText("Saved as version 4.")).toBeVisible();

  // A new one is made in two steps, so that its definition is in no address.
  await page.getByRole("link", { name: "Workflows", exact: true }).click();
  await page.getByRole("button", { name: "New" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Made here");
  // The starters are files beside the app, also below a base.
  await expect(page.getByRole("radio", { name: "Keep a log" })).toBeVisible();
  await page.getByRole("radio", { name: "Paste or import JSON" }).check();
  await page.getByLabel("Definition").fill(kernel(5));
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name: "JSON" }).click();
  await expect.poll(() => editorText(page)).toContain('"kernel_size": 5');
  expect(cloud.asked.filter(({ url }) => url.includes("image_blur"))).toEqual([]);

  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Embed" })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Move to Trash" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Back in the workspace.")).toBeVisible();

  // What only our server can do says so, and asks nothing of the service.
  const before = cloud.asked.length;
  await page.goto(`${host.url}#/w/home/made-here/embed`);
  await expect(page.getByText("Publishing needs a server")).toBeVisible();
  expect(cloud.asked.slice(before).filter(({ url }) => url.includes("publication"))).toEqual([]);
});

test("a sign-out asks about changes that are not saved", async ({ page, cloud, host }) => {
  await cloud.server.create("Draft", BLUR);
  await page.goto(`${host.url}#/w/home/draft/edit`);
  await connect(page, KEY);
  await expect.poll(() => editorText(page)).toContain("image_blur");
  await writeEditor(page, kernel(11));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByText("Changes not saved")).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  await connect(page, KEY);
  await expect(page.getByRole("link", { name: "Draft" })).toBeVisible();
  await expect(page.getByText("Changes not saved")).toHaveCount(0);
});

test("the key goes to the service and is nowhere else; after the sign-out it is gone", async ({ page, cloud, host }) => {
  const audit = new Audit(page);
  await page.goto(`${host.url}#/w/home/qr-inventory`);
  await connect(page, KEY);
  await expect(page.getByText("Your key is in this tab's memory")).toBeVisible();
  await page.getByRole("link", { name: "JSON" }).click();
  await expect.poll(() => editorText(page)).toContain("qr_code_detector");
  const { config } = (await cloud.server.api("GET", "/home/workflows/qr-inventory")).body.workflow;
  const { specification } = JSON.parse(config);
  specification.steps[3].thickness = 7;
  await writeEditor(page, JSON.stringify(specification, null, 2));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
  audit.note("page: editor", await page.content());
  await page.getByRole("link", { name: "Versions" }).click();
  await expect(page.getByRole("heading", { name: "Version 2" })).toBeVisible();
  await page.getByRole("link", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(page.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("6 found")).toBeVisible();
  audit.note("page: run", await page.content());
  for (const name of ["Trash", "Settings", "Workflows"]) {
    await page.getByRole("link", { name, exact: true }).click();
    // Not until the network is idle: what a worker fetched when it was ended counts as under way for ever.
    await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
    await expect(page.locator("[aria-busy=true], .fd-skeleton")).toHaveCount(0);
    audit.note(`page: ${name}`, await page.content());
    audit.note(`address: ${name}`, page.url());
  }

  // Every method: a new workflow, moved to the Trash and taken back.
  await page.getByRole("button", { name: "New" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Made here");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Move to Trash" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(/back in the workspace/i)).toBeVisible();

  // The search finds what is there, so that finding nothing later means something: the key in the program's memory, and
  // another word at the end of a long string.
  const held = await searchMemory(page, KEY);
  // Once: the key itself. No address or body that was made for a call is left.
  expect(held.memories.map(({ hits }) => hits)).toEqual([1]);
  await page.evaluate(() => (globalThis.planted = `${"x".repeat(5_000)}pLaNtEdWord`));
  expect((await searchMemory(page, "pLaNtEdWord")).holding.length).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  await expect(page.getByText("No key in this page")).toBeVisible();
  audit.note("page: signed out", await page.content());
  const values = await page.evaluate(() => [...document.querySelectorAll("input, textarea")].map((field) => field.value));
  audit.note("fields", JSON.stringify(values));
  const session = await page.context().newCDPSession(page);
  const history = await session.send("Page.getNavigationHistory");
  audit.note("history", JSON.stringify(history));
  expect(history.entries.length).toBeGreaterThan(5);
  await audit.collect(host.url);

  // Nothing of the workspace is left, and nothing more is asked.
  const asked = cloud.asked.length;
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  expect(cloud.asked.length).toBe(asked);
  const gone = await searchMemory(page, KEY);
  console.log(`      memory: ${gone.memories.length} of ${gone.memories[0].bytes} bytes, ${gone.strings} strings`);
  expect(gone.memories.map(({ hits }) => hits)).toEqual(gone.memories.map(() => 0));
  expect(gone.holding).toEqual([]);

  audit.expectOnlyIn(KEY, (where) => where.startsWith(`request ${cloud.api}/`));
  audit.expectTokenOnlyIn((where) => where.includes("/run/home/workflows/"));
  const encoded = encodeURIComponent(KEY);
  for (const { method, url, headers, body } of cloud.asked) {
    const inAddress = url.includes(`api_key=${encoded}`);
    const inBody = body.includes(`"api_key":"${KEY}"`);
    expect([method, inAddress, inBody]).toEqual([method, method !== "POST", method === "POST"]);
    expect(headers).not.toContain(encoded);
    expect(headers).not.toContain(KEY);
    expect(headers).not.toContain("referer");
  }
  const kinds = new Set(cloud.asked.map(({ method }) => method));
  expect([...kinds].sort()).toEqual(["DELETE", "GET", "POST"]);
  console.log(`      ${cloud.asked.length} calls of the service looked at, methods ${[...kinds].join(", ")}`);
});

test("text that is not saved is run with the key, after one question", async ({ page, cloud }) => {
  const host = await new Host().start(python, await freePort(), { api: cloud.api, execution: cloud.openExecution, routing: "hash" });
  try {
    await cloud.server.create("Draft", { version: "1.0", inputs: [], steps: [], outputs: [] });
    await page.goto(`${host.url}#/w/home/draft/edit`);
    await connect(page, KEY);
    await expect.poll(() => editorText(page)).toContain("outputs");
    const named = (name) => ({ version: "1.0", inputs: [{ type: "WorkflowParameter", name }], steps: [], outputs: [{ type: "JsonField", name: "same", selector: `$inputs.${name}` }] });
    await writeEditor(page, JSON.stringify(named("word"), null, 2));
    await page.getByRole("link", { name: "Run", exact: true }).click();
    await page.getByRole("textbox", { name: "word" }).fill("hello");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(cloud.ran).toEqual([]);
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByRole("dialog").getByText(cloud.openExecution)).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Send the key and run" }).click();
    await expect(page.getByRole("region", { name: "Results" }).getByText("hello").first()).toBeVisible();
    await page.getByRole("button", { name: "Run" }).click();
    await expect.poll(() => cloud.ran.length).toBe(2);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    for (const { url, headers, body } of cloud.ran) {
      expect([url, body.includes(`"api_key":"${KEY}"`), headers.includes(KEY)]).toEqual(["/workflows/run", true, false]);
    }
  } finally {
    await host.stop();
  }
});

test("no key is asked for inside a page of another site", async ({ page, cloud, host }) => {
  await page.goto(`${cloud.api}/`);
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement("iframe"), { src }));
  }, host.url);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Flowdeck asks for no key inside a page of another site.")).toBeVisible();
  await expect(frame.getByLabel("API key")).toHaveCount(0);
});

test("a tab that is left and come back to has forgotten the key", async ({ page, cloud, host }) => {
  await page.goto(`${host.url}#/w/home/qr-inventory`);
  await connect(page, KEY);
  await expect(page.getByRole("heading", { name: "QR inventory sheet" })).toBeVisible();
  await page.goto(`${cloud.api}/nothing`);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  await connect(page, KEY);
  await expect(page.getByRole("heading", { name: "QR inventory sheet" })).toBeVisible();
  // This browser throws left pages away; one that keeps them says so before it does.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  expect((await searchMemory(page, KEY)).memories.map(({ hits }) => hits)).toEqual([0]);
  expect(page.url()).toBe(`${host.url}#/w/home/qr-inventory`);
});
