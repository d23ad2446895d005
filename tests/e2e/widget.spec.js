// <flowdeck-runner> on pages of another origin: run with nothing but a token, by endpoint, callback, property and
// attribute; moved, removed, many; and the page for frames.
import { AxeBuilder } from "@axe-core/playwright";
import { ECHO, Host, heard, publish } from "./host.js";
import { BLUR, expect, test as base } from "./fixtures.js";

const test = base.extend({
  /** A page of another origin for which `echo` is published; `open(body)` shows it. */
  shop: async ({ server, page }, use) => {
    const host = await Host.open();
    await server.create("Echo", ECHO);
    await publish(server, "echo", [host.origin]);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    const open = async (body) => {
      host.body = `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>${body}</main></html>`;
      await page.goto(host.origin);
    };
    await use({ host, open, errors, script: `<script type="module" src="${server.url}/embed.js"></script>` });
    host.close();
  },
});

test("a page written from the README alone runs a workflow by a person's hand", async ({ shop, page }) => {
  await shop.open(`${shop.script}<flowdeck-runner workflow="home/echo"></flowdeck-runner>`);
  const word = page.getByLabel("word");
  await word.fill("from the shop");
  const result = heard(page, "result");
  await page.getByRole("button", { name: "Run" }).click();
  expect((await result).outputs).toEqual([{ said: "from the shop" }]);
  await expect(page.locator("flowdeck-runner")).toContainText("from the shop");
  // Keyboard alone, and a second run.
  await word.fill("by keyboard");
  await word.press("Control+Enter");
  await expect(page.getByText("by keyboard")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target).join()}`)).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, Object.keys(globalThis).filter((name) => /flowdeck/i.test(name))])).toEqual([0, 0, []]);
  expect(shop.errors).toEqual([]);
});

test("an image is dropped in, and its result is drawn", async ({ server, shop, page }) => {
  await server.create("Blur", BLUR);
  await publish(server, "blur", [shop.host.origin]);
  await shop.open(`${shop.script}<flowdeck-runner workflow="home/blur" theme="dark"></flowdeck-runner>`);
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("Choose an image: a file, a sample or an address.")).toBeVisible();
  await page.getByLabel("Image for image", { exact: true }).setInputFiles({
    name: "dot.png", mimeType: "image/png",
    buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
  });
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByAltText("Image of the results")).toBeVisible();
});

test("tokens come from a callback, a property or an attribute, and are seen nowhere", async ({ server, shop, page }) => {
  const token = async () => {
    const answer = await fetch(`${server.url}/token/home/echo`, { method: "POST", headers: { Origin: shop.host.origin } });
    return (await answer.json()).token;
  };
  const [attribute, property] = [await token(), await token()];
  await shop.open(`${shop.script}
    <flowdeck-runner id="attribute" workflow="home/echo" token="${attribute}"></flowdeck-runner>
    <flowdeck-runner id="property" workflow="home/echo"></flowdeck-runner>
    <flowdeck-runner id="callback" workflow="home/echo"></flowdeck-runner>
    <script>
      let asked = 0;
      document.querySelector("#callback").getToken = async () => {
        asked += 1;
        const answer = await fetch("${server.url}/token/home/echo", { method: "POST" });
        document.body.dataset.asked = asked;
        return answer.json();
      };
    </script>`);
  await page.evaluate((property) => {
    document.querySelector("#property").token = property;
    window.details = [];
    for (const kind of ["token", "result", "error", "progress"]) {
      addEventListener(`flowdeck-${kind}`, ({ detail }) => window.details.push([kind, detail]));
    }
  }, property);
  for (const id of ["attribute", "property", "callback"]) {
    const outputs = await page.evaluate((id) => {
      const runner = document.getElementById(id);
      runner.inputs = { word: id };
      return runner.run();
    }, id);
    expect(outputs).toEqual([{ said: id }]);
  }
  // One question for describing and running, and again for a second run.
  await page.evaluate(() => document.querySelector("#callback").run());
  await expect(page.locator("body")).toHaveAttribute("data-asked", "1");
  const seen = await page.evaluate(() => JSON.stringify([window.details, document.documentElement.outerHTML,
    ["attribute", "property", "callback"].map((id) => [document.getElementById(id).token ?? null, document.getElementById(id).shadowRoot.textContent])]));
  for (const secret of [attribute, property]) expect(seen).not.toContain(secret);
  const states = await page.evaluate(() => window.details.filter(([kind]) => kind === "token").map(([, detail]) => detail.state));
  expect(new Set(states)).toEqual(new Set(["held"]));
});

test("runs by itself, stops, fails with a sentence, and recovers", async ({ server, shop, page }) => {
  await shop.open(`${shop.script}<flowdeck-runner workflow="home/echo" inputs='{"word": "at once"}' auto-run outputs="said"></flowdeck-runner>`);
  await expect(page.locator("flowdeck-runner")).toContainText("at once");
  // A run that is stopped rejects, and tells.
  await page.route("**/run/home/workflows/echo", () => {});
  const stopped = page.evaluate(async () => {
    const runner = document.querySelector("flowdeck-runner");
    const run = runner.run();
    await new Promise((done) => runner.addEventListener("flowdeck-progress", done, { once: true }));
    runner.cancel();
    return run.then(() => "done", (error) => error.name);
  });
  expect(await stopped).toBe("AbortError");
  await page.unroute("**/run/home/workflows/echo");
  // Taken back: a sentence, and nothing runs.
  await server.api("DELETE", "/home/workflows/echo/publication");
  const failed = await page.evaluate(() => document.querySelector("flowdeck-runner").run().then(() => "ran", ({ message, status }) => ({ message, status })));
  // A page that is not listed may not read why; it learns that it could not.
  expect(failed).toEqual({ status: 0, message: expect.stringContaining("does it allow calls from this address?") });
  await expect(page.locator("flowdeck-runner").getByRole("alert").first()).toBeVisible();
  await publish(server, "echo", [shop.host.origin]);
  expect(await page.evaluate(() => document.querySelector("flowdeck-runner").run())).toEqual([{ said: "at once" }]);
});

test("is lazy until seen, survives a move, and 50 share one token", async ({ shop, page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await shop.open(`${shop.script}<p>top</p><div id="far"></div><div id="a"></div><div id="b"></div>`);
  await page.evaluate(() => {
    const far = document.querySelector("#far");
    far.style.marginTop = "5000px";
    far.innerHTML = '<flowdeck-runner workflow="home/echo">A placeholder</flowdeck-runner>';
  });
  await page.waitForLoadState("networkidle");
  expect(asked.filter((one) => one.includes("runner-"))).toEqual([]);
  await page.locator("#far flowdeck-runner").scrollIntoViewIfNeeded();
  await expect(page.getByLabel("word")).toBeVisible();
  expect(asked.filter((one) => one.endsWith(".wasm")).length).toBe(1);

  await page.getByLabel("word").fill("kept");
  await page.evaluate(() => document.querySelector("#b").append(document.querySelector("flowdeck-runner")));
  await expect(page.getByLabel("word")).toHaveValue("kept");

  await page.evaluate(() => {
    const a = document.querySelector("#a");
    for (let n = 0; n < 50; n += 1) {
      const runner = document.createElement("flowdeck-runner");
      runner.workflow = "home/echo";
      runner.inputs = { word: `number ${n}` };
      a.append(runner);
    }
  });
  // One after the other: the embedded engine takes four runs at once.
  const outputs = await page.evaluate(async () => {
    const outputs = [];
    for (const runner of document.querySelectorAll("#a flowdeck-runner")) outputs.push(await runner.run());
    return outputs;
  });
  expect(outputs.map(([{ said }]) => said)).toEqual(Array.from({ length: 50 }, (_, n) => `number ${n}`));
  expect(asked.filter((one) => one === "POST /token/home/echo").length).toBe(1);
  expect(asked.filter((one) => one.endsWith(".wasm")).length).toBe(1);
});

test("500 are made and removed without growth", async ({ shop, page }) => {
  test.setTimeout(180_000);
  await shop.open(`${shop.script}<div id="place"></div>`);
  const cycle = (count) => page.evaluate(async (count) => {
    const place = document.querySelector("#place");
    for (let n = 0; n < count; n += 1) {
      const runner = document.createElement("flowdeck-runner");
      runner.workflow = "home/echo";
      const ready = new Promise((done) => runner.addEventListener("flowdeck-progress", ({ detail }) => detail.state === "ready" && done()));
      place.append(runner);
      await ready;
      runner.remove();
    }
    await new Promise((done) => setTimeout(done, 0));
  }, count);
  const session = await page.context().newCDPSession(page);
  const counted = async () => {
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    const { documents, nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { documents, nodes, jsEventListeners, usedSize };
  };
  await cycle(20);
  const before = await counted();
  await cycle(500);
  const after = await counted();
  expect(after.documents).toBe(before.documents);
  expect(after.nodes - before.nodes).toBeLessThan(50);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(50);
  // Less than two kilobytes for each that was made would still be a megabyte: allow a tenth of that.
  expect(after.usedSize - before.usedSize).toBeLessThan(500_000);
});

test("the page for frames: framed by the listed origin alone, with messages to it and nobody else", async ({ server, shop, page, browser }) => {
  await shop.open(`<iframe src="${server.url}/embed/home/echo?auto-run" title="Echo"></iframe>
    <script>
      window.told = [];
      addEventListener("message", ({ origin, data }) => {
        window.told.push([origin, data]);
        if (data.type === "flowdeck:height") document.querySelector("iframe").style.height = data.height + "px";
      });
      window.send = (message) => document.querySelector("iframe").contentWindow.postMessage(message, "${server.url}");
    </script>`);
  const told = (type) => page.waitForFunction((type) => window.told.find(([, data]) => data.type === type), `flowdeck:${type}`);
  expect((await (await told("result")).jsonValue())[1].detail.outputs).toEqual([{ said: "hello" }]);
  const [origin] = await (await told("ready")).jsonValue();
  expect(origin).toBe(server.url);
  expect(await page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().height)).toBeGreaterThan(150);
  await page.evaluate(() => {
    window.told = [];
    window.send({ type: "flowdeck:inputs", inputs: { word: "by message" } });
    window.send({ type: "flowdeck:run" });
  });
  await page.waitForFunction(() => window.told.some(([, { type, detail }]) => type === "flowdeck:result" && detail.outputs[0].said === "by message"));
  expect(JSON.stringify(await page.evaluate(() => window.told))).not.toMatch(/eyJ/);

  const stranger = await Host.open(`<!doctype html><title>Evil</title><iframe src="${server.url}/embed/home/echo?auto-run"></iframe>
    <script>window.told = []; addEventListener("message", ({ data }) => told.push(data));</script>`);
  const evil = await (await browser.newContext()).newPage();
  const refused = evil.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
  await evil.goto(stranger.origin);
  await refused;
  expect(await evil.evaluate(() => window.told)).toEqual([]);
  stranger.close();
});
