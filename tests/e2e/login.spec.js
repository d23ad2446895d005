// Signing in where it is asked for: strangers, editors, viewers, a one-time link.
import { AxeBuilder } from "@axe-core/playwright";
import { spawn } from "node:child_process";
import { BINARY, expect, test } from "./fixtures.js";

const EDITOR = "the-editors-access-token";
const VIEWER = "the-viewers-access-token";

test.use({ environment: { FLOWDECK_ACCESS_TOKEN: EDITOR, FLOWDECK_VIEWER_TOKEN: VIEWER } });

async function signIn(page, token) {
  await page.getByLabel("Access token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a stranger signs in, lands where they wanted to be, and signs out", async ({ app, server }) => {
  await app.goto(`${server.url}/w/home/qr-inventory/versions`);
  await expect(app.getByRole("heading", { name: "Flowdeck" })).toBeVisible();
  expect((await new AxeBuilder({ page: app }).analyze()).violations).toEqual([]);
  await signIn(app, "not-the-token-at-all");
  await expect(app.getByText("This access token is not known here.")).toBeVisible();
  await signIn(app, EDITOR);
  await expect(app).toHaveURL(/\/w\/home\/qr-inventory\/versions$/);
  await expect(app.getByRole("heading", { name: "Version 1" })).toBeVisible();
  await app.getByRole("link", { name: "Settings" }).click();
  await app.getByRole("link", { name: "Sign out" }).click();
  await expect(app.getByText("You are signed out.")).toBeVisible();
  await app.goto(`${server.url}/settings`);
  await expect(app.getByLabel("Access token")).toBeVisible();
});

test("a viewer looks and runs, and is offered nothing that changes", async ({ app, server }) => {
  await app.goto(server.url);
  await signIn(app, VIEWER);
  await expect(app.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  await expect(app.getByRole("button", { name: "New workflow" })).toHaveCount(0);
  await app.getByRole("link", { name: "Dominant colour of a swatch" }).click();
  await expect(app.getByRole("button", { name: "Save" })).toHaveCount(0);
  await app.getByRole("link", { name: "Run", exact: true }).click();
  await app.getByRole("button", { name: /Three paint swatches/ }).click();
  await expect(app.getByText("Three paint swatches")).toBeVisible();
  await app.getByRole("button", { name: "Run" }).click();
  await expect(app.getByRole("region", { name: "Results" }).getByText("#", { exact: false }).first()).toBeVisible();
  await app.getByRole("link", { name: "JSON" }).click();
  await expect(app.getByRole("textbox", { name: "Workflow definition, JSON" })).toHaveAttribute("aria-readonly", "true");
});

test("a one-time link from the terminal opens the app once", async ({ app, server, browser }) => {
  const child = spawn(BINARY, ["login", "--data", server.data, "--address", server.url]);
  let link = "";
  for await (const chunk of child.stdout) link += chunk;
  await app.goto(link.trim());
  await expect(app.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  expect(app.url()).not.toContain("once=");
  const other = await (await browser.newContext()).newPage();
  await other.goto(link.trim());
  await expect(other.getByText("This link was used already")).toBeVisible();
});
