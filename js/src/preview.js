// The preview's worker: starts its wasm, which listens and says when it is ready.
// What reads codes is a wasm of its own, which the worker asks for when a workflow has a step for it.
import init, { bar, qr } from "flowdeck-codes";
import start from "flowdeck-worker";

const wasm = (name, integrity) => ({ module_or_path: fetch(new URL(`./${name}`, import.meta.url), { integrity }) });
let loading;
const load = () =>
  (loading ??= init(wasm(__CODES__, __CODES_HASH__)).catch((error) => {
    // The next order asks again.
    loading = undefined;
    throw error;
  }));
globalThis.codes = { bar, qr, load };
await start(wasm(__WASM__, __WASM_HASH__));
