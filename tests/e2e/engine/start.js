// The real engine (`cargo xtask test --engine`; FLOWDECK_ENGINE_PYTHON is the environment that it is installed in).
import { spawn } from "node:child_process";
import { join } from "node:path";

export const python = process.env.FLOWDECK_ENGINE_PYTHON;

/** A cold start loads a deep-learning library and 250 blocks. */
export const PATIENCE = 300_000;

/** Starts it with a management API, on a port; gives its address and how it is stopped. */
export async function startEngine(management, port, environment) {
  const program = `from peers import Engine; e = Engine("${management}", ${port}); print(e.url, flush=True); input(); e.stop()`;
  const child = spawn(python, ["-c", program], {
    cwd: join(import.meta.dirname, "../../engine"),
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("exit", (code) => reject(new Error(`the engine ended with ${code}`)));
  });
  const stop = async () => {
    child.stdin.end("\n");
    await new Promise((resolve) => child.once("exit", resolve));
  };
  return { url, stop };
}
