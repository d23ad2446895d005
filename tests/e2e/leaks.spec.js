// A key never reaches a browser: canaries in the server's environment, a walk through the whole app, and a search
// through everything that the browser saw (SECURITY.md).
import { Audit } from "./audit.js";
import { expect, test } from "./fixtures.js";

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
