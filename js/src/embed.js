// embed.js: defines <flowdeck-runner> and <flowdeck-manager>. Small, because it is on the critical path of pages that
// are not ours; the widget itself is fetched when the first element comes into view. No globals, cookies or storage.
const base = new URL("./", import.meta.url);
// What was there when this was loaded: what a page puts in its place later is not ours.
const { fetch, customElements, document, queueMicrotask, trustedTypes } = globalThis;
const element = (name, parts) => Object.assign(document.createElement(name), parts);
const nothing = () => {};

let hint;
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  const add = /^wasm/.test(blockedURI) ? "'wasm-unsafe-eval' to script-src"
    : effectiveDirective === "trusted-types" ? "flowdeck to trusted-types"
    : blockedURI.startsWith(base.origin) && `${base.origin} to ${effectiveDirective.replace("-elem", "")}`;
  if (add) hint = `This page's Content-Security-Policy blocks Flowdeck: add ${add}.`;
});

let policy;
let loading;
/** The widget's module, with integrity for its script and its wasm. */
const load = () => (loading ??= fetched().catch(async ({ message }) => {
  loading = undefined;
  // The browser reports what it blocked a moment after it did.
  await new Promise((done) => setTimeout(done, 99));
  const replaced = ["fetch", "Promise"].filter((name) => !/native code/.test(globalThis[name]));
  throw Error(hint ?? `Flowdeck could not be loaded from ${base.origin}: ${message}${
    replaced.length ? ` This page replaced ${replaced}: load embed.js before it does.` : ""}`);
}));

async function fetched() {
  const address = new URL(__MODULE__, base).href;
  policy ??= trustedTypes?.createPolicy("flowdeck", { createScriptURL: (url) => url });
  await new Promise((onload, fail) => {
    const onerror = () => fail(Error("its script did not arrive as it was published."));
    document.head.append(element("script", {
      type: "module", crossOrigin: "", integrity: __MODULE_HASH__, onload, onerror,
      src: policy?.createScriptURL(address) ?? address,
    }));
  });
  const module = await import(address);
  await module.start(await fetch(new URL(__WASM__, base), { integrity: __WASM_HASH__ }));
  return module;
}

const seen = new IntersectionObserver((entries) => {
  for (let at = 0; at < entries.length; at += 1) if (entries[at].isIntersecting) entries[at].target.wake().catch(nothing);
}, { rootMargin: "200px" });

const WORDS = ["workflow", "token-endpoint", "execution-base", "inputs", "auto-run", "outputs", "theme", "token"];
const camel = (name) => name.replace(/-(.)/, (_, letter) => letter.toUpperCase());
const PROPERTIES = ["getToken", ...WORDS.map(camel)];

class Runner extends HTMLElement {
  static version = __VERSION__;
  static observedAttributes = WORDS;
  #root = this.attachShadow({ mode: "open" });
  #tokens;
  #mounted;

  connectedCallback() {
    // Properties that were set before the class was known.
    for (let at = 0; at < PROPERTIES.length; at += 1) {
      const name = PROPERTIES[at];
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (!this.#mounted) {
      this.#root.replaceChildren(element("slot"));
      seen.observe(this);
    }
  }

  disconnectedCallback() {
    seen.unobserve(this);
    // A move takes the element out and puts it in again.
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#mounted?.then((widget) => widget.destroy(), nothing);
        this.#mounted = undefined;
      }
    });
  }

  attributeChangedCallback(name, _, value) {
    if (name !== "token") this.#configure();
    else if (value !== null) {
      this.token = value;
      this.removeAttribute(name);
    }
  }

  /** A token, or a function that gives one; neither can be read back. */
  set token(token) {
    this.#tokens = token ?? undefined;
    this.#configure();
  }

  set getToken(callback) { this.token = callback; }

  /** Runs; gives the outputs, one object for each element of the batch. */
  async run() { return (await this.wake()).run(); }

  /** Stops the run. */
  cancel() { this.#mounted?.then((widget) => widget.cancel(), nothing); }

  /** Loads and shows the widget: what happens by itself when the element comes into view. */
  wake() {
    seen.unobserve(this);
    return (this.#mounted ??= load().then((module) => {
      const widget = module.mount(this, this.#root);
      widget.configure(this.#options());
      return widget;
    }).catch((error) => {
      this.#mounted = undefined;
      this.#root.replaceChildren(element("p", { role: "alert", textContent: error.message }));
      this.dispatchEvent(new CustomEvent("flowdeck-error", { detail: { message: error.message, status: 0, step: "" }, bubbles: true, composed: true }));
      throw error;
    }));
  }

  #configure() {
    this.#mounted?.then((widget) => widget.configure(this.#options()), nothing);
  }

  #options() {
    const at = (name, otherwise) => {
      const value = this.getAttribute(name);
      return new URL(value || otherwise, value ? document.baseURI : base).href;
    };
    const { workflow, inputs, autoRun, outputs } = this;
    return {
      workflow, inputs, autoRun, outputs,
      executionBase: at("execution-base", "run"),
      endpoint: at("token-endpoint", `token/${workflow}`),
      tokens: this.#tokens,
    };
  }
}

for (const name of WORDS.slice(0, -1)) {
  Object.defineProperty(Runner.prototype, camel(name), {
    get() { return name === "auto-run" ? this.hasAttribute(name) : this.getAttribute(name) ?? ""; },
    set(value) {
      if (value == null || value === false) this.removeAttribute(name);
      else this.setAttribute(name, value === true ? "" : typeof value === "object" ? JSON.stringify(value) : value);
    },
  });
}

class Manager extends HTMLElement {
  static version = __VERSION__;
  static observedAttributes = ["workspace", "workflow"];
  #frame = this.attachShadow({ mode: "open" }).appendChild(element("iframe", { title: "Flowdeck" }));
  /** Gives a session that this page's back end got with the key; the frame asks when it needs one. It may have been set
      before the class was known. */
  getSession = this.getSession;
  #hear = async ({ source, origin, data }) => {
    if (source === this.#frame.contentWindow && origin === base.origin && data?.type === "flowdeck:session-wanted") {
      const session = await this.getSession?.();
      if (session) source.postMessage({ type: "flowdeck:session", session: session.session ?? session }, origin);
    }
  };

  attributeChangedCallback() { this.connectedCallback(); }

  disconnectedCallback() { removeEventListener("message", this.#hear); }

  connectedCallback() {
    addEventListener("message", this.#hear);
    const path = Manager.observedAttributes.map((name) => this.getAttribute(name)).filter(Boolean).map(encodeURIComponent);
    this.#frame.style.cssText = "display:block;border:0;width:100%;height:100%;min-height:480px";
    this.#frame.src = new URL(path[0] ? `w/${path.join("/")}` : "", base);
  }
}

for (const [name, tag] of [["flowdeck-runner", Runner], ["flowdeck-manager", Manager]]) {
  const { version } = customElements.get(name) ?? (customElements.define(name, tag), tag);
  if (version !== __VERSION__) console.warn(`<${name}> ${version} is defined on this page already and is used; ${__VERSION__} of ${base} stays aside.`);
}
