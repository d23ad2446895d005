// The widget's module: starts the wasm, gives each element its shadow tree, and turns the widget's words into events.
import init, { Runner } from "flowdeck-runner";
import css from "flowdeck-runner.css";

// Kept from before the page could replace them; below no array's own method is used once a widget is shown, for the
// same reason.
const { CSSStyleSheet, CustomEvent, DOMException, Error, URL, document } = globalThis;
const { parse, stringify } = globalThis.JSON;
let sheet;
/** The widgets that are shown now. */
const shown = new Set();
/** Widgets whose elements were removed, as a chain. Yew never takes back what it listens to at a root, so roots are
    used again rather than made anew: what is left behind is bounded by how many were shown at once. */
let spare;

// A page's policy that forbids a widget its calls is a matter for the page's author: say which directive.
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective !== "connect-src") return;
  for (const { endpoint, execution, runner } of shown) {
    const origin = blockedURI.startsWith(endpoint) ? endpoint : execution;
    if (blockedURI.startsWith(origin)) {
      runner.blocked(`This page's Content-Security-Policy blocks Flowdeck: add ${origin} to connect-src.`);
    }
  }
});

/** Starts the wasm, once. */
export const start = (wasm) => init({ module_or_path: wasm });

function made() {
  const place = document.createElement("div");
  place.className = "fd-root";
  const entry = { place };
  entry.runner = new Runner(place, (kind, detail) => entry.tell(kind, detail));
  return entry;
}

/** Names as the attribute has them, `a b`, or as JSON. */
const names = (text) => {
  if (!text) return undefined;
  return text.startsWith("[") ? parse(text) : text.split(/[\s,]+/);
};

/** Shows a widget in an element's shadow root. */
export function mount(host, root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
  const entry = spare ?? made();
  spare = entry.next;
  const { runner, place } = entry;
  root.replaceChildren(place);

  /** What `run` was answered with, until the run has ended. */
  let awaited;
  const end = (how, value) => {
    const ended = awaited;
    awaited = undefined;
    ended?.[how](value);
  };
  const stopped = (why) => end("fail", new DOMException(why, "AbortError"));
  entry.tell = (kind, { ...detail }) => {
    if (kind === "result") detail.outputs = parse(detail.outputs);
    host.dispatchEvent(new CustomEvent(`flowdeck-${kind}`, { detail, bubbles: true, composed: true }));
    if (kind === "result") end("done", detail.outputs);
    if (kind === "error") {
      const error = new Error(detail.message);
      error.status = detail.status;
      error.step = detail.step;
      end("fail", error);
    }
    if (detail.state === "stopped") stopped("The run was stopped.");
  };
  shown.add(entry);
  return {
    configure: ({ tokens, endpoint, outputs, ...options }) => {
      entry.endpoint = new URL(endpoint).origin;
      entry.execution = new URL(options.executionBase).origin;
      runner.configure(stringify({ ...options, outputs: names(outputs) }), tokens, endpoint);
    },
    cancel: () => runner.cancel(),
    run: () => {
      if (!awaited) {
        let settle;
        const promise = new Promise((done, fail) => (settle = { done, fail }));
        awaited = { promise, ...settle };
        runner.run();
        return promise;
      }
      return awaited.promise;
    },
    destroy: () => {
      shown.delete(entry);
      stopped("The element was removed.");
      entry.tell = () => {};
      runner.reset();
      place.remove();
      entry.next = spare;
      spare = entry;
    },
  };
}
