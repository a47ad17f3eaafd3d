import { arithmetic, type Real } from "./decimal.js";
import { definitions, type Exact } from "./exact.js";

/** A row of a shaped function, straight from its definition; `other` is the row of its second operand. */
export interface ExactRow {
  f(x: Row, other: Row): Row;
  /** The gradient in x of Σ dy·y. */
  grad(x: Row, dy: Row, other: Row): Row;
  /** The gradient in the second operand, element by element. */
  gradOther?(x: Row, dy: Row): Row;
}
export type Row = readonly Real[];

/** Every shaped function but rrelu, to so many digits. The second operand of prelu is its slopes, of a loss its targets. */
export function rowDefinitions(digits: number, pieces = 1): Readonly<Record<string, ExactRow>> {
  const { D, ZERO, sigma, log1p } = arithmetic(digits);
  const { silu, gelu, relu, sigmoid } = definitions(digits, "f64");

  const sum = (row: Row) => row.reduce((total, value) => total.plus(value), ZERO);
  const product = (a: Row, b: Row) => a.map((value, i) => value.times(b[i]!));
  const negated = (row: Row) => row.map((value) => value.neg());

  const logSumExp = (x: Row) => {
    const m = D.max(...x);
    return m.plus(sum(x.map((value) => value.minus(m).exp())).ln());
  };
  const softmax = (x: Row) => {
    const m = D.max(...x);
    const terms = x.map((value) => value.minus(m).exp());
    const total = sum(terms);
    return terms.map((term) => term.div(total));
  };
  const softmaxGrad = (x: Row, dy: Row) => {
    const y = softmax(x);
    const mean = sum(product(y, dy));
    return y.map((value, i) => value.times(dy[i]!.minus(mean)));
  };

  /** The projection on the simplex: the threshold from the numbers in descending order. */
  const sparsemax = (x: Row) => {
    const sorted = [...x].sort((a, b) => b.cmp(a));
    let total = ZERO;
    let tau = ZERO;
    sorted.forEach((z, i) => {
      total = total.plus(z);
      if (
        z
          .times(i + 1)
          .plus(1)
          .gt(total)
      )
        tau = total.minus(1).div(i + 1);
    });
    return x.map((value) => D.max(value.minus(tau), 0));
  };
  const sparsemaxGrad = (x: Row, dy: Row) => {
    const y = sparsemax(x);
    const support = dy.filter((_, i) => y[i]!.gt(0));
    const mean = sum(support).div(support.length);
    return dy.map((value, i) => (y[i]!.gt(0) ? value.minus(mean) : ZERO));
  };

  /** φ of one half times the other half; the gate is the first half, or the last. */
  const gated = ({ f, df }: Exact, last: boolean): ExactRow => {
    const halves = (x: Row) => {
      const [first, second] = [x.slice(0, x.length / 2), x.slice(x.length / 2)];
      return last ? { factor: first, gate: second } : { factor: second, gate: first };
    };
    return {
      f: (x) => {
        const { factor, gate } = halves(x);
        return gate.map((value, i) => f(value, {}).times(factor[i]!));
      },
      grad: (x, dy) => {
        const { factor, gate } = halves(x);
        const ofGate = gate.map((value, i) => df(value, {}).times(factor[i]!).times(dy[i]!));
        const ofFactor = gate.map((value, i) => f(value, {}).times(dy[i]!));
        return last ? [...ofFactor, ...ofGate] : [...ofGate, ...ofFactor];
      },
    };
  };

  /** The first of the largest of x_j, x_(j+U), … */
  const largest = (x: Row) => {
    const units = x.length / pieces;
    return Array.from({ length: units }, (_, j) => {
      const rivals = Array.from({ length: pieces }, (_, k) => j + k * units);
      return rivals.reduce((best, i) => (x[i]!.gt(x[best]!) ? i : best));
    });
  };

  return {
    softmax: { f: softmax, grad: softmaxGrad },
    softmin: { f: (x) => softmax(negated(x)), grad: (x, dy) => negated(softmaxGrad(negated(x), dy)) },
    logSoftmax: {
      f: (x) => {
        const lse = logSumExp(x);
        return x.map((value) => value.minus(lse));
      },
      grad: (x, dy) => {
        const total = sum(dy);
        return softmax(x).map((p, i) => dy[i]!.minus(p.times(total)));
      },
    },
    logSumExp: {
      f: (x) => [logSumExp(x)],
      grad: (x, [dy]) => softmax(x).map((p) => p.times(dy!)),
    },
    sparsemax: { f: sparsemax, grad: sparsemaxGrad },
    glu: gated(sigmoid!, true),
    swiglu: gated(silu!, false),
    geglu: gated(gelu!, false),
    reglu: gated(relu!, false),
    crelu: {
      f: (x) => [...x, ...negated(x)].map((value) => D.max(value, 0)),
      grad: (x, dy) => x.map((value, i) => (value.gt(0) ? dy[i]! : value.lt(0) ? dy[x.length + i]!.neg() : ZERO)),
    },
    maxout: {
      f: (x) => largest(x).map((i) => x[i]!),
      grad: (x, dy) => {
        const chosen = largest(x);
        return x.map((_, i) => dy[chosen.indexOf(i)] ?? ZERO);
      },
    },
    prelu: {
      f: (x, slopes) => x.map((value, i) => (value.gt(0) ? value : value.times(slopes[i]!))),
      grad: (x, dy, slopes) => x.map((value, i) => (value.gt(0) ? dy[i]! : dy[i]!.times(slopes[i]!))),
      gradOther: (x, dy) => x.map((value, i) => (value.gt(0) ? ZERO : value.times(dy[i]!))),
    },
    softmaxCrossEntropy: {
      f: (x, targets) => [
        sum(targets)
          .times(logSumExp(x))
          .minus(sum(product(targets, x))),
      ],
      grad: (x, [dy], targets) => {
        const total = sum(targets);
        return softmax(x).map((p, i) => p.times(total).minus(targets[i]!).times(dy!));
      },
    },
    sigmoidCrossEntropy: {
      f: (x, t) => x.map((v, i) => D.max(v, 0).minus(v.times(t[i]!)).plus(log1p(v.abs().neg().exp()))),
      grad: (x, dy, t) => x.map((v, i) => sigma(v).minus(t[i]!).times(dy[i]!)),
    },
  };
}
