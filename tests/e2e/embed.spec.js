// Publishing in the app, and a page on another origin that runs the workflow with nothing but a token.
import { AxeBuilder } from "@axe-core/playwright";
import { createServer } from "node:http";
import { expect, test } from "./fixtures.js";

/** A page of another origin that holds exactly the code that the app shows. */
async function host(code) {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>Shop</title>${code}`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close(), server };
}

test("publish, run from another page with the code that is shown, take it back, undo", async ({ app, server, browser }) => {
  let code = "";
  const shop = await host("");
  shop.server.removeAllListeners("request");
  shop.server.on("request", (_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>Shop</title>${code}`);
  });
  await server.create("Echo", {
    version: "1.0",
    inputs: [{ type: "WorkflowParameter", name: "word", default_value: "hello" }],
    steps: [{ type: "roboflow_core/first_non_empty_or_default@v1", name: "first", data: ["$inputs.word"], default: "nothing" }],
    outputs: [{ type: "JsonField", name: "said", selector: "$steps.first.output" }],
  });

  await app.goto(`${server.url}/w/home/echo`);
  await app.getByRole("button", { name: "More actions" }).click();
  await app.getByRole("menuitem", { name: "Embed" }).click();
  await expect(app).toHaveURL(/\/w\/home\/echo\/embed$/);
  await expect(app.getByText("Not published: no page gets a token.")).toBeVisible();
  await app.getByRole("button", { name: "Publish" }).click();
  await expect(app.getByText("List at least one origin.")).toBeVisible();
  await app.getByLabel("Origins").fill(`${shop.origin}/path`);
  await expect(app.getByText("is no origin: write it like https://app.example")).toBeVisible();
  await app.getByLabel("Origins").fill(shop.origin);
  await app.getByLabel("Life of a token").selectOption("2");
  await app.getByRole("button", { name: "Publish" }).click();
  await expect(app.getByText("Published for the listed pages.")).toBeVisible();
  const { violations } = await new AxeBuilder({ page: app }).analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target).join()}`)).toEqual([]);

  // The element and the frame, as they are shown, and the preview.
  for (const way of ["Element", "Frame"]) {
    await app.getByRole("tab", { name: way }).click();
    code = await app.locator(".fd-embed__use pre").textContent();
    const other = await (await browser.newContext()).newPage();
    await other.goto(shop.origin);
    const place = way === "Frame" ? other.frameLocator("iframe") : other;
    await place.getByLabel("word").fill(`by ${way}`);
    await place.getByRole("button", { name: "Run" }).click();
    await expect(place.locator("flowdeck-runner")).toContainText(`by ${way}`);
    if (way === "Frame") await expect.poll(() => other.locator("iframe").getAttribute("height")).not.toBe("420");
    await other.context().close();
  }
  await app.getByRole("button", { name: "Show a preview" }).click();
  await expect(app.frameLocator(".fd-embed__preview").getByLabel("word")).toBeVisible();
  await app.getByRole("tab", { name: "Own code" }).click();

  // The code as it is shown, with the workflow's own input.
  code = (await app.locator(".fd-embed__use pre").textContent())
    .replace(/inputs: \{.*\},\n/, 'inputs: { word: "from the shop" },\n');
  const page = await (await browser.newContext()).newPage();
  const said = page.waitForEvent("console");
  await page.goto(shop.origin);
  expect(await (await said).args()[0].jsonValue()).toEqual([{ said: "from the shop" }]);
  expect(await page.context().cookies()).toEqual([]);

  // A page of another origin gets nothing.
  const stranger = await host(code);
  const refused = page.waitForEvent("pageerror");
  await page.goto(stranger.origin);
  await refused;

  await app.reload();
  await expect(app.getByText("4 tokens given, 1 refused")).toBeVisible();
  await app.getByRole("button", { name: "Publish no longer" }).click();
  await expect(app.getByText("No page gets a token any more.")).toBeVisible();
  const again = page.waitForEvent("pageerror");
  await page.goto(shop.origin);
  await again;
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(app.getByText("Published for the listed pages.")).toBeVisible();
  const back = page.waitForEvent("console", (message) => message.type() === "log");
  await page.goto(shop.origin);
  await back;
  for (const one of [shop, stranger]) one.close();
});
