// The run as code: what the page shows is run as it stands, in a shell, in Node.js and in Python.
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "./fixtures.js";
import { ECHO } from "./host.js";

const run = promisify(execFile);
const KEY = "CoDe9f2a7c4e1b6d8053LocalKey";
test.use({ environment: { FLOWDECK_API_KEY: KEY } });

/** What the page shows for one of the ways. */
async function shown(page, way) {
  await page.getByRole("tab", { name: way }).click();
  const text = await page.getByRole("tabpanel").innerText();
  expect(text).not.toContain(KEY);
  return text;
}

async function open(page, server, workflow) {
  await page.goto(`${server.url}/w/home/${workflow}/run`);
  await page.getByText("Run it from code").click();
}

test("the command, the script and the program give what a run gives", async ({ page, server }) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), "flowdeck-code-"));
  const env = { ...process.env, FLOWDECK_API_KEY: KEY };
  await copyFile(join(import.meta.dirname, "../../static/samples/qr-sheet.png"), join(folder, "image.jpg"));
  const word = "“hi” $HOME `id` \\ 'x' \"y\"";
  await server.create("Echo", ECHO);
  await open(page, server, "echo");
  await page.getByLabel("word").fill(word);
  const outputs = async (way, workflow) => {
    const text = await shown(page, way);
    if (way === "cURL") return JSON.parse((await run("sh", ["-c", text], { cwd: folder, env, maxBuffer: 1 << 26 })).stdout).outputs;
    if (way === "JavaScript") {
      await writeFile(join(folder, `${workflow}.mjs`), text);
      return JSON.parse((await run(process.execPath, [`${workflow}.mjs`], { cwd: folder, env, maxBuffer: 1 << 26 })).stdout);
    }
    const program = text.replace("print(result)", "import json; print(json.dumps(result, default=str))");
    return JSON.parse((await run(process.env.PEER_PYTHON, ["-c", program], { cwd: folder, env, maxBuffer: 1 << 26 })).stdout.trim().split("\n").at(-1));
  };
  const ways = ["cURL", "JavaScript", ...(process.env.PEER_PYTHON ? ["Python"] : [])];
  for (const way of ways) expect(await outputs(way, "echo"), way).toEqual([{ said: word }]);
  // With an image, out of a file.
  await open(page, server, "qr-inventory");
  for (const way of ways) {
    const [{ count, codes }] = await outputs(way, "qr-inventory");
    expect([count, codes.predictions[0].data], way).toEqual([6, "BIN-0701"]);
  }
  await rm(folder, { recursive: true, force: true });
});

test("pages are told what to write, and the code is copied", async ({ page, server, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, server, "qr-inventory");
  expect(await shown(page, "React")).toContain('return <flowdeck-runner workflow="home/qr-inventory" />');
  const text = await shown(page, "Element");
  expect(text).toContain(`src="${server.url}/embed.js"`);
  await page.getByRole("button", { name: "Copy the code" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(text.trim());
});
