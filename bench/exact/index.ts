import "../fresh.js";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as lanewise from "lanewise";
import * as exact from "lanewise/exact";
import { plain } from "../../catalogue/timing/plain.js";
import { environment, heading } from "../report.js";
import { RECORD, type Speeds, type Times } from "./record.js";

/** Times lanewise/exact, the main entry and the best plain loop in turns: the least of many, since machines are noisy. */

const N = 16_384;
const TURNS = 60;
/** Calls of a turn, of some 100 µs. */
const CALLS = 4;

const { values } = parseArgs({ options: { record: { type: "boolean", default: false } } });
const fast = new Map(Object.entries(lanewise) as [string, lanewise.Elementwise][]);
const rounded = (Object.entries(exact) as [string, lanewise.Elementwise][]).filter(
  ([name, f]) => f.spec?.kind === "elementwise" && f.spec.name === name && f !== fast.get(name),
);

using ws = new lanewise.Workspace({ bytes: 2 ** 20 });
const [x, y, dy] = [ws.float32(N), ws.float32(N), ws.float32(N)];
const [px, py, pdy] = [new Float32Array(N), new Float32Array(N), new Float32Array(N).fill(1)];
let state = 1;
for (let i = 0; i < N; i++) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  px[i] = 8 * ((2 * state) / 0x7fffffff - 1);
}
x.set(px);
dy.fill(1);

function least(ways: Readonly<Record<keyof Times, () => void>>): Times {
  const best = { exact: Number.POSITIVE_INFINITY, fast: Number.POSITIVE_INFINITY, plain: Number.POSITIVE_INFINITY };
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [way, call] of Object.entries(ways) as [keyof Times, () => void][]) {
      const begin = performance.now();
      for (let i = 0; i < CALLS; i++) call();
      best[way] = Math.min(best[way], (1e6 * (performance.now() - begin)) / CALLS / N);
    }
  }
  return best;
}

console.log(heading(environment()));
console.log("ns per element of exact, the main entry, the plain loop; exact ÷ main, plain ÷ exact");
const functions: Record<string, { value: Times; derivative: Times }> = {};
for (const [name, f] of rounded) {
  const main = fast.get(name)!;
  const loop = plain(name);
  const value = least({
    exact: () => f(x, { out: y }),
    fast: () => main(x, { out: y }),
    plain: () => loop.forward(px, py, N),
  });
  const derivative = least({
    exact: () => f.grad(x, dy, { out: y }),
    fast: () => main.grad(x, dy, { out: y }),
    plain: () => loop.backward(px, pdy, py, N),
  });
  functions[name] = { value, derivative };
  for (const [title, times] of [[name, value] as const, [`${name}.grad`, derivative] as const]) {
    const numbers = [times.exact, times.fast, times.plain, times.exact / times.fast, times.plain / times.exact];
    console.log([title.padEnd(18), ...numbers.map((number) => number.toFixed(2).padStart(6))].join(" "));
  }
}
const speeds: Speeds = { environment: environment(), n: N, functions };
if (values.record) writeFileSync(RECORD, `${JSON.stringify(speeds, null, 2)}\n`);
