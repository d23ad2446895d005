// The preview's worker: starts its wasm, which listens and says when it is ready.
// What reads codes is a wasm of its own, which the worker asks for when a workflow has a step for it.
import init, { bar, qr } from "flowdeck-codes";
import start from "flowdeck-worker";

const wasm = (name, integrity) => ({ module_or_path: fetch(new URL(`./${name}`, import.meta.url), { integrity }) });
globalThis.codes = { bar, qr, load: () => init(wasm(__CODES__, __CODES_HASH__)) };
await start(wasm(__WASM__, __WASM_HASH__));
