// How soon a widget can be used (`cargo xtask bench widget`).
import { chromium } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "../fixtures.js";
import { ECHO, Host, publish } from "../host.js";

const ROUNDS = 15;
const data = await mkdtemp(join(tmpdir(), "flowdeck-bench-"));
const server = await new Server(data, {}, ["--no-rate-limit"]).start();
const [bare, shop] = [await Host.open(), await Host.open()];
await server.create("Echo", ECHO);
await publish(server, "echo", [shop.origin]);
const page_ = (inside) => `<!doctype html><title>Shop</title>${inside}<p>Text</p>`;
bare.body = page_("<script type=\"module\">globalThis.usable = performance.now()</script>");
shop.body = page_(`<script>addEventListener("flowdeck-progress", ({ detail }) => { if (detail.state === "ready") requestAnimationFrame(() => (globalThis.usable = performance.now())); });</script>
  <script type="module" src="${server.url}/embed.js"></script><flowdeck-runner workflow="home/echo"></flowdeck-runner>`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const usable = async (page, origin) => {
  await page.goto(origin);
  return (await page.waitForFunction(() => globalThis.usable)).jsonValue();
};
const times = { bare: [], cold: [], warm: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  times.bare.push(await usable(page, bare.origin));
  times.cold.push(await usable(page, shop.origin));
  times.warm.push(await usable(page, shop.origin));
  await context.close();
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
for (const [name, list] of Object.entries(times)) {
  const middle = median(list);
  console.log(`  ${name}: usable after ${middle.toFixed(0)} ms (${list[0].toFixed(0)} to ${list.at(-1).toFixed(0)}, ${ROUNDS} rounds)`);
}
await browser.close();
await server.stop();
for (const host of [bare, shop]) host.close();
await rm(data, { recursive: true, force: true });
