// A server of its own for each test: the real binary, a fresh data directory, a free port.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";

export const BINARY = process.env.FLOWDECK_BIN ?? join(import.meta.dirname, "../../target/release/flowdeck");

export class Server {
  constructor(data, environment = {}, words = []) {
    this.data = data;
    this.environment = environment;
    this.words = words;
    this.log = "";
  }

  async start(port = 0) {
    const args = ["serve", "--port", String(port), "--data", this.data, ...this.words];
    if (process.env.FLOWDECK_DIST) args.push("--dist", process.env.FLOWDECK_DIST);
    this.child = spawn(BINARY, args, { env: { ...process.env, ...this.environment } });
    this.child.stderr.on("data", (chunk) => (this.log += chunk));
    this.url = await new Promise((resolve, reject) => {
      let said = "";
      this.child.stdout.on("data", (chunk) => {
        said += chunk;
        const match = said.match(/ready at (http:\/\/\S+)/);
        if (match) resolve(match[1]);
      });
      this.child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${this.log}`)));
    });
    return this;
  }

  async stop(signal = "SIGTERM") {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill(signal);
    await ended;
  }

  /** The local API key, as programs use it. */
  async key() {
    const child = spawn(BINARY, ["key", "--data", this.data], { env: { ...process.env, ...this.environment } });
    let out = "";
    for await (const chunk of child.stdout) out += chunk;
    return out.trim();
  }

  /** A management call with the key. */
  async api(method, path, body) {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { Authorization: `Bearer ${await this.key()}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json(), etag: response.headers.get("etag") };
  }

  async create(name, specification, more = {}) {
    const config = typeof specification === "string" ? specification : JSON.stringify({ specification });
    const { body } = await this.api("POST", "/home/createWorkflow", { name, config, ...more });
    return body.workflow;
  }
}

export const BLUR = {
  version: "1.0",
  inputs: [{ type: "WorkflowImage", name: "image" }],
  steps: [{ type: "roboflow_core/image_blur@v1", name: "blur", image: "$inputs.image" }],
  outputs: [{ type: "JsonField", name: "out", selector: "$steps.blur.image" }],
};

export const test = base.extend({
  environment: [{}, { option: true }],
  server: async ({ environment }, use) => {
    const data = await mkdtemp(join(tmpdir(), "flowdeck-e2e-"));
    const server = await new Server(data, environment).start();
    await use(server);
    await server.stop();
    await rm(data, { recursive: true, force: true });
  },
  /** A page whose console and page errors fail the test. */
  app: async ({ page, server }, use) => {
    const errors = [];
    page.on("pageerror", (error) => errors.push(`page: ${error.message}`));
    page.on("console", (message) => {
      const isNetwork = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isNetwork) errors.push(`console: ${message.text()}`);
    });
    page.base = server.url;
    await use(page);
    expect(errors).toEqual([]);
  },
});

export { expect };

/** The text of the JSON editor; empty until there is one. */
export const editorText = (page) =>
  page.evaluate(() => {
    const root = document.querySelector(".fd-edit__host")?.shadowRoot;
    return [...(root?.querySelectorAll(".cm-line") ?? [])].map((line) => line.textContent).join("\n");
  });

/** Replaces the text of the JSON editor, as typing does. */
export async function writeEditor(page, text) {
  const content = page.getByRole("textbox", { name: "Workflow definition, JSON" });
  await content.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}
