// Addresses, back button, keyboard, search over many.
import { BLUR, expect, test } from "./fixtures.js";

test("deep links open what they name, and the back button goes back", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/qr-inventory/versions`);
  await expect(app.getByRole("heading", { name: "Version 1" })).toBeVisible();
  await app.getByRole("link", { name: "Run", exact: true }).click();
  await app.getByRole("link", { name: "Graph" }).click();
  await app.goBack();
  await expect(app).toHaveURL(/\/run$/);
  await app.goBack();
  await expect(app).toHaveURL(/\/versions$/);
  await expect(app.getByRole("heading", { name: "Version 1" })).toBeVisible();
  await expect(app).toHaveTitle(/qr-inventory · versions/);
});

test("addresses that lead nowhere say so and offer a way on", async ({ app, server }) => {
  await app.goto(`${server.url}/no/such/page`);
  await expect(app.getByText("There is no such page")).toBeVisible();
  await app.goto(`${server.url}/w/home/not-there`);
  await expect(app.getByText("“not-there” cannot be shown")).toBeVisible();
  await app.getByRole("link", { name: "Look in the Trash" }).click();
  await expect(app).toHaveURL(/\/trash$/);
  await app.goto(`${server.url}/w/nowhere`);
  await expect(app.getByText("The workflows could not be loaded")).toBeVisible();
});

test("edits survive a walk through other pages", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/swatch-color/edit`);
  const content = app.getByRole("textbox", { name: "Workflow definition, JSON" });
  await content.click();
  await app.keyboard.press("Control+Home");
  await app.keyboard.insertText(" ");
  await app.keyboard.press("Control+a");
  await app.keyboard.insertText('{"version": "1.0", "inputs": [], "steps": [], "outputs": []}');
  await app.getByRole("link", { name: "Workflows" }).click();
  await expect(app.getByText("Changes not saved")).toBeVisible();
  await app.goBack();
  await expect(content).toContainText('"steps": []');
  await expect(app.getByText("Edited, not saved")).toBeVisible();
});

test("who leaves while the editor is about to look for completions leaves nothing behind", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/swatch-color/edit`);
  const content = app.getByRole("textbox", { name: "Workflow definition, JSON" });
  const link = app.getByRole("link", { name: "Workflows" });
  // The editor looks a tenth of a second after a key. Several rounds, because it has to be left within that time.
  for (let round = 0; round < 5; round += 1) {
    await content.click();
    await app.keyboard.press("Control+Home");
    await app.keyboard.type("x");
    await link.evaluate((one) => one.click());
    await expect(content).toHaveCount(0);
    await expect(app.getByText("Changes not saved")).toBeVisible();
    await app.goBack();
    await expect(content).toBeVisible();
  }
});

test("the list is walked and used by keyboard alone", async ({ app, server }) => {
  await app.goto(server.url);
  const first = app.locator("[data-row]").first();
  await expect(first).toBeVisible();
  await first.focus();
  await app.keyboard.press("ArrowDown");
  await expect(app.locator("[data-row]").nth(1)).toBeFocused();
  await app.keyboard.press("Space");
  await expect(app.getByText("1 selected")).toBeVisible();
  await app.keyboard.press("End");
  await expect(app.locator("[data-row]").last()).toBeFocused();
  await app.keyboard.press("Home");
  await app.keyboard.press("Enter");
  await expect(app).toHaveURL(/\/w\/home\/[a-z-]+$/);
});

test("ten thousand workflows: few rows in the page, search finds the one", async ({ app, server }) => {
  test.setTimeout(120_000);
  const key = await server.key();
  const config = JSON.stringify({ specification: BLUR });
  const make = async (from, to) => {
    for (let n = from; n < to; n += 1) {
      const response = await fetch(`${server.url}/api/home/createWorkflow`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ api_key: key, name: `Line ${n}`, url: `line-${n}`, config }),
      });
      if (response.status !== 200) throw new Error(await response.text());
    }
  };
  const total = process.env.FLOWDECK_SOAK ? 10_000 : 3_000;
  await Promise.all([0, 1, 2, 3].map((part) => make((part * total) / 4, ((part + 1) * total) / 4)));
  const all = (await server.api("GET", "/home/workflows")).body.workflows.length;
  expect(all).toBeGreaterThan(total);
  await app.goto(server.url);
  await expect(app.getByRole("status").filter({ hasText: String(all) })).toBeVisible();
  expect(await app.locator("[data-row]").count()).toBeLessThanOrEqual(60);
  await app.keyboard.press("/");
  await app.keyboard.type(`line-${total - 1}`);
  await expect(app.getByRole("link", { name: `Line ${total - 1}` })).toBeVisible();
  await expect(app.locator("[data-row]")).toHaveCount(1);
});
