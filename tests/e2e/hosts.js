// What stands in for other people's machines: file servers, and the vendor's API, which lets pages of any origin call
// it. Ours does not, so a small proxy adds that.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "./fixtures.js";

export const BASE = "/tools/deck/";
const FILES = process.env.FLOWDECK_STATIC ?? join(import.meta.dirname, "../../target/e2e-static");
const UNPACKED = join(import.meta.dirname, "../../target/tools/nginx/usr/sbin/nginx");
export const NGINX =
  process.env.NGINX ?? (existsSync(UNPACKED) ? UNPACKED : spawnSync("nginx", ["-v"]).error ? undefined : "nginx");

export async function freePort() {
  const probe = createSocket();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A second Flowdeck as the cloud: its management API for any origin, its runs for the listed ones. */
export class Cloud {
  async start(key, origins) {
    this.folder = await mkdtemp(join(tmpdir(), "flowdeck-cloud-"));
    const published = ["qr-inventory", "dim-scene"].map(
      (workflow) => `[[publication]]\nworkflow = "${workflow}"\norigins = ${JSON.stringify(origins)}\n`,
    );
    await writeFile(join(this.folder, "flowdeck.toml"), published.join(""));
    this.server = await new Server(this.folder, { FLOWDECK_API_KEY: key }).start();
    this.asked = [];
    this.ran = [];
    this.proxies = [
      createServer((request, response) => this.#pass("/api", this.asked, request, response)),
      createServer((request, response) => this.#pass("/run", this.ran, request, response)),
    ];
    for (const proxy of this.proxies) await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const [api, open] = this.proxies.map((proxy) => `http://127.0.0.1:${proxy.address().port}`);
    this.api = api;
    this.execution = `${this.server.url}/run`;
    // The vendor's endpoint takes drafts from any page, with a key; ours takes them from its own only.
    this.openExecution = open;
    return this;
  }

  async #pass(path, log, request, response) {
    const open = { "Access-Control-Allow-Origin": "*" };
    if (request.method === "OPTIONS") {
      // Nothing beyond what any API of JSON has: a header of ours would be refused.
      const allowed = { "Access-Control-Allow-Methods": "GET, POST, DELETE", "Access-Control-Allow-Headers": "content-type" };
      response.writeHead(204, { ...open, ...allowed }).end();
      return;
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    log.push({ method: request.method, url: request.url, headers: JSON.stringify(request.headers), body });
    const headers = body ? { "Content-Type": "application/json" } : {};
    const answer = await fetch(`${this.server.url}${path}${request.url}`, { method: request.method, headers, body: body || undefined }).catch(() => null);
    if (!answer) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { ...open, "Content-Type": "application/json" }).end(await answer.text());
  }

  async stop() {
    for (const proxy of this.proxies) {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    }
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The app as a host's files, below a path; `serve` is one of the functions below. */
export class Host {
  async start(serve, port, config) {
    if (!existsSync(FILES)) {
      throw new Error(`${FILES} is missing: cargo xtask build --base ${BASE} --out target/e2e-static --connect 'http://127.0.0.1:*'`);
    }
    this.folder = await mkdtemp(join(tmpdir(), "flowdeck-host-"));
    const files = join(this.folder, "files", BASE);
    await mkdir(files, { recursive: true });
    await cp(FILES, files, { recursive: true });
    // What an operator does: edit config.json.
    const shipped = JSON.parse(await readFile(join(files, "config.json"), "utf8"));
    await writeFile(join(files, "config.json"), JSON.stringify({ ...shipped, ...config }));
    this.origin = `http://127.0.0.1:${port}`;
    this.url = this.origin + BASE;
    this.child = await serve(this.folder, port);
    for (let tries = 0; tries < 100; tries += 1) {
      if (await fetch(this.url).then((answer) => answer.ok, () => false)) return this;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the file server does not answer");
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Python's own file server: it knows no fallback page. */
export async function python(folder, port) {
  const words = ["-m", "http.server", String(port), "--bind", "127.0.0.1", "--directory", join(folder, "files")];
  return spawn("python3", words, { stdio: "ignore" });
}

const TYPES =
  "types { text/html html; text/css css; text/javascript js; application/wasm wasm; application/json json; image/svg+xml svg; image/png png; application/manifest+json webmanifest; }";

/** nginx, as whoever runs the test; `rule` is what it does with paths that are no files. */
export const nginx = (rule) => async (folder, port) => {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  // Started by root, nginx would give its work to somebody who may not read the folder.
  const user = process.getuid() === 0 ? "user root root;" : "";
  const config = `daemon off; ${user} worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http { access_log off; ${temporary.join(" ")} ${TYPES}
  server { listen 127.0.0.1:${port}; root ${folder}/files; location ${BASE} { ${rule} } } }
`;
  await writeFile(join(folder, "nginx.conf"), config);
  return spawn(NGINX, ["-e", join(folder, "error.log"), "-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
};

/** Types a key as a person does, and connects. */
export async function connect(page, key, workspace = "") {
  await page.getByRole("textbox", { name: "Workspace" }).fill(workspace);
  await page.getByLabel("API key").click();
  // Not by a script of the test's, which would hold the key in the page's memory.
  await page.keyboard.insertText(key);
  await page.getByRole("button", { name: "Connect" }).click();
}
