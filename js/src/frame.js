// The page for frames, `/embed/WORKSPACE/WORKFLOW`: one <flowdeck-runner> and messages to and from the page around it.
// It talks to its parent alone, and only when the parent's origin is one that the workflow is published for (or this
// server's own). No token is ever in a message.
const meta = (name) => document.querySelector(`meta[name=flowdeck-${name}]`)?.content ?? "";
const parents = [...meta("parents").split(" ").filter(Boolean), location.origin];
const [workspace, workflow] = location.pathname.slice(new URL(document.baseURI).pathname.length).split("/").slice(1).map(decodeURIComponent);
const options = new URLSearchParams(location.search);

const runner = document.createElement("flowdeck-runner");
runner.workflow = `${workspace}/${workflow}`;
if (meta("execution")) runner.executionBase = meta("execution");
for (const name of ["theme", "outputs", "inputs"]) if (options.has(name)) runner[name] = options.get(name);
runner.autoRun = options.has("auto-run");

/** The parent's origin, once it is known: browsers that tell ancestors tell it at once, others with its first word. */
let parent = globalThis.parent === globalThis ? undefined : [location.ancestorOrigins?.[0]].find((origin) => parents.includes(origin));
const say = (type, detail = {}) => {
  if (parent) globalThis.parent.postMessage({ type: `flowdeck:${type}`, ...detail }, parent);
};
const greet = () => {
  say("ready", { workflow: runner.workflow });
  say("height", { height: Math.ceil(runner.getBoundingClientRect().height) });
};

for (const kind of ["result", "error", "progress", "token"]) {
  runner.addEventListener(`flowdeck-${kind}`, ({ detail }) => say(kind, { detail }));
}
addEventListener("message", ({ source, origin, data }) => {
  if (source !== globalThis.parent || !parents.includes(origin) || typeof data?.type !== "string") return;
  parent = origin;
  if (data.type === "flowdeck:hello") greet();
  if (data.type === "flowdeck:run") runner.run().catch(() => {});
  if (data.type === "flowdeck:cancel") runner.cancel();
  if (data.type === "flowdeck:inputs") runner.inputs = data.inputs;
  if (data.type === "flowdeck:theme") runner.theme = data.theme;
});
document.body.append(runner);
new ResizeObserver(greet).observe(runner);
