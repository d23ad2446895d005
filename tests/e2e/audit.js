// A search for keys in everything that a browser sees: what a walk through the app leaves behind, looked through for
// each key in five spellings (SECURITY.md).
import { expect } from "@playwright/test";

export const forms = (text) => [
  text,
  Buffer.from(text).toString("base64").replace(/=+$/, ""),
  encodeURIComponent(text),
  Buffer.from(text).toString("hex"),
  [...text].reverse().join(""),
];

/** Listens to a page from its first request on. */
export class Audit {
  constructor(page) {
    this.page = page;
    this.seen = [];
    this.bodies = [];
    page.on("console", (message) => this.note("console", message.text()));
    page.on("pageerror", (error) => this.note("page error", `${error.message} ${error.stack}`));
    page.on("request", (request) => {
      const headers = JSON.stringify(request.headers());
      this.note(`request ${request.url()}`, `${request.url()} ${headers} ${request.postData() ?? ""}`);
    });
    this.files = new Set();
    page.on("response", (response) => {
      this.note("response headers", JSON.stringify(response.headers()));
      // Files are read from the server later: a worker that has ended never hands over its own.
      const url = response.url();
      if (/\.(wasm|js|css|txt|png|jpg|svg)$/.test(url)) return this.files.add(url);
      const keep = (body) => this.note(`body of ${url}`, body.toString("latin1"));
      this.bodies.push(response.body().then(keep, () => {}));
    });
  }

  note(where, text) {
    this.seen.push([where, String(text ?? "")]);
  }

  /** Opens addresses and keeps what they show. */
  async visit(base, paths) {
    for (const path of paths) {
      const answer = await this.page.goto(base + path);
      // Not until the network is idle: what a worker fetched when it was ended counts as under way for ever.
      if (/html/.test(answer?.headers()["content-type"])) {
        await expect(this.page.getByRole("main").first()).toBeVisible();
        await expect(this.page.locator("[aria-busy=true], .fd-skeleton")).toHaveCount(0);
      }
      this.note(`page ${path}`, await this.page.content());
    }
  }

  /** What the browser keeps, and every file of the app, source maps included if there were any. */
  async collect(base) {
    const kept = await this.page.evaluate(async () => {
      const databases = (await indexedDB.databases?.()) ?? [];
      const performance_ = performance.getEntries().map((entry) => entry.name);
      const stored = { local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie };
      return JSON.stringify({ ...stored, databases, caches: await caches.keys(), performance: performance_ });
    });
    this.note("storage and performance", kept);
    this.note("cookies", JSON.stringify(await this.page.context().cookies()));
    const index = await (await fetch(base)).text();
    for (const [, file] of index.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
      for (const name of [file, `${file}.map`]) {
        const response = await fetch(`${base}/${name}`);
        this.note(`file ${name}`, Buffer.from(await response.arrayBuffer()).toString("latin1"));
      }
    }
    for (const url of this.files) {
      this.note(`body of ${url}`, Buffer.from(await (await fetch(url)).arrayBuffer()).toString("latin1"));
    }
    await Promise.all(this.bodies);
  }

  /** Where keys are. */
  hits(keys) {
    return this.seen.flatMap(([where, text]) =>
      keys.flatMap((key) => forms(key).filter((form) => text.includes(form)).map(() => where)),
    );
  }

  /** No key is anywhere. */
  expectNone(keys) {
    const hits = this.hits(keys);
    expect(hits).toEqual([]);
    console.log(`      searched ${this.seen.length} places for ${keys.length} keys in 5 spellings, ${hits.length} hits`);
  }

  /** A key is in some places and in no other. */
  expectOnlyIn(key, isAllowed) {
    const hits = this.hits([key]);
    const wrong = hits.filter((where) => !isAllowed(where));
    expect(wrong).toEqual([]);
    expect(hits.length).toBeGreaterThan(0);
    console.log(`      searched ${this.seen.length} places for 1 key in 5 spellings: ${hits.length} hits where it may be, ${wrong.length} elsewhere`);
  }

  /** The token that a run was given. */
  token() {
    const found = this.seen.find(([where]) => where.startsWith("body") && where.includes("workflowToken"));
    expect(found).toBeTruthy();
    return JSON.parse(found[1]).token;
  }

  /** A token is in the answer that brings it and in bodies of runs, never in an address. */
  expectTokenOnlyIn(isRun) {
    const token = this.token();
    const places = this.seen.filter(([, text]) => text.includes(token)).map(([where]) => where);
    expect(places.filter((where) => !where.includes("workflowToken") && !isRun(where))).toEqual([]);
    expect(this.seen.filter(([where]) => where.startsWith("request") && where.includes(token))).toEqual([]);
  }
}
