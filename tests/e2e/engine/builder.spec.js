// Builder mode inside the real server's own page (`cargo xtask test --engine`). The package that pip installs leaves the
// page itself out, so one in our words stands in its place; all routes are the server's.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { story } from "../builder.js";
import { buildPage } from "../builder-host.js";
import { Server, test as base } from "../fixtures.js";
import { freePort } from "../hosts.js";
import { PATIENCE, python, startEngine } from "./start.js";

const test = base.extend({
  engine: [async ({}, use) => {
    const [folder, port] = [await mkdtemp(join(tmpdir(), "flowdeck-builder-")), await freePort()];
    const origin = `http://127.0.0.1:${port}`;
    const deck = await new Server(folder, {}, ["--builder", origin]).start();
    const lib = join(python, "../../lib");
    const [version] = await readdir(lib);
    const place = join(lib, version, "site-packages/inference/core/interfaces/http/builder/editor.html");
    await writeFile(place, buildPage("{{BUILDER_ORIGIN}}", "{{CSRF}}"));
    const engine = await startEngine("http://127.0.0.1:9", port, { ENABLE_BUILDER: "True", BUILDER_ORIGIN: deck.url });
    const csrf = (await (await fetch(`${origin}/build`)).text()).match(/csrf: "([0-9a-f]+)"/)[1];
    await use({ origin, builder: deck.url, csrf });
    await engine.stop();
    await deck.stop();
    await rm(folder, { recursive: true, force: true });
  }, { timeout: PATIENCE }],
});

test("inside the real server's page, with nothing but the two on the network", async ({ page, engine }) => {
  test.setTimeout(400_000);
  await story({ page, engine, said: (word) => word });
});
