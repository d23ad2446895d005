// The story of somebody who works in the builder page of an inference server: told with a stand-in and with the real one.
import { expect } from "./fixtures.js";
import { ECHO } from "./host.js";

const text = (specification) => JSON.stringify(specification);

/** Calls the server's builder as its page's frame does. */
export const api = async (engine, method, path = "", body = undefined) => {
  const answer = await fetch(`${engine.origin}/build/api${path}`, {
    method, headers: { "X-CSRF": engine.csrf, "Content-Type": "application/json" }, body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

const stored = async (engine, id) => (await api(engine, "GET", `/${id}`)).body.data?.config;

/** List, create, edit, run, rename, conflict, delete and back, all inside the server's page. */
export async function story({ page, engine, said }) {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const console_ = [];
  page.on("console", (message) => console_.push(message.text()));
  await page.goto(`${engine.origin}/build`);
  const app = page.frameLocator("iframe");
  const frame = () => page.frames().find((one) => one.url().includes("/workflows/local"));
  await expect(app.getByText("Inference server", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveTitle(/Workflows – Flowdeck/);
  // The pass has left the address.
  expect(frame().url()).toMatch(/\/workflows\/local\?serverUrl=/);
  expect(frame().url()).not.toContain(engine.csrf);

  await app.getByRole("button", { name: "New workflow" }).first().click();
  const dialog = app.getByRole("dialog", { name: "New workflow" });
  await dialog.getByLabel("Name", { exact: true }).fill("Night shift");
  await dialog.getByRole("radio", { name: "Paste or import JSON" }).check();
  await dialog.getByLabel("Definition").fill(text(ECHO));
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(`${engine.origin}/build/edit/night-shift`);
  expect(JSON.parse((await stored(engine, "night-shift")).config).specification).toEqual(ECHO);

  // What has no place here is not offered.
  await expect(app.getByRole("link", { name: "JSON" })).toBeVisible();
  await expect(app.getByRole("link", { name: "Versions" })).toHaveCount(0);
  await app.getByRole("button", { name: "More actions" }).click();
  await expect(app.getByRole("menuitem", { name: "Embed" })).toHaveCount(0);
  await app.getByRole("menuitem", { name: "Rename" }).click();
  await app.getByLabel("Name", { exact: true }).fill("Late shift");
  await app.getByLabel("URL name", { exact: true }).fill("late-shift");
  await app.getByRole("button", { name: "Rename" }).click();
  await expect(page).toHaveURL(`${engine.origin}/build/edit/late-shift`);
  expect((await stored(engine, "late-shift")).name).toBe("Late shift");
  expect(await stored(engine, "night-shift")).toBeUndefined();

  // Runs go to the server: the saved one and what is not saved.
  await app.getByRole("link", { name: "Run", exact: true }).click();
  await app.getByLabel("word").fill("good evening");
  await app.getByRole("button", { name: "Run" }).click();
  await expect(app.getByText(said("good evening"))).toBeVisible();
  expect(page.url()).toBe(`${engine.origin}/build/edit/late-shift`);

  // An edit is saved; one that would write over somebody's is not, until the person says so.
  await app.getByRole("link", { name: "JSON" }).click();
  const write = async (specification) => {
    const content = app.getByRole("textbox", { name: "Workflow definition, JSON" });
    await content.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text(specification));
  };
  const mine = { ...ECHO, outputs: [{ ...ECHO.outputs[0], name: "mine" }] };
  await write(mine);
  await app.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => JSON.parse((await stored(engine, "late-shift")).config).specification).toEqual(mine);
  // Until the save has looked at what it wrote.
  const save = app.getByRole("button", { name: "Save" });
  await expect(save).toBeDisabled();
  await expect(save).not.toHaveAttribute("aria-busy", "true");
  const theirs = { ...(await stored(engine, "late-shift")), config: text({ specification: ECHO }), theirs: true };
  expect((await api(engine, "POST", "/late-shift", theirs)).status).toBe(201);
  const more = { ...ECHO, outputs: [{ ...ECHO.outputs[0], name: "more" }] };
  await write(more);
  await app.getByRole("button", { name: "Save" }).click();
  await expect(app.getByText("Changed elsewhere")).toBeVisible();
  expect((await stored(engine, "late-shift")).config).toBe(theirs.config);
  await app.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect.poll(async () => JSON.parse((await stored(engine, "late-shift")).config).specification).toEqual(more);
  expect((await stored(engine, "late-shift")).theirs).toBe(true);

  // A reload of the server's page comes back to the workflow.
  await page.reload();
  await expect(app.getByRole("heading", { name: "Late shift" })).toBeVisible();
  expect(page.url()).toBe(`${engine.origin}/build/edit/late-shift`);

  // Deleted for good there, kept here.
  await app.getByRole("button", { name: "More actions" }).click();
  await app.getByRole("menuitem", { name: "Move to Trash" }).click();
  await expect(app.getByText(/is deleted. A copy is in the Trash/)).toBeVisible();
  await expect(page).toHaveURL(`${engine.origin}/build`);
  expect((await api(engine, "GET", "/late-shift")).status).toBe(404);
  await app.getByRole("link", { name: "Trash" }).click();
  await expect(app.getByText("stay in this browser")).toBeVisible();
  await app.getByRole("button", { name: "Restore" }).click();
  await expect(app.getByText("The Trash is empty")).toBeVisible();
  expect(await stored(engine, "late-shift")).toMatchObject({ id: "late-shift", name: "Late shift", theirs: true });

  // Nobody else was asked, and the pass went to the server alone, in a header.
  const origins = [...new Set(asked.filter((url) => /^http/.test(url)).map((url) => new URL(url).origin))];
  expect(origins.sort()).toEqual([engine.origin, engine.builder].sort());
  const kept = await frame().evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  expect(kept + console_.join("\n")).not.toContain(engine.csrf);
}
