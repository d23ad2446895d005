// The widget on pages that mean no good, or that are only strict: style sheets that unset everything, globals replaced
// before and after, policies with and without Trusted Types, two versions, right to left, 400 % zoom.
import { ECHO, Host, heard, publish } from "./host.js";
import { expect, test as base } from "./fixtures.js";

const test = base.extend({
  shop: async ({ server, page }, use) => {
    const host = await Host.open();
    await server.create("Echo", ECHO);
    await publish(server, "echo", [host.origin]);
    const shop = {
      host,
      errors: [],
      script: `<script type="module" src="${server.url}/embed.js"></script>`,
      runner: '<flowdeck-runner workflow="home/echo"></flowdeck-runner>',
      /** Shows a page with this head and body, under these headers. */
      async open(body, headers = {}) {
        host.headers = headers;
        host.body = `<!doctype html><html lang="en"><title>Host</title>${body}</html>`;
        await page.goto(host.origin);
      },
      async runs(word) {
        await page.getByLabel("word").fill(word);
        const result = heard(page, "result");
        await page.getByRole("button", { name: "Run" }).click();
        expect((await result).outputs).toEqual([{ said: word }]);
      },
    };
    page.on("pageerror", (error) => shop.errors.push(error.message));
    await use(shop);
    host.close();
  },
});

test("a page that unsets every style leaves the widget as it is", async ({ shop, page }) => {
  const looks = () => page.evaluate(() => {
    const root = document.querySelector("flowdeck-runner").shadowRoot.querySelector(".fd-root");
    const of = (node) => {
      const { display, color, fontFamily, fontSize, paddingTop, backgroundColor } = getComputedStyle(node);
      return [display, color, fontFamily, fontSize, paddingTop, backgroundColor];
    };
    return [of(root), of(root.querySelector("button")), of(root.querySelector("input"))];
  });
  await shop.open(shop.script + shop.runner);
  await shop.runs("plain");
  await page.mouse.move(0, 0);
  await page.evaluate(() => Promise.all(document.querySelector("flowdeck-runner").shadowRoot.getAnimations().map((one) => one.finished)));
  const before = await looks();
  await shop.open(`<style>* { all: unset !important; letter-spacing: 9px; color: red !important } :root { font-size: 40px }</style>${shop.script}${shop.runner}`);
  await shop.runs("unset");
  await page.mouse.move(0, 0);
  await expect.poll(looks).toEqual(before);
});

test("globals that are replaced later do not reach the widget", async ({ shop, page }) => {
  await shop.open(shop.script + shop.runner);
  await expect(page.getByLabel("word")).toBeVisible();
  await page.evaluate(() => {
    window.spied = [];
    window.fetch = (...all) => (window.spied.push(all), Promise.reject(new Error("spied")));
    window.Request = window.Response = window.Headers = window.AbortController = class { constructor() { window.spied.push("made"); throw new Error("spied"); } };
    Array.prototype.push = Array.prototype.map = Array.prototype.forEach = () => { window.spied.push = undefined; throw new Error("spied"); };
    Array.prototype[Symbol.iterator] = () => { throw new Error("spied"); };
    JSON.parse = JSON.stringify = () => { throw new Error("spied"); };
    const own = window.Promise;
    window.Promise = class extends own { constructor(work) { super(work); throw new Error("spied"); } static resolve() { throw new Error("spied"); } };
  });
  // By hand, and looked at from another world: what was just taken away the driver's own helpers need.
  await page.keyboard.press("Tab");
  await page.keyboard.type("unharmed");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator("flowdeck-runner .fd-output")).toContainText("unharmed");
});

test("a page that broke fetch before is told so, by name", async ({ shop, page }) => {
  for (const [name, breaking] of [["fetch", "window.fetch = () => { throw new TypeError('no') }"], ["fetch", "window.fetch = undefined"]]) {
    await shop.open(`<script>${breaking}</script>${shop.script}${shop.runner}`);
    const alert = page.locator("flowdeck-runner").getByRole("alert");
    await expect(alert).toContainText(`This page replaced ${name}: load embed.js before it does.`);
  }
  // One that works, as monitors put in its place, is no obstacle.
  await shop.open(`<script>const own = fetch; window.fetch = (...all) => own(...all);</script>${shop.script}${shop.runner}`);
  await shop.runs("watched");
});

test("a strict policy is enough, with and without Trusted Types, and a missing directive is named", async ({ server, shop, page }) => {
  const policy = (parts) => ({
    "Content-Security-Policy": Object.entries({
      "default-src": "'none'",
      "script-src": `${server.url} 'wasm-unsafe-eval'`,
      "connect-src": server.url,
      "img-src": "data: blob:",
      ...parts,
    }).map(([name, value]) => `${name} ${value}`).join("; "),
  });
  await shop.open(shop.script + shop.runner, policy({}));
  await shop.runs("strict");
  await shop.open(shop.script + shop.runner, policy({ "require-trusted-types-for": "'script'", "trusted-types": "flowdeck" }));
  await shop.runs("trusted");
  const nonce = { "script-src": "'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'" };
  await shop.open(shop.script.replace("<script", "<script nonce=\"abc\"") + shop.runner, policy(nonce));
  await shop.runs("nonce");
  const alert = page.locator("flowdeck-runner").getByRole("alert").filter({ hasText: "Content-Security-Policy" });
  for (const [parts, said] of [
    [{ "script-src": server.url }, "add 'wasm-unsafe-eval' to script-src"],
    [{ "connect-src": "'none'" }, `add ${server.url} to connect-src`],
    [{ "require-trusted-types-for": "'script'", "trusted-types": "other" }, "add flowdeck to trusted-types"],
    [{ "script-src": `${server.url}/embed.js 'wasm-unsafe-eval'` }, `add ${server.url} to script-src`],
  ]) {
    await shop.open(shop.script + shop.runner, policy(parts));
    await expect(alert, said).toContainText(said);
  }
  // Calls that are blocked only when the widget makes them.
  const other = server.url.replace("127.0.0.1", "localhost");
  await shop.open(`${shop.script}<flowdeck-runner workflow="home/echo" token-endpoint="${other}/token/home/echo"></flowdeck-runner>`, policy({}));
  await expect(alert).toContainText(`add ${other} to connect-src`);
});

test("of two versions the first is used, and the second says so", async ({ server, shop, page }) => {
  const embed = await (await fetch(`${server.url}/embed.js`)).text();
  shop.host.files = { "/newer/embed.js": { type: "text/javascript", content: embed.replaceAll("0.1.0", "9.9.9") } };
  const warned = page.waitForEvent("console", (message) => message.type() === "warning");
  await shop.open(`${shop.script}<script type="module" src="/newer/embed.js"></script>${shop.script.replace("embed.js", "embed@0.1.0.js")}${shop.runner}`);
  expect((await warned).text()).toMatch(/<flowdeck-runner> 0\.1\.0 is defined on this page already and is used; 9\.9\.9/);
  await shop.runs("first");
  expect(shop.errors).toEqual([]);
});

test("a file that is not the published one is not run", async ({ server, shop, page }) => {
  await page.route("**/runner-*.wasm", async (route) => {
    const response = await route.fetch();
    const body = Buffer.from(await response.body());
    body[body.length - 1] ^= 1;
    await route.fulfill({ response, body });
  });
  await shop.open(shop.script + shop.runner);
  await expect(page.locator("flowdeck-runner").getByRole("alert")).toContainText(`Flowdeck could not be loaded from ${server.url}`);
});

test("right to left, narrow, and zoomed to 400 %: nothing is cut off", async ({ shop, page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await shop.open(`<style>body { margin: 0 }</style><div dir="rtl">${shop.script}${shop.runner}</div>`);
  await shop.runs("ימין");
  const { wide, direction } = await page.evaluate(() => {
    const root = document.querySelector("flowdeck-runner").shadowRoot.querySelector(".fd-root");
    const over = [...root.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 || node.getBoundingClientRect().left < -1);
    return { wide: over.filter((node) => !node.closest(".fd-sr, pre")).map((node) => node.className?.baseVal ?? node.className), direction: getComputedStyle(root).direction };
  });
  expect({ wide, direction }).toEqual({ wide: [], direction: "rtl" });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
