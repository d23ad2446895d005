// No network, a slow one, a server that goes away, answers that are none.
import { BLUR, editorText, expect, test, writeEditor } from "./fixtures.js";

const edited = JSON.stringify({ ...BLUR, steps: [] , outputs: [] }, null, 2);

test("offline: it is said, the text stays, the save works afterwards", async ({ context, page, server }) => {
  await server.create("Far away", BLUR);
  await page.goto(`${server.url}/w/home/far-away/edit`);
  await expect.poll(() => editorText(page)).toContain("image_blur");
  await context.setOffline(true);
  await expect(page.getByText("This device is offline.").first()).toBeVisible();
  await writeEditor(page, edited);
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Not saved: This device is offline.")).toBeVisible();
  expect(await editorText(page)).toContain('"steps": []');
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save again" }).click();
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
});

test("slow: skeletons, then the list; nothing is clickable twice", async ({ page, server }) => {
  await page.route("**/api/home/workflows?**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.goto(server.url);
  await expect(page.getByRole("status", { name: "Loading the workflows" })).toBeVisible();
  await expect(page.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
});

test("a server that goes away and comes back", async ({ page, server }) => {
  await server.create("Steady", BLUR);
  await page.goto(`${server.url}/w/home/steady/edit`);
  await expect.poll(() => editorText(page)).toContain("image_blur");
  const port = new URL(server.url).port;
  await server.stop("SIGKILL");
  await writeEditor(page, edited);
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Not saved: The server does not answer.")).toBeVisible();
  // The session survives a restart: it is signed with the store's key.
  await server.start(port);
  await page.getByRole("button", { name: "Save again" }).click();
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
});

for (const [name, answer] of [
  ["a portal's page", { status: 200, contentType: "text/html", body: "<html>Sign in</html>" }],
  ["half an answer", { status: 200, contentType: "application/json", body: '{"workflows":[{"name":"x' }],
  ["an error page", { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }],
]) {
  test(`instead of the list: ${name}`, async ({ page, server }) => {
    await page.route("**/api/home/workflows?**", (route) => route.fulfill(answer));
    await page.goto(server.url);
    await expect(page.getByText("The workflows could not be loaded")).toBeVisible();
    await page.unroute("**/api/home/workflows?**");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("link", { name: "QR inventory sheet" })).toBeVisible();
  });
}

test("without its module the editor is a plain text field", async ({ page, server }) => {
  await server.create("Plain", BLUR);
  await page.route("**/codemirror*.js", (route) => route.abort());
  await page.goto(`${server.url}/w/home/plain/edit`);
  const field = page.getByRole("textbox", { name: "Workflow definition, JSON" });
  await expect(field).toHaveValue(/image_blur/);
  await field.fill(edited);
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved as version 2.")).toBeVisible();
});

test("a run is stopped, and the inputs stay", async ({ page, server }) => {
  await page.route("**/run/home/workflows/**", () => {});
  await page.goto(`${server.url}/w/home/dim-scene/run`);
  await page.getByRole("button", { name: "Use the sample: A dim corridor" }).click();
  await expect(page.getByText("A dim corridor")).toBeVisible();
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("Running…")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Nothing was run yet").or(page.getByText("Stopped"))).toBeVisible();
  await expect(page.getByText("A dim corridor")).toBeVisible();
});

test("files that are no images are refused by name", async ({ page, server }) => {
  await page.goto(`${server.url}/w/home/dim-scene/run`);
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("Choose an image: a file, a sample or an address.")).toBeVisible();
  await page.setInputFiles("input[type=file]", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") });
  await expect(page.getByText("“notes.txt” is damaged, or no image")).toBeVisible();
  // What a file is called says nothing about what it is.
  await page.setInputFiles("input[type=file]", { name: "fake.png", mimeType: "image/png", buffer: Buffer.from("hello") });
  await expect(page.getByText("“fake.png” is damaged, or no image")).toBeVisible();
});
