import type { CrossEntropy, ElementLoss, Elementwise, Prelu, Reduction, Rowwise } from "lanewise";
import * as lanewise from "lanewise";

/** Everything that has a `spec`, by name: what the benches, the pictures and the table enumerate. */
export type AnyFunction = Elementwise | Rowwise | Prelu | Reduction | CrossEntropy | ElementLoss;

export const functions: readonly AnyFunction[] = [...new Set<unknown>(Object.values(lanewise))]
  .filter((value): value is AnyFunction => typeof value === "function" && "spec" in value)
  .sort((a, b) => (a.spec.name.toLowerCase() < b.spec.name.toLowerCase() ? -1 : 1));

export function isElementwise(f: AnyFunction): f is Elementwise {
  return "derivative" in f;
}

export function isRowwise(f: AnyFunction): f is Rowwise {
  return !isElementwise(f) && "gradFromOutput" in f;
}

export function isPrelu(f: AnyFunction): f is Prelu {
  return "gradAlpha" in f;
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
