// What stands in for an inference server where the real one is not installed: its builder page and the routes that the
// page's frame calls, as the contract has them. `engine/builder.spec.js` tells the same story with the real one.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

/** The page that the server shows at /build, in our words: a frame with the builder, and what the frame tells. */
export const buildPage = (builder, csrf) => `<!doctype html><title>Workflow Editor</title>
<style>html, body { margin: 0; height: 100% } iframe { border: 0; width: 100%; height: 100% }</style>
<iframe id="workflow-iframe" title="Workflow builder"></iframe>
<script>
  const frame = document.querySelector("iframe");
  const id = location.pathname.split("/")[3];
  const query = new URLSearchParams({ serverUrl: location.origin, csrf: "${csrf}" });
  frame.src = "${builder}/workflows/local" + (id ? "/" + id : "") + "?" + query;
  addEventListener("message", ({ data, origin }) => {
    (window.heard ??= []).push([origin, data]);
    if (data?.type === "navigate") history.pushState({}, "", data.path ? "/build/" + data.path : "/build");
    if (data?.type === "setTitle") document.title = data.title;
  });
</script>`;

export class BuilderHost {
  csrf = randomBytes(16).toString("hex");
  files = new Map();
  calls = [];

  static async open(builder, port) {
    const host = new BuilderHost();
    host.builder = builder;
    host.server = createServer((request, response) => host.answer(request, response));
    await new Promise((resolve) => host.server.listen(port, "127.0.0.1", resolve));
    host.origin = `http://127.0.0.1:${port}`;
    return host;
  }

  async answer(request, response) {
    const { pathname } = new URL(request.url, "http://x");
    const send = (status, value) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (/^\/build(\/edit\/[^/]+)?$/.test(pathname)) {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      return response.end(buildPage(this.builder, this.csrf));
    }
    // Only the builder's origin, only these paths.
    if (/^\/(build\/api|workflows\/)/.test(pathname) && request.headers.origin === this.builder) {
      response.setHeader("Access-Control-Allow-Origin", this.builder);
      response.setHeader("Access-Control-Allow-Headers", "x-csrf, content-type");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
    }
    if (request.method === "OPTIONS") return send(200, {});
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = text && JSON.parse(text);
    this.calls.push(`${request.method} ${pathname}`);
    if (pathname === "/workflows/run") return send(200, { outputs: [{ said: `${body.inputs.word}, by the server` }] });
    if (request.headers["x-csrf"] !== this.csrf) return send(403, { detail: "Invalid CSRF token" });
    const id = pathname.replace(/^\/build\/api\/?/, "");
    const now = Math.floor(Date.now() / 1000);
    if (!id) {
      const row = ([key, config]) => [key, { createTime: { _seconds: now }, updateTime: { _seconds: now }, config }];
      return send(200, { data: Object.fromEntries([...this.files].map(row)) });
    }
    if (id === "models") return send(200, { models: [MODEL] });
    if (!/^[\w-]+$/.test(id)) return send(400, { error: "invalid id" });
    if (request.method === "POST") {
      if (body.id && body.id !== id) this.files.delete(body.id);
      this.files.set(id, { ...body, id });
      return send(201, { message: "ok" });
    }
    if (!this.files.has(id)) return send(404, { error: "not found" });
    if (request.method === "GET") return send(200, { data: { createTime: now, updateTime: now, config: this.files.get(id) } });
    this.files.delete(id);
    return send(200, { message: "ok" });
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const MODEL = {
  model_id: "coco/3",
  name: "yolov8n-640",
  task_type: "object-detection",
  compatible_block_types: ["roboflow_core/roboflow_object_detection_model@v1", "roboflow_core/roboflow_object_detection_model@v2"],
  aliases: ["yolov8n-640"],
};
