import { type FloatArray, relu, sigmoid, softmax, tanh } from "lanewise";
import { reference, rowReference } from "../../test/reference/index.js";
import { SLACK, Tally } from "./accuracy.js";
import type { ElementType } from "./functions.js";

const X = [-1, 0, 1];
const LOGITS = [
  [2, 1, 0.1],
  [0.1, 1, 3],
] as const;

interface Example {
  readonly title: string;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  /** As printed in the tutorials. */
  readonly published: readonly string[];
  /** The float64 references of both. */
  readonly exact: { readonly f32: Float64Array; readonly f64: Float64Array };
  readonly limits: { readonly f32: number; readonly f64: number };
  /** The reason why the published figures are not the function's. */
  readonly misprint?: string;
}

/**
 * Prints the worked examples of the tutorials, and says how many figures are off: f32 and f64
 * against the reference, and f64 against the published digits, which are finer than f32 can be.
 */
export function printTutorials(print: (line: string) => void): number {
  print("The tutorials' worked examples: published figures, ours");
  let off = 0;
  for (const example of examples()) {
    const { title, f32, f64, published, exact, misprint } = example;
    const row = (label: string, cells: readonly string[], end: string) =>
      print(`  ${label.padEnd(23)}${cells.map((cell) => cell.padEnd(15)).join("")}${end}`);
    const ours = (name: string, cells: readonly string[], wrong: number) => {
      off += wrong;
      row("", cells, wrong === 0 ? `${name} ok` : `${name} ${wrong} OFF`);
    };
    row(title, published, misprint ? "published, but not of this input" : "published");
    ours("lanewise f32", Array.from(f32, shortest), offReference(example, "f32"));
    const digits = misprint ? 0 : offPublished(example);
    ours("lanewise f64", Array.from(f64, tenDecimals), digits + offReference(example, "f64"));
    if (misprint) row("", Array.from(exact.f64, tenDecimals), `float64 reference: ${misprint}`);
  }
  print("");
  return off;
}

function examples(): Example[] {
  const logits = LOGITS.flat();
  const [low, high] = [Float32Array.from(logits), Float64Array.from(logits)];
  const rows = { f32: softmax(low, { shape: [2, 3] }), f64: softmax(high, { shape: [2, 3] }) };
  const elementwise = (f: typeof sigmoid | typeof relu, published: readonly string[]): Example => {
    const { name, errorBounds } = f.spec;
    const exact = Float64Array.from(X, (x) => reference[name]!.f(x, {}));
    return {
      title: `${name} [${X.join(", ")}]`,
      f32: f(Float32Array.from(X)),
      f64: f(Float64Array.from(X)),
      published,
      exact: { f32: exact, f64: exact },
      limits: { f32: errorBounds.f32.value, f64: errorBounds.f64.value },
    };
  };
  const row = (r: number, published: readonly string[], misprint?: string): Example => {
    const cut = <A extends FloatArray>(array: A) => array.subarray(3 * r, 3 * r + 3) as A;
    const exact = rowReference.softmax!.f;
    return {
      title: `softmax [${LOGITS[r]!.join(", ")}]`,
      f32: cut(rows.f32),
      f64: cut(rows.f64),
      published,
      exact: { f32: exact(cut(low)), f64: exact(cut(high)) },
      limits: softmax.spec.errorBounds,
      misprint,
    };
  };
  const factors = `e^(3 − 1) = ${Math.exp(2).toFixed(2)}, not 0.84830445/0.107864 = ${(0.84830445 / 0.107864).toFixed(2)}`;
  return [
    elementwise(sigmoid, ["0.26894143", "0.5", "0.7310586"]),
    elementwise(tanh, ["-0.7615942", "0", "0.7615942"]),
    elementwise(relu, ["0", "0", "1"]),
    row(0, ["0.65900114", "0.24243298", "0.09856589"]),
    row(1, ["0.04383154", "0.107864", "0.84830445"], factors),
  ];
}

/** Counts results that differ from the published figures by more than a unit in the last printed place. */
function offPublished({ f64, published }: Example): number {
  return published.filter((text, i) => {
    const decimals = text.split(".")[1]?.length ?? 0;
    // A figure with few digits is exact, printed without trailing zeros.
    const unit = decimals < 6 ? 0 : 10 ** -decimals;
    return !(Math.abs(f64[i]! - Number(text)) <= unit);
  }).length;
}

function offReference({ exact, limits, ...ours }: Example, type: ElementType): number {
  const tally = new Tally(type, limits[type] + SLACK[type]);
  tally.add(ours[type], 0, exact[type]);
  return tally.off;
}

function tenDecimals(value: number): string {
  return Number.isInteger(value) || value === 0.5 ? String(value) : value.toFixed(10);
}

/** The shortest decimal that rounds to this f32. */
function shortest(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
