// The page contract of the benchmark of graph canvases, over the editor's own canvas.
import init, { Bench } from './bench.js';

const nodes = Number(new URLSearchParams(location.search).get('nodes') ?? 100);
const host = document.getElementById('canvas');
let bench;
const ready = init({ module_or_path: new URL('./bench_bg.wasm', import.meta.url) }).then(() => {
  bench = new Bench(host, nodes);
});

window.bench = {
  ready,
  nodeCount: () => bench.counts()[0],
  edgeCount: () => bench.counts()[1],
  viewport() {
    const [x, y, zoom] = bench.viewport();
    return { x, y, zoom };
  },
  visible() {
    const flat = bench.visible();
    const all = [];
    for (let at = 0; at < flat.length; at += 5) {
      const [id, x, y, w, h] = flat.subarray(at, at + 5);
      all.push({ id, x, y, w, h });
    }
    return all;
  },
  // From the middle outwards: the nearest spot with nothing around it.
  panTarget() {
    const { clientWidth: width, clientHeight: height } = host;
    for (let far = 0; far < width / 2; far += 8) {
      for (let turn = 0; turn < 24; turn += 1) {
        const angle = (turn / 24) * 2 * Math.PI;
        const [x, y] = [width / 2 + far * Math.cos(angle), height / 2 + far * Math.sin(angle)];
        if (y > 0 && y < height && bench.is_empty(x, y)) return { x, y };
      }
    }
    return { x: 2, y: height - 2 };
  },
  isSelected: (id) => bench.is_selected(id),
  edgeStart(id) {
    const at = bench.edge_start(id);
    return at ? { x: at[0], y: at[1] } : null;
  },
};
