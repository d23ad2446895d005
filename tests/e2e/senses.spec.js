// The editor for those who set their own colours, want no motion, or leave it open for long.
import { BLUR, accessible, canvas, expect, middle, open, test, words } from "./drawing.js";

/** The colour of a place of the painted canvas, and what the browser makes of colours by name. */
const colours = (page, at) =>
  page.evaluate(({ x, y }) => {
    const sheet = [...document.querySelectorAll(".fd-canvas__sheet")].find((one) => one.checkVisibility());
    const box = sheet.getBoundingClientRect();
    const scale = sheet.width / box.width;
    const pixel = sheet.getContext("2d").getImageData(Math.round((x - box.x) * scale), Math.round((y - box.y) * scale), 1, 1).data;
    const probe = document.body.appendChild(document.createElement("span"));
    const named = {};
    for (const name of ["Canvas", "CanvasText", "Highlight"]) {
      probe.style.setProperty("color", name);
      named[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return { pixel: `rgb(${pixel[0]}, ${pixel[1]}, ${pixel[2]})`, named };
  }, at);

test.describe("with colours of one's own", () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("the canvas is painted in them", async ({ app, server }) => {
    await server.create("Forced", BLUR);
    await open(app, server, "forced");
    const at = await middle(app);
    await app.mouse.click(at.x, at.y);
    await expect(words(app)).toHaveAccessibleName(/^blur, /);
    const card = await words(app).boundingBox();
    const box = await canvas(app).boundingBox();
    // What is selected may still be painted, on the surface that is shown next.
    await expect(async () => {
      const paper = await colours(app, { x: box.x + 5, y: box.y + 5 });
      expect(paper.pixel).toBe(paper.named.Canvas);
    }).toPass();
    // The selected card has an edge that is seen.
    const edge = await colours(app, { x: card.x + card.width / 2, y: card.y });
    const plain = await colours(app, { x: card.x + card.width / 2, y: card.y + 20 });
    expect(edge.pixel).not.toBe(plain.pixel);
    await accessible(app, "forced colours");
  });
});

test.describe("without motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("nothing in the editor moves by itself", async ({ app, server }) => {
    await server.create("Still", BLUR);
    await open(app, server, "still");
    const slow = await app.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((one) => {
          const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
          const longest = (text) => Math.max(...text.split(",").map(parseFloat));
          return longest(transitionDuration) > 0.001 || (animationName !== "none" && longest(animationDuration) > 0.001);
        })
        .map((one) => one.className),
    );
    expect(slow).toEqual([]);
  });
});

/** How often the editor is opened and closed. */
const TIMES = process.env.FLOWDECK_SOAK ? 200 : 60;

test("opened and closed again and again, the editor leaves nothing behind", async ({ app, server }) => {
  test.setTimeout(300_000);
  await server.create("Again", BLUR);
  await open(app, server, "again");
  const session = await app.context().newCDPSession(app);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  const measure = async () => {
    // What is only waiting to be collected is no leak.
    for (let round = 0; round < 2; round += 1) await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name) => metrics.find((one) => one.name === name).value;
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
    return { bytes: usedSize + embedderHeapUsedSize + backingStorageSize, nodes: of("Nodes"), listeners: of("JSEventListeners") };
  };
  const views = app.getByRole("navigation", { name: "Views of this workflow" });
  const cycles = async (count) => {
    for (let round = 0; round < count; round += 1) {
      await views.getByRole("link", { name: "Versions" }).click();
      await expect(canvas(app)).toHaveCount(0);
      await views.getByRole("link", { name: "Graph" }).click();
      await expect(canvas(app)).toBeVisible();
    }
  };
  await cycles(20);
  const before = await measure();
  await cycles(TIMES);
  const after = await measure();
  console.log(`      ${after.bytes - before.bytes} bytes, ${after.nodes - before.nodes} nodes, ${after.listeners - before.listeners} listeners more after ${TIMES} times`);
  expect(after.bytes - before.bytes).toBeLessThan(2_000_000);
  expect(after.nodes - before.nodes).toBeLessThan(100);
  expect(after.listeners - before.listeners).toBeLessThan(20);
});
