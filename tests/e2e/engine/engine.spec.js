// The real engine called from a page: it fetches the definition from this server with the token that the page got.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test as base } from "../fixtures.js";
import { Host, heard, publish } from "../host.js";
import { PATIENCE, startEngine } from "./start.js";

const root = join(import.meta.dirname, "../../..");
/** How long the engine may use a definition that it fetched before, seconds; its own default is fifteen minutes. */
const KEPT = 2;

const test = base.extend({
  /** The engine with this server as its management API. */
  engine: [async ({ server }, use) => {
    const engine = await startEngine(`${server.url}/api`, 9013, { WORKFLOWS_DEFINITION_CACHE_EXPIRY: String(KEPT) });
    await use(engine);
    await engine.stop();
  }, { timeout: PATIENCE }],
});

test("a run by id with our token succeeds for its workflow, fails for another, and ends with the publication", async ({ server, engine, page }) => {
  test.setTimeout(400_000);
  const shop = await Host.open();
  await publish(server, "dim-scene", [shop.origin]);
  const value = (await readFile(join(root, "static/samples/low-contrast.png"))).toString("base64");
  shop.body = `<!doctype html><title>Shop</title><script type="module" src="${server.url}/embed.js"></script>
    <flowdeck-runner workflow="home/dim-scene" execution-base="${engine.url}"></flowdeck-runner>`;
  await page.goto(shop.origin);
  const sent = [];
  page.on("request", (request) => sent.push(request.url()));
  await page.evaluate((value) => (document.querySelector("flowdeck-runner").inputs = { image: { type: "base64", value } }), value);
  const result = heard(page, "result");
  await page.getByRole("button", { name: "Run" }).click();
  expect(Object.keys((await result).outputs[0]).length).toBeGreaterThan(0);
  await expect(page.getByAltText("Image of the results").first()).toBeVisible();
  expect(sent.filter((url) => url.startsWith(engine.url))).toEqual([`${engine.url}/home/workflows/dim-scene`]);

  const token = await page.evaluate(async (url) => (await (await fetch(url, { method: "POST" })).json()).token, `${server.url}/token/home/dim-scene`);
  const call = (base, workflow, more = {}) => page.evaluate(async ([url, body]) => {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    return answer.status;
  }, [`${base}/home/workflows/${workflow}`, { api_key: token, inputs: { image: { type: "base64", value } }, ...more }]);
  expect(await call(engine.url, "dim-scene", { use_cache: false })).toBe(200);
  expect([401, 403, 404]).toContain(await call(engine.url, "dock-barcode", { use_cache: false }));

  // Taken back: this server refuses at once, the engine as soon as it asks, or when what it kept ends.
  expect(await call(engine.url, "dim-scene")).toBe(200);
  await server.api("DELETE", "/home/workflows/dim-scene/publication");
  const ours = await fetch(`${server.url}/run/home/workflows/dim-scene`, {
    method: "POST", headers: { "Content-Type": "application/json", Origin: shop.origin },
    body: JSON.stringify({ api_key: token, inputs: { image: { type: "base64", value } } }),
  });
  expect(ours.status).toBe(401);
  expect([401, 403]).toContain(await call(engine.url, "dim-scene", { use_cache: false }));
  await expect.poll(() => call(engine.url, "dim-scene"), { timeout: 20_000 }).not.toBe(200);
  shop.close();
});
