// Every way to fill in a run: files, drops, pastes, addresses, samples, the camera; what is refused; what is remembered.
import { BLUR, expect, test } from "./fixtures.js";

// Chromium paints a camera's pictures itself, and lets the page have them.
test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  },
});

const WITH_LIMIT = {
  ...BLUR,
  inputs: [...BLUR.inputs, { type: "WorkflowParameter", name: "size", kind: ["integer"], default_value: 5 }],
  steps: [{ ...BLUR.steps[0], kernel_size: "$inputs.size" }],
};

/** A picture that the page itself paints, as a file's bytes. */
const painted = (page, width, height, type = "image/png") =>
  page.evaluate(
    async ({ width, height, type }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d");
      pen.fillStyle = "tomato";
      pen.fillRect(0, 0, width / 2, height);
      const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { width, height, type },
  );

const file = (name, bytes, mimeType = "image/png") => ({ name, mimeType, buffer: Buffer.from(bytes) });

/** Gives the page a file by an event of the kind that a person causes. */
const give = (page, kind, selector, name, bytes) =>
  page.evaluate(
    ({ kind, selector, name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === "drop" ? new DragEvent("drop", { ...options, dataTransfer: data }) : new ClipboardEvent("paste", { ...options, clipboardData: data });
      document.querySelector(selector).dispatchEvent(event);
    },
    { kind, selector, name, bytes },
  );

const chooser = (page) => page.getByLabel("Image for image", { exact: true });
const chosen = (page) => page.locator(".fd-drop__images li");
const problem = (page) => page.locator(".fd-image-field [role=alert]");

/** The body of the next run. */
const sent = async (page, act) => {
  const asked = page.waitForRequest((request) => request.method() === "POST" && /\/run\/|draftRun/.test(request.url()));
  await act();
  const request = await asked;
  return { url: request.url(), ...request.postDataJSON() };
};
const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();

async function openRun(app, server, specification = BLUR) {
  const workflow = await server.create("Inputs", specification);
  await app.goto(`${server.url}/w/home/${workflow.url}/run`);
  await expect(chooser(app)).toBeAttached();
}

test("a file, a drop and a paste anywhere each fill in the image", async ({ app, server }) => {
  await openRun(app, server);
  const bytes = await painted(app, 60, 40);
  await chooser(app).setInputFiles(file("chosen.png", bytes));
  await expect(chosen(app)).toContainText(["chosen.png60 × 40"]);
  await give(app, "drop", ".fd-drop", "dropped.png", bytes);
  await expect(chosen(app)).toContainText(["dropped.png"]);
  await give(app, "paste", "body", "pasted.png", bytes);
  await expect(chosen(app)).toContainText(["pasted.png"]);
  const body = await sent(app, () => run(app));
  expect(Buffer.from(body.inputs.image.value, "base64")).toEqual(Buffer.from(bytes));
  await expect(app.locator(".fd-look__photo img").first()).toBeVisible();
});

test("a batch is collected, taken apart and run", async ({ app, server }) => {
  await openRun(app, server);
  const bytes = await painted(app, 60, 40);
  await app.getByLabel(/Collect a batch/).check();
  await chooser(app).setInputFiles([file("one.png", bytes), file("two.png", bytes)]);
  await expect(chosen(app)).toHaveCount(2);
  await give(app, "paste", "body", "three.png", bytes);
  await expect(chosen(app)).toHaveCount(3);
  await app.getByRole("button", { name: "Remove two.png" }).click();
  await expect(chosen(app)).toContainText(["one.png", "three.png"]);
  const body = await sent(app, () => run(app));
  expect(body.inputs.image.length).toBe(2);
  await expect(app.getByRole("button", { name: "Image 2" })).toBeVisible();
});

test("a large image is made smaller before it is sent, and as large as is chosen", async ({ app, server }) => {
  await openRun(app, server);
  const bytes = await painted(app, 3000, 1500, "image/jpeg");
  await chooser(app).setInputFiles(file("large.jpg", bytes, "image/jpeg"));
  await expect(chosen(app)).toContainText(["3000 × 1500, sent as 2048 × 1024"]);
  await app.getByText("How it is run").click();
  await app.getByLabel("Longest side of images").selectOption("As they are");
  await chooser(app).setInputFiles(file("large.jpg", bytes, "image/jpeg"));
  await expect(chosen(app)).toContainText(["large.jpg3000 × 1500"]);
  await expect(chosen(app)).not.toContainText("sent as");
  // For all workflows, and at the next visit.
  await app.reload();
  await app.getByText("How it is run").click();
  await expect(app.getByLabel("Longest side of images").locator("option:checked")).toHaveText("As they are");
});

test("a photo stands as it was taken", async ({ app, server }) => {
  await openRun(app, server);
  const plain = await painted(app, 60, 40, "image/jpeg");
  // EXIF orientation 6: to be turned by a quarter.
  const tiff = [...Buffer.from("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", "latin1")];
  const exif = [0xff, 0xe1, 0, tiff.length + 8, ...Buffer.from("Exif\0\0", "latin1"), ...tiff];
  const turned = [...plain.slice(0, 2), ...exif, ...plain.slice(2)];
  await chooser(app).setInputFiles(file("turned.jpg", turned, "image/jpeg"));
  await expect(chosen(app)).toContainText(["turned.jpg40 × 60"]);
  const body = await sent(app, () => run(app));
  // What is sent needs no turning any more.
  expect(Buffer.from(body.inputs.image.value, "base64").includes("Exif")).toBe(false);
});

test("what cannot be used is refused in a sentence, and what was there stays", async ({ app, server }) => {
  await openRun(app, server);
  const bytes = await painted(app, 60, 40);
  await chooser(app).setInputFiles(file("good.png", bytes));
  await expect(chosen(app)).toHaveCount(1);
  const huge = Buffer.from(bytes);
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  for (const [name, content, said] of [
    ["photo.heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1"), /HEIC photo/],
    ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /SVG drawing/],
    ["broken.png", Buffer.from(bytes).subarray(0, 40), /damaged/],
    ["words.png", Buffer.from("these are words"), /damaged, or no image/],
    ["huge.png", huge, /100 million pixels/],
  ]) {
    await chooser(app).setInputFiles(file(name, content));
    await expect(problem(app)).toHaveText(said);
    await expect(problem(app)).toContainText(name);
    await expect(chosen(app)).toContainText(["good.png"]);
  }
  // Made in the page: to hand over so much takes longer than the rest.
  await app.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(41 * 1024 * 1024)], "heavy.png"));
    document.querySelector(".fd-drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
  });
  await expect(problem(app)).toHaveText("“heavy.png” is 41 MB: choose an image of 40 MB at most.");
});

test("values are remembered on this device, images only when asked, and a reset forgets both", async ({ app, server }) => {
  await openRun(app, server, WITH_LIMIT);
  const size = app.getByLabel("size", { exact: true });
  await size.fill("9");
  await chooser(app).setInputFiles(file("mine.png", await painted(app, 60, 40)));
  await expect(chosen(app)).toHaveCount(1);
  const stored = () => app.evaluate(() => JSON.stringify({ ...localStorage }));
  await expect.poll(stored).toContain("9");
  await app.reload();
  await expect(size).toHaveValue("9");
  await expect(chosen(app)).toHaveCount(0);
  expect(await stored()).not.toContain("mine.png");
  await chooser(app).setInputFiles(file("mine.png", await painted(app, 60, 40)));
  await app.getByText("How it is run").click();
  await app.getByLabel("Keep images on this device too").check();
  await expect.poll(stored).toContain("mine.png");
  await app.reload();
  await expect(chosen(app)).toContainText(["mine.png"]);
  await app.getByText("How it is run").click();
  await app.getByRole("button", { name: "Reset to defaults" }).click();
  await expect(size).toHaveValue("");
  await expect(chosen(app)).toHaveCount(0);
  expect(await stored()).not.toContain("flowdeck.run");
});

test("the saved workflow, a version, a part: what is chosen is run", async ({ app, server }) => {
  const two = { ...BLUR, steps: [...BLUR.steps, { type: "roboflow_core/image_blur@v1", name: "again", image: "$steps.blur.image" }] };
  await openRun(app, server, two);
  await chooser(app).setInputFiles(file("x.png", await painted(app, 60, 40)));
  const saved = await sent(app, () => run(app));
  expect([saved.use_cache, saved.disable_sinks, saved.workflow_version_id]).toEqual([false, undefined, undefined]);
  await expect(app.locator(".fd-output").first()).toBeVisible();
  await app.getByText("How it is run").click();
  await app.getByLabel("Run", { exact: true }).selectOption("Version 1");
  const version = await sent(app, () => run(app));
  expect(version.workflow_version_id).toBeTruthy();
  await expect(app.locator(".fd-output").first()).toBeVisible();
  await app.getByLabel("Run", { exact: true }).selectOption("What is saved");
  await app.getByLabel("Up to").selectOption("Step blur");
  const part = await sent(app, () => run(app));
  expect(part.url).toContain("draftRun");
  expect(part.specification.steps.map((step) => step.name)).toEqual(["blur"]);
  expect(part.specification.outputs.map((output) => output.name)).toEqual(["image"]);
  expect(part.disable_sinks).toBe(true);
  await expect(app.locator(".fd-output").first()).toBeVisible();
  await expect(app.getByText("Runs before (3)")).toBeVisible();
});

test("stopping aborts the call, being offline keeps the inputs", async ({ app, server }) => {
  await openRun(app, server);
  await chooser(app).setInputFiles(file("x.png", await painted(app, 60, 40)));
  await app.route(/\/run\//, () => {});
  const aborted = app.waitForEvent("requestfailed", (request) => request.url().includes("/run/"));
  await run(app);
  await expect(app.getByRole("timer")).toHaveText(/^\d+\.\d s$/);
  await app.getByRole("button", { name: "Stop" }).click();
  expect((await aborted).failure().errorText).toContain("ABORTED");
  await expect(app.getByText("The inputs are still here.")).toBeVisible();
  await app.unroute(/\/run\//);
  await app.context().setOffline(true);
  await expect(app.getByText(/This device is offline. What you filled in stays/)).toBeVisible();
  await run(app);
  await expect(app.getByText(/Nothing is lost/)).toBeVisible();
  await expect(chosen(app)).toHaveCount(1);
  await app.context().setOffline(false);
});

test.describe("with a camera", () => {
  test("it gives one picture, or one after the other through the workflow", async ({ app, server }) => {
    await openRun(app, server);
    await app.getByRole("button", { name: "Use the camera" }).click();
    const view = app.getByLabel("What the camera sees");
    await expect.poll(() => view.evaluate((video) => video.videoWidth)).toBeGreaterThan(0);
    await app.getByRole("button", { name: "Take a picture" }).click();
    await expect(chosen(app)).toContainText([/Picture of the camera\d+ × \d+/]);

    let under = 0;
    let most = 0;
    let answers = 0;
    await app.route(/\/run\//, async (route) => {
      under += 1;
      most = Math.max(most, under);
      const response = await route.fetch();
      under -= 1;
      answers += 1;
      await route.fulfill({ response });
    });
    await app.getByLabel(/At most/).selectOption("10");
    const first = await sent(app, () => app.getByRole("button", { name: "Run in a loop" }).click());
    expect(first.disable_sinks).toBe(true);
    await expect.poll(() => answers).toBeGreaterThan(4);
    await expect(app.getByText(/\d\.\d a second, \d+ ms old/)).toBeVisible();
    expect(most).toBe(1);
    await app.getByRole("button", { name: "Stop the loop" }).click();
    await expect(app.locator(".fd-output").first()).toBeVisible();
    await app.getByRole("button", { name: "Turn off" }).click();
    await expect(view).toHaveCount(0);
  });

  test("leaving the page ends the loop", async ({ app, server }) => {
    await openRun(app, server);
    await app.getByRole("button", { name: "Use the camera" }).click();
    await expect(app.getByLabel("What the camera sees")).toBeVisible();
    await app.evaluate(() => {
      window.tracks = document.querySelector("video").srcObject.getTracks();
    });
    await sent(app, () => app.getByRole("button", { name: "Run in a loop" }).click());
    await app.getByRole("link", { name: "Versions" }).click();
    await expect(app.getByLabel("What the camera sees")).toHaveCount(0);
    await expect.poll(() => app.evaluate(() => window.tracks.map((track) => track.readyState))).toEqual(["ended"]);
  });
});
