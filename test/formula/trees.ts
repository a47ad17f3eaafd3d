import fc from "fast-check";

/** Random formulas, as text, and what they mean: evaluated by JavaScript, and differentiated forwards. */

/** A value, its derivative by x, and the magnitudes of the terms that made it: what rounding may cost. */
export interface Dual {
  readonly value: number;
  readonly slope: number;
  readonly terms: number;
}

export interface Tree {
  /** In parentheses wherever it is an operand. */
  readonly text: string;
  readonly value: (x: number, a: number) => number;
  readonly dual: (x: number, a: number) => Dual;
}

/** NaN for a slope or value that overflows, or nearly, in one order of the operations or another. */
function settled(number: number): number {
  const size = Math.abs(number);
  return size === 0 || (size > 1e-60 && size < 1e60) ? 0 : Number.NaN;
}

const constant = (value: number): Dual => ({ value, slope: 0, terms: 0 });

const hasX = ({ text }: Tree) => /\bx\b/.test(text);

function unary(text: (u: string) => string, f: (u: number) => number, df: (u: number, y: number) => number) {
  return (u: Tree): Tree => ({
    text: text(u.text),
    value: (x, a) => f(u.value(x, a)),
    dual: (x, a) => {
      const d = u.dual(x, a);
      const y = f(d.value);
      const slope = df(d.value, y);
      // A part that does not depend on x has no slope, not even an infinite one.
      const by = (s: number) => (d.terms === 0 ? 0 : s * slope);
      const doubt = hasX(u) ? settled(slope) + settled(y) : 0;
      return { value: y, slope: by(d.slope), terms: Math.abs(by(d.terms)) + doubt };
    },
  });
}

function binary(
  text: (u: string, v: string) => string,
  f: (u: number, v: number) => number,
  df: (u: Dual, v: Dual, y: number) => readonly [number, number],
) {
  return (u: Tree, v: Tree): Tree => ({
    text: text(u.text, v.text),
    value: (x, a) => f(u.value(x, a), v.value(x, a)),
    dual: (x, a) => {
      const [p, q] = [u.dual(x, a), v.dual(x, a)];
      const y = f(p.value, q.value);
      const [dp, dq] = df(p, q, y);
      const by = (d: Dual, s: number, slope: number) => (d.terms === 0 ? 0 : s * slope);
      const doubt = (hasX(u) ? settled(dp) : 0) + (hasX(v) ? settled(dq) : 0) + settled(y);
      return {
        value: y,
        slope: by(p, p.slope, dp) + by(q, q.slope, dq),
        terms: Math.abs(by(p, p.terms, dp)) + Math.abs(by(q, q.terms, dq)) + doubt,
      };
    },
  });
}

/** One of two operands, whole. */
function choice(
  text: (u: string, v: string) => string,
  f: (u: number, v: number) => number,
  first: (u: number, v: number) => boolean,
) {
  return (u: Tree, v: Tree): Tree => ({
    text: text(u.text, v.text),
    value: (x, a) => f(u.value(x, a), v.value(x, a)),
    dual: (x, a) => {
      const [p, q] = [u.dual(x, a), v.dual(x, a)];
      const taken = first(p.value, q.value) ? p : q;
      // Which slope counts at a tie depends on what is left of the operands.
      const terms = p.value === q.value && p.slope !== q.slope ? Infinity : taken.terms;
      return { slope: taken.slope, terms, value: f(p.value, q.value) };
    },
  });
}

const comparison = (operator: string, f: (u: number, v: number) => boolean) =>
  binary(
    (u, v) => `(${u} ${operator} ${v})`,
    (u, v) => Number(f(u, v)),
    () => [0, 0],
  );

const conditional = (c: Tree, u: Tree, v: Tree): Tree => ({
  text: `(${c.text} ? ${u.text} : ${v.text})`,
  value: (x, a) => (c.value(x, a) ? u.value(x, a) : v.value(x, a)),
  dual: (x, a) => (c.value(x, a) ? u.dual(x, a) : v.dual(x, a)),
});

const number = (value: number): Tree => ({
  text: Object.is(value, -0) || value < 0 ? `(${value})` : `${value}`,
  value: () => value,
  dual: () => constant(value),
});

export const X: Tree = { text: "x", value: (x) => x, dual: (x) => ({ value: x, slope: 1, terms: 1 }) };
const A: Tree = { text: "a", value: (_, a) => a, dual: (_, a) => constant(a) };

/** Operations that are the same, bit for bit, in every engine. */
const EXACT_UNARY = [
  unary(
    (u) => `(-${u})`,
    (u) => -u,
    () => -1,
  ),
  unary(
    (u) => `(!${u})`,
    (u) => Number(!u),
    () => 0,
  ),
  unary(
    (u) => `abs(${u})`,
    Math.abs,
    (u) => (u > 0 ? 1 : -1),
  ),
  unary(
    (u) => `sign(${u})`,
    Math.sign,
    () => 0,
  ),
  unary(
    (u) => `floor(${u})`,
    Math.floor,
    () => 0,
  ),
  unary(
    (u) => `sqrt(${u})`,
    Math.sqrt,
    (_, y) => 0.5 / y,
  ),
  unary(
    (u) => `(${u} ** 2)`,
    (u) => u * u,
    (u) => 2 * u,
  ),
];

const EXACT_BINARY = [
  binary(
    (u, v) => `(${u} + ${v})`,
    (u, v) => u + v,
    () => [1, 1],
  ),
  binary(
    (u, v) => `(${u} - ${v})`,
    (u, v) => u - v,
    () => [1, -1],
  ),
  binary(
    (u, v) => `(${u} * ${v})`,
    (u, v) => u * v,
    (u, v) => [v.value, u.value],
  ),
  binary(
    (u, v) => `(${u} / ${v})`,
    (u, v) => u / v,
    (_, v, y) => [1 / v.value, -y / v.value],
  ),
  choice(
    (u, v) => `max(${u}, ${v})`,
    Math.max,
    (u, v) => u > v,
  ),
  choice(
    (u, v) => `min(${u}, ${v})`,
    Math.min,
    (u, v) => u <= v,
  ),
  choice(
    (u, v) => `(${u} && ${v})`,
    (u, v) => u && v,
    (u) => !u,
  ),
  choice(
    (u, v) => `(${u} || ${v})`,
    (u, v) => u || v,
    (u) => !!u,
  ),
  comparison("<", (u, v) => u < v),
  comparison("<=", (u, v) => u <= v),
  comparison(">", (u, v) => u > v),
  comparison(">=", (u, v) => u >= v),
  comparison("==", (u, v) => u === v),
  comparison("!=", (u, v) => u !== v),
];

const SMOOTH = [
  unary(
    (u) => `exp(${u})`,
    Math.exp,
    (_, y) => y,
  ),
  unary(
    (u) => `expm1(${u})`,
    Math.expm1,
    (u) => Math.exp(u),
  ),
  unary(
    (u) => `log(${u})`,
    Math.log,
    (u) => 1 / u,
  ),
  unary(
    (u) => `log1p(${u})`,
    Math.log1p,
    (u) => 1 / (1 + u),
  ),
  unary(
    (u) => `log2(${u})`,
    Math.log2,
    (u) => Math.LOG2E / u,
  ),
  unary(
    (u) => `sin(${u})`,
    Math.sin,
    (u) => Math.cos(u),
  ),
  unary(
    (u) => `cos(${u})`,
    Math.cos,
    (u) => -Math.sin(u),
  ),
  unary(
    (u) => `tan(${u})`,
    Math.tan,
    (_, y) => 1 + y * y,
  ),
  unary(
    (u) => `atan(${u})`,
    Math.atan,
    (u) => 1 / (1 + u * u),
  ),
  unary(
    (u) => `sinh(${u})`,
    Math.sinh,
    (u) => Math.cosh(u),
  ),
  unary(
    (u) => `cosh(${u})`,
    Math.cosh,
    (u) => Math.sinh(u),
  ),
  unary(
    (u) => `asinh(${u})`,
    Math.asinh,
    (u) => 1 / Math.sqrt(1 + u * u),
  ),
  unary(
    (u) => `tanh(${u})`,
    Math.tanh,
    (u) => 1 / Math.cosh(u) ** 2,
  ),
  unary(
    (u) => `sigmoid(${u})`,
    (u) => 1 / (1 + Math.exp(-u)),
    (u, y) => y / (1 + Math.exp(u)),
  ),
];

const leaves = fc.oneof(
  { weight: 4, arbitrary: fc.constant(X) },
  { weight: 1, arbitrary: fc.constant(A) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 2, 0.5, 3, 0.1, 7).map(number) },
);

/** Random formulas of x and a, of the exact operations, or of the others, too. */
export function trees(smooth: boolean): fc.Arbitrary<Tree> {
  const unaries = smooth ? [...EXACT_UNARY, ...SMOOTH, ...SMOOTH] : EXACT_UNARY;
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 7, depthSize: "medium", withCrossShrink: true },
      leaves,
      fc.tuple(fc.constantFrom(...unaries), tie("tree")).map(([f, u]) => f(u)),
      fc.tuple(fc.constantFrom(...EXACT_BINARY), tie("tree"), tie("tree")).map(([f, u, v]) => f(u, v)),
      fc.tuple(fc.constantFrom(...EXACT_BINARY), tie("tree"), tie("tree")).map(([f, u, v]) => f(u, v)),
      fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(([c, u, v]) => conditional(c, u, v)),
    ),
  }));
  // A formula without x or a is refused: both are in every one, without a change of its value.
  return tree.map((u) =>
    /\bx\b/.test(u.text) && /\ba\b/.test(u.text) ? u : { ...u, text: `x != x || a != a ? x + a : ${u.text}` },
  );
}
