// What scripts of a page could find in its memory: the program's own (WebAssembly) and the strings of JavaScript.
import { forms } from "./audit.js";

/** How often the key is in each of the page's memories, and which of its strings hold it. */
export async function searchMemory(page, key) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  // What nobody refers to any more is not to be found by a script; twice, because some things go in two steps.
  for (let round = 0; round < 2; round += 1) await session.send("HeapProfiler.collectGarbage");
  const chunks = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  const { strings } = JSON.parse(chunks.join(""));
  const holding = strings.filter((text) => forms(key).some((form) => text.includes(form)));

  const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const search = `function (forms) {
    const decoder = new TextDecoder("latin1");
    return this.map((memory) => {
      const text = decoder.decode(memory.buffer);
      const hits = forms.reduce((sum, form) => sum + text.split(form).length - 1, 0);
      return { bytes: text.length, hits };
    });
  }`;
  const answer = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: search,
    arguments: [{ value: forms(key) }],
    returnByValue: true,
  });
  await session.detach();
  return { memories: answer.result.value, strings: strings.length, holding: holding.map((text) => text.slice(0, 80)) };
}
