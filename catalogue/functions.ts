import type {
  CrossEntropy,
  ElementLoss,
  Elementwise,
  Maxout,
  Parameters,
  Prelu,
  Reduction,
  Resizing,
  Rowwise,
  Rrelu,
} from "lanewise";
import * as lanewise from "lanewise";

/** Everything that has a `spec`, by name: what the benches, the pictures and the table enumerate. */
export type AnyFunction =
  | Elementwise
  | Rowwise
  | Prelu
  | Resizing
  | Maxout
  | Rrelu
  | Reduction
  | CrossEntropy
  | ElementLoss;

export const functions: readonly AnyFunction[] = [...new Set<unknown>(Object.values(lanewise))]
  .filter((value): value is AnyFunction => typeof value === "function" && "spec" in value)
  .sort((a, b) => (a.spec.name.toLowerCase() < b.spec.name.toLowerCase() ? -1 : 1));

export function isElementwise(f: AnyFunction): f is Elementwise {
  return "derivative" in f;
}

export function isRowwise(f: AnyFunction): f is Rowwise {
  return !isElementwise(f) && "gradFromOutput" in f;
}

/** Values for parameters that have no default. */
const SAMPLES: Readonly<Record<string, number>> = { threshold: 0.5, value: -2, pieces: 2 };

export function samplesOf(spec: { readonly parameters?: Parameters }): Record<string, number> {
  const required = Object.entries(spec.parameters ?? {}).filter(([, parameter]) => parameter.default === undefined);
  return Object.fromEntries(required.map(([name]) => [name, SAMPLES[name]!]));
}

export function isPrelu(f: AnyFunction): f is Prelu {
  return "gradAlpha" in f && !isElementwise(f);
}

const { crelu, geglu, glu, maxout, reglu, swiglu } = lanewise;
const HALVING: readonly AnyFunction[] = [geglu, glu, reglu, swiglu];

/** The functions with a gate in one half of x. */
export function isGated(f: AnyFunction): f is Resizing {
  return HALVING.includes(f);
}

/** All that halve, double or divide a dimension. */
export function isSplit(f: AnyFunction): f is Resizing | Maxout {
  return isGated(f) || f === crelu || f === maxout;
}

export function isRandom(f: AnyFunction): f is Rrelu {
  return "slopes" in f;
}

export function isReduction(f: AnyFunction): f is Reduction {
  return f.spec.name === "logSumExp";
}

export function isCrossEntropy(f: AnyFunction): f is CrossEntropy {
  return f.spec.name === "softmaxCrossEntropy";
}

export function isElementLoss(f: AnyFunction): f is ElementLoss {
  return f.spec.name === "sigmoidCrossEntropy";
}
