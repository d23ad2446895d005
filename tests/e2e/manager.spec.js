// <flowdeck-manager>: the whole app in a frame of another site, where no cookie is sent. The host's back end gets
// sessions with the key, its page hands them over.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Audit } from "./audit.js";
import { BLUR, Server, expect, test as base } from "./fixtures.js";
import { Host } from "./host.js";

const KEY = "mAnAgEr5d1c8b3f7a9e2064HostsBackEndKey";

const test = base.extend({
  /** A page of another site – localhost is another one than 127.0.0.1 – that may frame the app, and its back end. */
  deck: async ({ page }, use) => {
    const host = await Host.open();
    const origin = host.origin.replace("127.0.0.1", "localhost");
    const data = await mkdtemp(join(tmpdir(), "flowdeck-manager-"));
    const server = await new Server(data, { FLOWDECK_API_KEY: KEY, FLOWDECK_LOG: "trace" }, ["--frame", origin, "--require-login"]).start();
    const lend = async (body = {}) => {
      const answer = await fetch(`${server.url}/api/session`, {
        method: "POST", headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      return answer.json();
    };
    const open = async (getSession, attributes = 'workspace="home"') => {
      host.body = `<!doctype html><html lang="en"><title>Dashboard</title><h1>Dashboard</h1>
        <script type="module" src="${server.url}/embed.js"></script>
        <flowdeck-manager ${attributes}></flowdeck-manager>
        <script>window.asked = 0; document.querySelector("flowdeck-manager").getSession = ${getSession};</script></html>`;
      await page.goto(origin);
    };
    const app = page.frameLocator("flowdeck-manager iframe");
    await page.exposeFunction("lend", lend);
    await use({ host, origin, server, open, app });
    host.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  },
});

test("people list, open, edit and delete in it, and nobody sees the key", async ({ deck, page }) => {
  const audit = new Audit(page);
  await deck.server.create("Framed", BLUR);
  await deck.open("() => (window.asked += 1, window.lend())");
  await deck.app.getByRole("link", { name: "Framed" }).click();
  await expect(deck.app.getByRole("heading", { name: "Framed" })).toBeVisible();
  await deck.app.getByRole("button", { name: "More actions" }).click();
  await deck.app.getByRole("menuitem", { name: "Move to Trash" }).click();
  await expect(deck.app.getByText(/is in the Trash for 30 days/)).toBeVisible();
  expect((await deck.server.api("GET", "/home/workflows/framed")).status).toBe(404);
  await deck.app.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await deck.server.api("GET", "/home/workflows/framed")).status).toBe(200);
  expect(await page.evaluate(() => window.asked)).toBe(1);
  expect(await page.context().cookies()).toEqual([]);
  await audit.collect(deck.server.url);
  audit.note("page", await page.content());
  audit.note("frame", await page.frames()[1].content());
  await deck.server.stop();
  audit.note("log", deck.server.log);
  audit.expectNone([KEY]);
});

test("a session that has ended is asked for again, and a viewer's changes nothing", async ({ deck, page }) => {
  await deck.server.create("Framed", BLUR);
  await deck.open("() => (window.asked += 1) === 1 ? 'a session that has ended' : window.lend({ role: 'viewer' })");
  await expect(deck.app.getByRole("link", { name: "Framed" })).toBeVisible();
  expect(await page.evaluate(() => window.asked)).toBe(2);
  await expect(deck.app.getByRole("button", { name: "New workflow" })).toHaveCount(0);
});

test("without a session it says what is missing, and strangers may not frame it", async ({ deck, page }) => {
  test.setTimeout(90_000);
  await page.clock.install();
  await deck.open("undefined");
  await expect(deck.app.locator(".fd-boot")).toBeVisible();
  await page.clock.fastForward(20_000);
  await expect(deck.app.getByText("It needs <flowdeck-manager> with getSession.")).toBeVisible({ timeout: 30_000 });
  // 127.0.0.1 itself is not listed: only localhost is.
  const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
  await page.goto(deck.host.origin);
  await refused;
});
