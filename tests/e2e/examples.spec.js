// The examples of `examples/`, as they are, on a page of another origin; and the npm package.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "./fixtures.js";
import { ECHO, Host, publish } from "./host.js";

const root = join(import.meta.dirname, "../..");
const call = promisify(execFile);

/** A page for which the workflow is published. */
async function shop(server) {
  const host = await Host.open();
  await server.create("Echo", ECHO);
  await publish(server, "echo", [host.origin]);
  return host;
}

test("the plain page", async ({ server, page }) => {
  const host = await shop(server);
  host.body = (await readFile(join(root, "examples/plain.html"), "utf8")).replaceAll("https://deck.example", server.url);
  await page.goto(host.origin);
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.locator("#said")).toHaveText("from a plain page");
  host.close();
});

for (const [name, file, word] of [["React", "react.jsx", "from React"], ["Vue", "vue.js", "from Vue"]]) {
  test(`the ${name} page`, async ({ server, page }) => {
    const host = await shop(server);
    const { stdout: content } = await call(join(root, "js/node_modules/.bin/esbuild"), [
      join(root, "examples", file), "--bundle", "--format=esm", "--jsx=automatic", "--log-level=warning", '--define:process.env.NODE_ENV="production"',
    ], { env: { ...process.env, NODE_PATH: join(import.meta.dirname, "node_modules") }, maxBuffer: 50e6 });
    host.files = { "/page.js": { type: "text/javascript", content } };
    host.body = `<!doctype html><title>Shop</title><script type="module" src="${server.url}/embed.js"></script><div id="place"></div>
      <script type="module">import { show } from "/page.js"; show(document.querySelector("#place"), "${server.url}");</script>`;
    await page.goto(host.origin);
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.locator("#said")).toHaveText(word);
    host.close();
  });
}

test("the npm package holds the widget, its types and nothing else, and its types fit", async () => {
  const folder = join(root, "target/npm");
  const { stdout } = await call("npm", ["pack", "--dry-run", "--json"], { cwd: folder });
  const [{ files, version }] = JSON.parse(stdout);
  const names = files.map(({ path }) => path.replace(/-[0-9a-f]{16}/, "-HASH"));
  expect(names.sort()).toEqual([
    "LICENSE-APACHE", "LICENSE-MIT", "README.md", "embed.d.ts", "embed.js", "package.json", "runner-HASH.js", "runner-HASH.wasm",
  ]);
  const { exports, scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  expect(exports["."]).toEqual({ types: "./embed.d.ts", default: "./embed.js" });
  expect(scripts).toBeUndefined();
  expect(await readFile(join(folder, "embed.js"), "utf8")).toContain(version);

  const place = await mkdtemp(join(tmpdir(), "flowdeck-types-"));
  const check = async (name, text) => {
    const file = join(place, name);
    await writeFile(file, `import ${JSON.stringify(join(folder, "embed.d.ts").replace(/\.d\.ts$/, ".js"))};\n${text}`);
    return call(join(import.meta.dirname, "node_modules/.bin/tsc"), ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", file]);
  };
  await check("right.mts", `const runner = document.createElement("flowdeck-runner");
    runner.inputs = { word: "a" }; runner.getToken = async () => ({ token: "t", expiresIn: 300 });
    runner.addEventListener("flowdeck-result", ({ detail }) => detail.outputs[0].said);
    runner.addEventListener("flowdeck-token", ({ detail }) => detail.expiresIn?.toFixed());
    const outputs: Record<string, unknown>[] = await runner.run(); runner.cancel(); export { outputs };`);
  const wrong = check("wrong.mts", `document.createElement("flowdeck-runner").token.length; export {};`);
  await expect(wrong).rejects.toThrow(/Command failed/);
  await rm(place, { recursive: true });
});
