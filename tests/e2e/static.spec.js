// The app from hosts that have files and no server of ours: below a path, with either way of writing addresses.
import { expect, test } from "./fixtures.js";
import { BASE, Cloud, Host, NGINX, connect, freePort, nginx, python } from "./hosts.js";

const KEY = "a-key-of-the-static-tests";

const HOSTS = [
  { name: "nginx, path routing", serve: nginx(`try_files $uri $uri/ ${BASE}index.html;`), routing: "path", needsNginx: true },
  { name: "a host with a 404 page", serve: nginx(`error_page 404 ${BASE}404.html;`), routing: "path", needsNginx: true, answers404: true },
  { name: "python -m http.server, hash routing", serve: python, routing: "hash" },
];

for (const { name, serve, routing, needsNginx, answers404 } of HOSTS) {
  test(`${name}: pages open, reload, go back, and break no policy`, async ({ page, context }) => {
    test.skip(needsNginx && !NGINX, "nginx is not here");
    const port = await freePort();
    const cloud = await new Cloud().start(KEY, [`http://127.0.0.1:${port}`]);
    const host = await new Host().start(serve, port, { api: cloud.api, execution: cloud.execution, routing });
    try {
      expect(await walk(page, context, { host, routing, answers404 })).toEqual([]);
    } finally {
      await host.stop();
      await cloud.stop();
    }
  });
}

/** Walks through the app and returns what went wrong on the way. */
async function walk(page, context, { host, routing, answers404 }) {
  const problems = [];
  context.on("page", (page) => watch(page));
  const watch = (page) => {
    page.on("pageerror", (error) => problems.push(`page: ${error.message}`));
    page.on("console", (message) => {
      const isExpected = answers404 && message.text().includes("404");
      if (["error", "warning"].includes(message.type()) && !isExpected) problems.push(message.text());
    });
    page.on("response", (response) => {
      const isPage = answers404 && response.request().isNavigationRequest();
      if (response.status() >= 400 && !isPage) problems.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      if (request.failure().errorText !== "net::ERR_ABORTED") problems.push(`${request.failure().errorText} ${request.url()}`);
    });
  };
  watch(page);
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  const at = (path) => (routing === "hash" ? `${host.url}#${path}` : host.origin + BASE.slice(0, -1) + path);

  // A deep link survives the connection, and a reload.
  await page.goto(at("/w/home/qr-inventory/versions"));
  for (let round = 0; round < 2; round += 1) {
    await expect(page.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
    await connect(page, KEY);
    await expect(page.getByRole("heading", { name: "Version 1" })).toBeVisible();
    expect(page.url()).toBe(at("/w/home/qr-inventory/versions"));
    if (round === 0) await page.reload();
  }

  // Links are real: a click stays, Ctrl+click opens a tab, which has no key.
  const run = page.getByRole("link", { name: "Run", exact: true });
  expect(await run.evaluate((link) => link.href)).toBe(at("/w/home/qr-inventory/run"));
  const [tab] = await Promise.all([context.waitForEvent("page"), run.click({ modifiers: ["Control"] })]);
  await expect(tab.getByRole("heading", { name: "Connect to your workspace" })).toBeVisible();
  expect(tab.url()).toBe(at("/w/home/qr-inventory/run"));
  await tab.close();

  // Back and forth.
  await run.click();
  await expect(page.getByRole("button", { name: /Inventory sheet/ })).toBeVisible();
  await page.getByRole("link", { name: "JSON" }).click();
  await expect(page.getByRole("textbox", { name: "Workflow definition, JSON" })).toBeVisible();
  await page.goBack();
  expect(page.url()).toBe(at("/w/home/qr-inventory/run"));
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Version 1" })).toBeVisible();

  // The list, and what an address typed by hand does.
  await page.getByRole("link", { name: "Workflows", exact: true }).click();
  await expect(page.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  expect(page.url()).toBe(at("/"));
  if (routing === "hash") {
    await page.evaluate(() => (location.hash = "#/trash"));
    await expect(page.getByRole("heading", { name: "Trash" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  }
  await page.goto(`${host.url}index.html`);
  await connect(page, KEY);
  await expect(page.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  return problems;
}
