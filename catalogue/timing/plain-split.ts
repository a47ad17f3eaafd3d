import { erf } from "./plain.js";

/** The plain loops of functions that resize rows, and of rrelu: see plain.ts. */

type Floats = Float32Array | Float64Array;

/** On rows of n elements of x. */
export interface PlainSplit {
  readonly forward: (x: Floats, y: Floats, rows: number, n: number) => void;
  readonly backward: (x: Floats, dy: Floats, dx: Floats, rows: number, n: number) => void;
}

interface Expressions {
  /** The value, and the gradients of the halves a and b for g, as JavaScript. `da` may leave a value in `s` for `db`. */
  readonly f: string;
  readonly da: string;
  readonly db: string;
}

const HALVES: Readonly<Record<string, Expressions>> = {
  glu: { f: "a / (1 + Math.exp(-b))", da: "g * (s = 1 / (1 + Math.exp(-b)))", db: "g * a * s * (1 - s)" },
  swiglu: {
    f: "(a / (1 + Math.exp(-a))) * b",
    da: "g * b * (s = 1 / (1 + Math.exp(-a))) * (1 + a * (1 - s))",
    db: "g * a * s",
  },
  geglu: {
    f: `0.5 * a * (1 + ${erf("a")}) * b`,
    da: `g * b * ((s = 0.5 * (1 + ${erf("a")})) + a * 0.3989422804014327 * Math.exp(-0.5 * a * a))`,
    db: "g * a * s",
  },
  reglu: { f: "0.5 * (a + Math.abs(a)) * b", da: "g * b * (+(a > 0))", db: "g * 0.5 * (a + Math.abs(a))" },
  // Of two pieces.
  maxout: { f: "0.5 * (a + b + Math.abs(a - b))", da: "g * (s = +(a >= b))", db: "g * (1 - s)" },
};

/** The loops of a function, compiled for each call, so that they have met no other element type. */
export function plainSplit(name: string): PlainSplit {
  if (name === "crelu") return { forward: compile(CRELU), backward: compile(CRELU_GRAD) } as PlainSplit;
  const { f, da, db } = HALVES[name]!;
  const each = (body: string) =>
    `let s = 0; const half = n / 2;
     for (let r = 0; r < rows; r++) for (let i = 0; i < half; i++) {
       const at = r * n + i; const a = x[at]; const b = x[at + half]; ${body}
     }`;
  return {
    forward: compile(["x y rows n", each(`y[r * half + i] = ${f};`)]),
    backward: compile(["x dy dx rows n", each(`const g = dy[r * half + i]; dx[at] = ${da}; dx[at + half] = ${db};`)]),
  } as PlainSplit;
}

const CRELU = [
  "x y rows n",
  `for (let r = 0; r < rows; r++) for (let i = 0; i < n; i++) {
     const v = x[r * n + i]; const m = Math.abs(v); const at = 2 * r * n + i;
     y[at] = 0.5 * (m + v); y[at + n] = 0.5 * (m - v);
   }`,
] as const;
const CRELU_GRAD = [
  "x dy dx rows n",
  `for (let r = 0; r < rows; r++) for (let i = 0; i < n; i++) {
     const v = x[r * n + i]; const at = 2 * r * n + i;
     dx[r * n + i] = dy[at] * (+(v > 0)) - dy[at + n] * (+(v < 0));
   }`,
] as const;

function compile([parameters, body]: readonly [parameters: string, body: string]) {
  return new Function(...parameters.split(" "), body);
}

const LOWER = 1 / 8;
const WIDTH = 1 / 3 - 1 / 8;

/** A random slope, the same for the value and the gradient. */
function slopeAt(i: number): number {
  const a = Math.imul(i ^ (i >>> 16), 0x21f0aaad);
  const b = Math.imul(a ^ (a >>> 15), 0xd35a2d97);
  return LOWER + WIDTH * 2 ** -32 * ((b ^ (b >>> 15)) >>> 0);
}

/** rrelu in training. */
export function plainRrelu(x: Floats, y: Floats, n: number): void {
  for (let i = 0; i < n; i++) {
    const v = x[i]!;
    const a = slopeAt(i);
    y[i] = 0.5 * ((1 + a) * v + (1 - a) * Math.abs(v));
  }
}

/** Its gradient. */
export function plainRreluGrad(x: Floats, dy: Floats, dx: Floats, n: number): void {
  for (let i = 0; i < n; i++) {
    const on = +(x[i]! > 0);
    dx[i] = dy[i]! * (on + slopeAt(i) * (1 - on));
  }
}
