// What a run tells beside its results: what took how long, and what Python blocks printed.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BLUR, accessible, expect, test, words } from "./drawing.js";

const read = async (name) => JSON.parse(await readFile(join(import.meta.dirname, `../results/${name}.json`), "utf8"));

/** Runs a workflow whose endpoint answers so. */
async function run(app, server, answer, { measure = false } = {}) {
  const { url } = await server.create("Looked at", BLUR);
  await app.route(`**/home/workflows/${url}`, (route) =>
    route.request().method() === "POST" ? route.fulfill(answer) : route.continue(),
  );
  await app.goto(`${server.url}/w/home/${url}/run`);
  await app.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(app.getByText("Inventory sheet with six QR codes")).toBeVisible();
  if (measure) {
    await app.getByText("How it is run").click();
    await app.getByRole("checkbox", { name: "Measure what takes how long" }).check();
  }
  await app.getByRole("button", { name: "Run", exact: true }).click();
}

test("a measured run shows each step's time, and the way to the step", async ({ app, server }) => {
  await app.emulateMedia({ reducedMotion: "reduce" });
  await run(app, server, { json: await read("measured") }, { measure: true });
  await app.getByRole("tab", { name: "Timing" }).click();
  const panel = app.getByRole("tabpanel", { name: "Timing" });
  await expect(panel).toContainText(/ms in all; the slowest step is “blur” with [\d.]+ ms\./);
  const rows = panel.getByRole("row");
  await expect(panel.getByRole("columnheader")).toHaveText(["Step", "Starts", "Takes"]);
  await expect(rows.filter({ has: app.getByRole("rowheader", { name: "grey" }) })).toHaveText(/grey[\d.]+ ms[\d.]+ ms/);
  await expect(panel.getByRole("rowheader", { name: "outputs construction" })).toBeVisible();
  // The longest bar is the slowest step's.
  const width = (name) =>
    rows.filter({ has: app.getByRole("rowheader", { name, exact: true }) }).locator("rect").first().evaluate((bar) => bar.getBoundingClientRect().width);
  expect(await width("blur")).toBeGreaterThan(await width("grey"));
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await accessible(app, `timing, ${theme}`);
  }
  // Only what is a step of this workflow can be opened.
  await expect(panel.getByRole("button", { name: "grey" })).toHaveCount(0);
  await panel.getByRole("button", { name: "blur" }).click();
  await expect(words(app)).toHaveAccessibleName(/^blur, /);
});

test("a server that does not measure says so, and one that was not asked says nothing", async ({ app, server }) => {
  await run(app, server, { json: { outputs: [{ out: 1 }], profiler_trace: [] } }, { measure: true });
  await app.getByRole("tab", { name: "Timing" }).click();
  await expect(app.getByText("ENABLE_WORKFLOWS_PROFILING=True")).toBeVisible();
  await app.getByRole("checkbox", { name: "Measure what takes how long" }).uncheck();
  await app.getByRole("button", { name: "Run", exact: true }).click();
  await expect(app.getByRole("tab", { name: "Timing" })).toHaveCount(0);
  await expect(app.getByRole("tab", { name: "Results" })).toHaveAttribute("aria-selected", "true");
});

test("our own server measures what it runs", async ({ app, server }) => {
  const { url } = await server.create("Measured", BLUR);
  await app.goto(`${server.url}/w/home/${url}/run`);
  await app.getByRole("button", { name: /Inventory sheet/ }).click();
  await expect(app.getByText("Inventory sheet with six QR codes")).toBeVisible();
  await app.getByText("How it is run").click();
  await app.getByRole("checkbox", { name: "Measure what takes how long" }).check();
  await app.getByRole("button", { name: "Run", exact: true }).click();
  await app.getByRole("tab", { name: "Timing" }).click();
  await expect(app.getByRole("rowheader", { name: "blur" })).toBeVisible();
});

test("what Python blocks printed stands by block, after a run and after one that broke off", async ({ app, server }) => {
  await run(app, server, { json: await read("measured") });
  await app.getByRole("tab", { name: "Python logs" }).click();
  const log = (name) => app.getByRole("region", { name, exact: true });
  await expect(log("tell").locator("pre")).toHaveText(["height 48", "careful", '{"height":48}']);
  await log("tell").getByRole("button", { name: "Copy" }).click();
  await expect(log("tell").getByRole("button", { name: /^(Copied|Not copied)/ })).toBeVisible();
  await accessible(app, "logs");
  await app.unrouteAll();
  const broken = await read("broken");
  await app.route("**/home/workflows/looked-at", (route) => route.fulfill({ status: 400, json: broken }));
  await app.getByRole("button", { name: "Run", exact: true }).click();
  await expect(log("tell").locator("pre").first()).toHaveText("height 200");
  await expect(log("Teller").locator("pre")).toContainText("ValueError: too high");
});
