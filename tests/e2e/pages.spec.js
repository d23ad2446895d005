// Every page, both themes, three widths: axe finds nothing, nothing sticks out sideways.
import { AxeBuilder } from "@axe-core/playwright";
import { BLUR, expect, test } from "./fixtures.js";

const PAGES = [
  ["workflows", "/", "QR inventory sheet"],
  ["samples", "/w/public", "QR inventory sheet"],
  ["graph", "/w/home/stock-verdict", "About"],
  ["broken graph", "/w/home/broken", "Problems"],
  ["json", "/w/home/stock-verdict/edit", "None: the engine takes this workflow."],
  ["versions", "/w/home/stock-verdict/versions", "compared with"],
  ["run", "/w/home/stock-verdict/run", "Nothing was run yet"],
  ["trash", "/trash", "gone for good"],
  ["settings", "/settings", "Appearance"],
  ["not found", "/nowhere/at/all", "There is no such page"],
];

for (const theme of ["light", "dark"]) {
  for (const width of [1440, 1024, 390]) {
    test(`pages at ${width} px, ${theme}`, async ({ browser, server }) => {
      const broken = structuredClone(BLUR);
      broken.steps[0].image = "$inputs.gone";
      await server.create("Broken", broken);
      await server.create("Thrown away", BLUR);
      await server.api("DELETE", "/home/workflows/thrown-away");
      const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme: theme });
      const page = await context.newPage();
      for (const [name, path, sign] of PAGES) {
        await page.goto(server.url + path);
        await expect(page.getByText(sign).first(), name).toBeVisible();
        if (name === "json") await expect(page.getByRole("textbox", { name: "Workflow definition, JSON" })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`);
        expect(found, `${name}, ${theme}, ${width}`).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(over, `${name} sticks out at ${width}`).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }
}

test("dialogs, menus and messages are accessible too", async ({ app, server }) => {
  const clean = async (what) => {
    const { violations } = await new AxeBuilder({ page: app }).analyze();
    expect(violations.map((one) => one.id), what).toEqual([]);
  };
  await app.goto(server.url);
  await app.getByRole("button", { name: "New workflow" }).click();
  await expect(app.getByRole("dialog")).toBeVisible();
  await clean("dialog");
  await app.keyboard.press("Escape");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(app.getByRole("button", { name: "New workflow" })).toBeFocused();
  await app.getByRole("button", { name: "Actions for QR inventory sheet" }).click();
  await expect(app.getByRole("menuitem", { name: "Run" })).toBeFocused();
  await clean("menu");
  await app.keyboard.press("Escape");
  await app.getByRole("checkbox", { name: "Select QR inventory sheet" }).check();
  await clean("selection");
  await app.getByRole("button", { name: "Move to Trash" }).click();
  await expect(app.getByRole("button", { name: "Undo" })).toBeVisible();
  await clean("message");
});

test("results are accessible", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/qr-inventory/run`);
  await app.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(app.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await app.getByRole("button", { name: "Run" }).click();
  await expect(app.getByText("6 found")).toBeVisible();
  const { violations } = await new AxeBuilder({ page: app }).analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target).join()}`)).toEqual([]);
});
