// Pages of other origins that embed a workflow: a small web server each, on a port of its own.
import { createServer } from "node:http";

export class Host {
  /** A page with this content; headers such as a policy as they are given. */
  static async open(body = "", headers = {}) {
    const host = new Host();
    Object.assign(host, { body, headers });
    host.server = createServer((request, response) => {
      for (const [name, value] of Object.entries(host.headers)) response.setHeader(name, value);
      const file = host.files?.[new URL(request.url, "http://x").pathname];
      response.setHeader("Content-Type", file ? file.type : "text/html; charset=utf-8");
      response.end(file ? file.content : host.body);
    });
    await new Promise((resolve) => host.server.listen(0, "127.0.0.1", resolve));
    host.origin = `http://127.0.0.1:${host.server.address().port}`;
    return host;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A specification that says what it was told. */
export const ECHO = {
  version: "1.0",
  inputs: [{ type: "WorkflowParameter", name: "word", kind: ["string"], default_value: "hello" }],
  steps: [{ type: "roboflow_core/first_non_empty_or_default@v1", name: "first", data: ["$inputs.word"], default: "nothing" }],
  outputs: [{ type: "JsonField", name: "said", selector: "$steps.first.output" }],
};

/** Publishes a workflow for origins. */
export const publish = (server, url, origins, more = {}) =>
  server.api("POST", `/home/workflows/${url}/publication`, { origins, minutes: 5, perMinute: 100_000, ...more });

/** Waits for an event of an element and gives its detail. */
export const heard = (page, kind, selector = "flowdeck-runner") =>
  page.evaluate(([kind, selector]) => new Promise((done) => {
    document.querySelector(selector).addEventListener(`flowdeck-${kind}`, ({ detail }) => done(detail), { once: true });
  }), [kind, selector]);
