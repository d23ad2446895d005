// A key never reaches a browser: canaries in the server's environment, a walk through the whole app, and a search
// through everything that the browser saw (SECURITY.md).
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Audit, forms } from "./audit.js";
import { BINARY, expect, test } from "./fixtures.js";
import { ECHO, Host, publish } from "./host.js";

const CANARY = "cAnArY7f3e9d1b5a2c8064LocalKey";
const ENGINE = "eNgInE4b8c2f6d0a91e573SecretKey";

test.use({ environment: { FLOWDECK_API_KEY: CANARY, FLOWDECK_ENGINE_KEY: ENGINE, ROBOFLOW_API_KEY: ENGINE, FLOWDECK_LOG: "trace" } });

test("no key in anything that a browser sees", async ({ page, server }) => {
  const audit = new Audit(page);
  await audit.visit(server.url, ["/", "/w/public", "/w/home/qr-inventory", "/w/home/qr-inventory/edit", "/w/home/qr-inventory/versions", "/trash", "/settings", "/nope", "/config.json", "/healthz", "/api/", "/run/x"]);
  await page.goto(`${server.url}/w/home/qr-inventory/run`);
  await page.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(page.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("6 found")).toBeVisible();
  await page.goto(`${server.url}/w/home/detect-and-count/run`);
  await page.getByRole("button", { name: /Bolts/ }).click();
  await expect(page.getByText("Bolts, nuts and washers on a table")).toBeVisible();
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("Connect an inference server")).toBeVisible();
  await audit.collect(server.url);
  await server.stop();
  audit.note("server log", server.log);
  expect(audit.seen.length).toBeGreaterThan(60);
  audit.expectNone([CANARY, ENGINE]);
  audit.expectTokenOnlyIn((where) => where.includes("/run/home/workflows/"));
});

test("the page's policy holds: no inline script, no foreign origin, not framed by strangers", async ({ page, server }) => {
  const response = await page.goto(server.url);
  const policy = response.headers()["content-security-policy"];
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "frame-ancestors 'self'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain("unsafe-inline");
  const violations = await page.evaluate(async () => {
    const found = [];
    document.addEventListener("securitypolicyviolation", (event) => found.push(event.violatedDirective));
    const script = document.createElement("script");
    try {
      script.textContent = "window.hit = 1";
      document.head.append(script);
    } catch {
      found.push("trusted-types");
    }
    await fetch("https://example.org/").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { found, hit: window.hit };
  });
  expect(violations.hit).toBeUndefined();
  expect(violations.found.length).toBeGreaterThan(0);
});

test("no key in anything that a page sees which embeds a workflow, by element or by frame", async ({ page, server }) => {
  const host = await Host.open();
  await server.create("Echo", ECHO);
  await publish(server, "echo", [host.origin]);
  host.body = `<!doctype html><title>Shop</title><script type="module" src="${server.url}/embed.js"></script>
    <flowdeck-runner workflow="home/echo" auto-run></flowdeck-runner>
    <iframe src="${server.url}/embed/home/echo?auto-run" title="Echo"></iframe>
    <script>
      addEventListener("message", ({ data }) => console.log(JSON.stringify(data)));
      for (const kind of ["result", "error", "progress", "token"]) {
        addEventListener("flowdeck-" + kind, ({ detail }) => console.log(JSON.stringify(detail)));
      }
    </script>`;
  const audit = new Audit(page);
  await page.goto(host.origin);
  await expect(page.locator("flowdeck-runner")).toContainText("hello");
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("flowdeck-runner")).toContainText("hello");
  for (const one of page.frames()) {
    audit.note(`page ${one.url()}`, await one.content());
    audit.note(`shadow tree of ${one.url()}`, await one.locator("flowdeck-runner").evaluate((node) => node.shadowRoot.innerHTML));
    audit.note(`storage of ${one.url()}`, await one.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, performance.getEntries().map(({ name }) => name), await caches.keys()])));
  }
  await audit.collect(`${server.url}/embed/home/echo`);
  const tokens = audit.seen.filter(([where]) => where.includes("/token/home/echo") && where.startsWith("body")).map(([, text]) => JSON.parse(text).token);
  expect(tokens.length).toBe(2);
  await server.stop();
  audit.note("server log", server.log);
  audit.expectNone([CANARY, ENGINE]);
  // A token is in the answer that brings it and in the bodies of calls to /run, in no address, message or tree.
  for (const token of tokens) {
    const places = audit.seen.filter(([where, text]) => text.includes(token) && !/^body of .*\/token\//.test(where));
    expect(places.filter(([where]) => !/^request .*\/run\/home\/workflows\/echo/.test(where)).map(([where]) => where)).toEqual([]);
    expect(audit.seen.filter(([where]) => where.includes(token))).toEqual([]);
  }
  host.close();
});

test("no key that lay about while the release was built is in it", async () => {
  // What `cargo xtask test` builds with: see xtask/src/test.rs.
  const canary = "bUiLd4c9f2e7d1a6b3c8055KeyAtBuild";
  const root = join(import.meta.dirname, "../..");
  let places = 0;
  const hits = [];
  const search = (where, content) => {
    places += 1;
    for (const form of forms(canary)) if (content.includes(form)) hits.push(where);
  };
  for (const folder of ["dist", "target/npm"]) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.(br|gz)$/.test(entry.name)) continue;
      expect(entry.name).not.toMatch(/\.map$/);
      search(entry.name, await readFile(join(entry.parentPath, entry.name), "latin1"));
    }
  }
  search("the binary", await readFile(BINARY, "latin1"));
  console.log(`      searched ${places} files for a key in 5 spellings, ${hits.length} hits`);
  expect(hits).toEqual([]);
  expect(places).toBeGreaterThan(20);
});
