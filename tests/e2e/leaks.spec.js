// A key never reaches a browser: canaries in the server's environment, a walk through the whole app, and a search
// through everything that the browser saw (SECURITY.md).
import { expect, test } from "./fixtures.js";

const CANARY = "cAnArY7f3e9d1b5a2c8064LocalKey";
const ENGINE = "eNgInE4b8c2f6d0a91e573SecretKey";

const forms = (text) => [
  text,
  Buffer.from(text).toString("base64").replace(/=+$/, ""),
  encodeURIComponent(text),
  Buffer.from(text).toString("hex"),
  [...text].reverse().join(""),
];

test.use({ environment: { FLOWDECK_API_KEY: CANARY, FLOWDECK_ENGINE_KEY: ENGINE, ROBOFLOW_API_KEY: ENGINE, FLOWDECK_LOG: "trace" } });

test("no key in anything that a browser sees", async ({ page, context, server }) => {
  const seen = [];
  const note = (where, text) => seen.push([where, String(text ?? "")]);
  page.on("console", (message) => note("console", message.text()));
  page.on("pageerror", (error) => note("page error", `${error.message} ${error.stack}`));
  page.on("request", (request) => {
    note(`request ${request.url()}`, `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`);
  });
  const bodies = [];
  page.on("response", (response) => {
    note("response headers", JSON.stringify(response.headers()));
    bodies.push(response.body().then((body) => note(`body of ${response.url()}`, body.toString("latin1")), () => {}));
  });

  for (const path of ["/", "/w/public", "/w/home/qr-inventory", "/w/home/qr-inventory/edit", "/w/home/qr-inventory/versions", "/trash", "/settings", "/nope", "/config.json", "/healthz", "/api/", "/run/x"]) {
    await page.goto(server.url + path);
    await page.waitForLoadState("networkidle");
    note(`page ${path}`, await page.content());
  }
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

  const kept = await page.evaluate(async () => {
    const databases = (await indexedDB.databases?.()) ?? [];
    const caches_ = await caches.keys();
    return JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookie: document.cookie,
      databases,
      caches_,
      performance: performance.getEntries().map((entry) => entry.name),
    });
  });
  note("storage and performance", kept);
  note("cookies", JSON.stringify(await context.cookies()));
  // Every file of the app, source maps included if there were any.
  const index = await (await fetch(server.url)).text();
  for (const [, file] of index.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
    for (const name of [file, `${file}.map`]) {
      const response = await fetch(`${server.url}/${name}`);
      note(`file ${name}`, Buffer.from(await response.arrayBuffer()).toString("latin1"));
    }
  }
  await Promise.all(bodies);
  await server.stop();
  note("server log", server.log);

  expect(seen.length).toBeGreaterThan(60);
  const hits = seen.flatMap(([where, text]) =>
    [CANARY, ENGINE].flatMap((key) => forms(key).filter((form) => text.includes(form)).map(() => where)),
  );
  expect(hits).toEqual([]);
  console.log(`      searched ${seen.length} places, ${hits.length} hits`);

  // The token of a run is in the body of its two calls and nowhere else.
  const token = seen.find(([where]) => where.includes("workflowToken") && where.startsWith("body"))?.[1];
  expect(token).toBeTruthy();
  const { token: value } = JSON.parse(token);
  const places = seen.filter(([, text]) => text.includes(value)).map(([where]) => where);
  expect(places.every((where) => where.includes("workflowToken") || where.includes("/run/home/workflows/"))).toBe(true);
  expect(seen.filter(([where]) => where.startsWith("request")).every(([where]) => !where.includes(value))).toBe(true);
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
