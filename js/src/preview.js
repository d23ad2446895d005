// The preview's worker: starts its wasm, which listens and says when it is ready.
import init from "flowdeck-worker";

const address = new URL(`./${__WASM__}`, import.meta.url);
await init({ module_or_path: fetch(address, { integrity: __WASM_HASH__ }) });
