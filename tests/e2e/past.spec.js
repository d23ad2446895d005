// The runs before: kept by the browser from one visit to the next, pinned, and forgotten when asked.
import { expect, test } from "./fixtures.js";
import { ECHO } from "./host.js";

test("runs are there at the next visit, and gone when they are forgotten", async ({ page, server }) => {
  await server.create("Echo", ECHO);
  const open = () => page.goto(`${server.url}/w/home/echo/run`);
  await open();
  for (const word of ["first", "second"]) {
    await page.getByLabel("word").fill(word);
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByRole("region", { name: "Inputs" }).getByText("Stop")).toHaveCount(0);
    await expect(page.getByText(word, { exact: true })).toBeVisible();
  }
  await open();
  const past = page.getByText("Runs before (2)");
  await past.click();
  const runs = page.locator(".fd-past__run");
  await runs.nth(1).click();
  await expect(page.getByText("first", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Pin" }).nth(1).click();
  await page.getByRole("button", { name: "Forget those that are not pinned" }).click();
  await expect(runs).toHaveCount(0);
  await open();
  await page.getByText("Runs before (1)").click();
  await runs.first().click();
  await expect(page.getByText("first", { exact: true })).toBeVisible();
});
