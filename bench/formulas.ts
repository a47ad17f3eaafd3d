import { type Elementwise, mish, silu, Workspace } from "lanewise";
import { activation } from "lanewise/formula";
import { figure, table } from "../catalogue/table.js";
import { type ElementType, filled } from "../catalogue/timing/inputs.js";
import { measure, type Settings, type Timing } from "../catalogue/timing/measure.js";
import { uniforms } from "../catalogue/timing/random.js";

/** Formulas next to plain loops for the same function, and next to kernels made for it. */

const LENGTH = 2 ** 16;

interface Subject {
  readonly formula: string;
  /** The bodies of plain loops, from v and g, as fast as JavaScript can be. */
  readonly value: string;
  readonly gradient: string;
  readonly kernel?: Elementwise;
}

const SUBJECTS: readonly Subject[] = [
  {
    formula: "x * tanh(softplus(x))",
    value: "const e = Math.exp(-Math.abs(v)); y[i] = v * Math.tanh(Math.max(v, 0) + Math.log1p(e));",
    gradient: `const e = Math.exp(-Math.abs(v)), t = Math.tanh(Math.max(v, 0) + Math.log1p(e));
      y[i] = g * (t + v * ((v < 0 ? e : 1) / (1 + e)) * (1 - t * t));`,
    kernel: mish,
  },
  {
    formula: "x * sigmoid(x)",
    value: "y[i] = v / (1 + Math.exp(-v));",
    gradient: "const s = 1 / (1 + Math.exp(-v)); y[i] = g * s * (1 + v * (1 - s));",
    kernel: silu,
  },
  {
    formula: "x * (27 + x*x) / (27 + 9*x*x)",
    value: "const q = v * v; y[i] = (v * (27 + q)) / (27 + 9 * q);",
    gradient: "const q = v * v, d = 27 + 9 * q, a = 27 + q; y[i] = (g * ((a + 2 * q) * d - 18 * q * a)) / (d * d);",
  },
];

type Way = "workspace" | "dropIn" | "plain" | "kernel";

export interface FormulaRow {
  readonly formula: string;
  readonly member: "f" | "grad";
  readonly timings: Readonly<Record<Way, Timing>>;
}

export function runFormulas(type: ElementType, settings: Settings): readonly FormulaRow[] {
  const rows = SUBJECTS.flatMap((subject) =>
    (["f", "grad"] as const).map((member) => ({
      formula: subject.formula,
      member,
      timings: timed(subject, member, type, settings),
    })),
  );
  const header = ["", "", "Workspace", "drop-in", "plain", "kernel", "plain/W", "plain/d", "W/kernel"];
  console.log(`\nformulas, ${LENGTH / 1024} Ki elements, ${type}, ns per element`);
  console.log(table(header, rows.map(cells)));
  return rows;
}

function timed(
  { formula, value, gradient, kernel }: Subject,
  member: "f" | "grad",
  type: ElementType,
  settings: Settings,
) {
  const f = activation(formula);
  const next = uniforms(LENGTH);
  const [x, dy] = [filled(type, LENGTH, () => 16 * next() - 8), filled(type, LENGTH, () => 2 * next() - 1)];
  const y = filled(type, LENGTH, () => 0);
  using ws = new Workspace({ bytes: 2 ** 22 });
  const inside = (array: typeof x) => (type === "f32" ? ws.float32(array) : ws.float64(array));
  const [a, b, out] = [inside(x), inside(dy), inside(y)];
  const body = member === "f" ? value : `const g = dy[i]; ${gradient}`;
  const loop = `for (let i = 0; i < ${LENGTH}; i++) { const v = x[i]; ${body} }`;
  // Compiled from source for each: a shared loop would inline none.
  const compile = (text: string, call: unknown, ...arrays: unknown[]) =>
    new Function("f", "x", "dy", "y", `return () => { ${text} };`)(call, ...arrays) as () => unknown;
  const direct = member === "f" ? "f(x, { out: y });" : "f.grad(x, dy, { out: y });";
  return measure<Way>(
    {
      workspace: compile(direct, f, a, b, out),
      dropIn: compile(direct, f, x, dy, y),
      plain: compile(loop, f, x, dy, y),
      kernel: compile(direct, kernel ?? f, a, b, out),
    },
    settings,
  );
}

function cells({ formula, member, timings }: FormulaRow): readonly string[] {
  const { workspace, dropIn, plain, kernel } = timings;
  return [
    formula,
    member,
    ...[workspace, dropIn, plain, kernel].map(({ ns }) => figure(ns / LENGTH)),
    figure(plain.ns / workspace.ns),
    figure(plain.ns / dropIn.ns),
    figure(workspace.ns / kernel.ns),
  ];
}
