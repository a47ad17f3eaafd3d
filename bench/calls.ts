import { type Elementwise, type FloatArray, relu, sigmoid, tanh, Workspace } from "lanewise";
import { figure, table } from "../catalogue/table.js";
import { filled } from "../catalogue/timing/inputs.js";
import { measure, type Settings, type Timing } from "../catalogue/timing/measure.js";
import { plain } from "../catalogue/timing/plain.js";
import { uniforms } from "../catalogue/timing/random.js";

/** The cost of a call: on the smallest arrays, and the length from which it beats the plain loop. */

const LENGTHS = [4, 8, 16, 32, 64, 128, 256];
const FUNCTIONS: readonly Elementwise[] = [sigmoid, tanh, relu];
// Enough calls that the loop around them does not count.
const REPEATS = 1000;

type Way = "workspace" | "out" | "plainOut" | "fresh" | "plainFresh";

export interface CallRow {
  readonly name: string;
  readonly n: number;
  /** For REPEATS calls. */
  readonly timings: Readonly<Record<Way, Timing>>;
}

export function runCalls(settings: Settings): readonly CallRow[] {
  const rows: CallRow[] = [];
  using ws = new Workspace({ bytes: 2 ** 20 });
  for (const f of FUNCTIONS) {
    for (const n of LENGTHS) rows.push(timed(f, n, ws, settings));
  }
  const header = ["ns per call", "n", "Workspace", "out", "plain, out", "new array", "plain, new array"];
  console.log(`\nsmall arrays, f32\n${table(header, rows.map(cells))}`);
  const ends = FUNCTIONS.map(({ spec }) => {
    const own = rows.filter(({ name }) => name === spec.name);
    const from = (way: Way, loop: Way) => breakEven(own, way, loop);
    return [spec.name, from("workspace", "plainOut"), from("out", "plainOut"), from("fresh", "plainFresh")];
  });
  console.log(`\nas fast as the plain loop, or faster, from this length on`);
  console.log(table(["", "Workspace", "out", "new array"], ends));
  return rows;
}

function timed(f: Elementwise, n: number, ws: Workspace, settings: Settings): CallRow {
  const next = uniforms(n);
  const x = filled("f32", n, () => 16 * next() - 8);
  const y = filled("f32", n, () => 0);
  const inside = { x: ws.float32(x), y: ws.float32(y) };
  const { name } = f.spec;
  const loop = plain(name).forward;
  const timings = measure<Way>(
    {
      workspace: repeat("f(x, { out: y })", f, inside.x, inside.y),
      out: repeat("f(x, { out: y })", f, x, y),
      plainOut: repeat("f(x, y, x.length)", loop, x, y),
      fresh: repeat("f(x)", f, x, y),
      plainFresh: repeat("const out = new Float32Array(x.length); f(x, out, x.length)", loop, x, y),
    },
    settings,
  );
  ws.free(inside.x);
  ws.free(inside.y);
  return { name, n, timings };
}

/** The call in a loop compiled for it: a shared loop would meet all functions and inline none. */
function repeat(call: string, f: unknown, x: FloatArray, y: FloatArray): () => void {
  const body = `return () => { for (let i = 0; i < ${REPEATS}; i++) { ${call}; } };`;
  return new Function("f", "x", "y", body)(f, x, y) as () => void;
}

function cells({ name, n, timings }: CallRow): readonly string[] {
  const ways: readonly Way[] = ["workspace", "out", "plainOut", "fresh", "plainFresh"];
  return [name, String(n), ...ways.map((way) => figure(timings[way].ns / REPEATS))];
}

/** The length from which the function is never slower than the loop. */
function breakEven(rows: readonly CallRow[], way: Way, loop: Way): string {
  const slower = rows.map(({ timings }) => timings[way].ns > timings[loop].ns).lastIndexOf(true);
  const first = rows[slower + 1];
  return first ? String(first.n) : `> ${rows.at(-1)!.n}`;
}
