// Builder mode inside the real server's own page (`cargo xtask test --engine`). The package that pip installs leaves the
// page itself out, so one in our words stands in its place; all routes are the server's.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { story } from "../builder.js";
import { buildPage } from "../builder-host.js";
import { Server, test as base } from "../fixtures.js";
import { freePort } from "../hosts.js";

const root = join(import.meta.dirname, "../../..");
const python = process.env.FLOWDECK_ENGINE_PYTHON;

const test = base.extend({
  engine: [async ({}, use) => {
    const [folder, port] = [await mkdtemp(join(tmpdir(), "flowdeck-builder-")), await freePort()];
    const origin = `http://127.0.0.1:${port}`;
    const deck = await new Server(folder, {}, ["--builder", origin]).start();
    const lib = join(python, "../../lib");
    const [version] = await readdir(lib);
    const place = join(lib, version, "site-packages/inference/core/interfaces/http/builder/editor.html");
    await writeFile(place, buildPage("{{BUILDER_ORIGIN}}", "{{CSRF}}"));
    const program = `from peers import Engine; e = Engine("http://127.0.0.1:9", ${port}); print(e.url, flush=True); input(); e.stop()`;
    const child = spawn(python, ["-c", program], {
      cwd: join(root, "tests/engine"),
      env: { ...process.env, ENABLE_BUILDER: "True", BUILDER_ORIGIN: deck.url },
      stdio: ["pipe", "pipe", "inherit"],
    });
    await new Promise((resolve, reject) => {
      child.stdout.once("data", resolve);
      child.once("exit", (code) => reject(new Error(`the engine ended with ${code}`)));
    });
    const csrf = (await (await fetch(`${origin}/build`)).text()).match(/csrf: "([0-9a-f]+)"/)[1];
    await use({ origin, builder: deck.url, csrf });
    child.stdin.end("\n");
    await new Promise((resolve) => child.once("exit", resolve));
    await deck.stop();
    await rm(folder, { recursive: true, force: true });
    // A cold start loads a deep-learning library and 250 blocks.
  }, { timeout: 300_000 }],
});

test("inside the real server's page, with nothing but the two on the network", async ({ page, engine }) => {
  test.setTimeout(400_000);
  await story({ page, engine, said: (word) => word });
});
