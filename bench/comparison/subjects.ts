import type { Elementwise, FloatArray, Prelu, Rowwise } from "lanewise";
import { functionNamed, isKind, samplesOf } from "../../catalogue/functions.js";
import { runnable } from "../../catalogue/timing/cases.js";
import { MODELS } from "../peers/onnx-models.js";
import { FUNCTIONS as TENSORFLOW } from "../peers/tensorflow-functions.js";

/** The functions that another library also has. */
export const subjects: readonly string[] = runnable.filter((name) => name in TENSORFLOW || name in MODELS);

/** The layout of x: elements, rows, or rows of channels with their slopes. */
export interface Layout {
  readonly shape: readonly number[];
  readonly alpha?: FloatArray;
}

/** The layout in which the bench's case of a function reads so many elements. */
export function layoutOf(name: string, elements: number, rows: number, alpha: FloatArray): Layout {
  const f = functionNamed(name);
  if (isKind(f, "prelu")) return { shape: [elements / alpha.length, alpha.length], alpha };
  return { shape: isKind(f, "elementwise") ? [elements] : [rows, elements / rows] };
}

/** The call that returns a new array. */
export function freshCall(name: string, x: FloatArray, { shape, alpha }: Layout): () => FloatArray {
  const f = functionNamed(name);
  const samples = samplesOf(f.spec);
  if (isKind(f, "elementwise")) return () => (f as Elementwise)(x, samples);
  if (isKind(f, "prelu")) return () => (f as Prelu)(x, alpha!, { shape });
  const options = { ...samples, shape };
  return () => (f as Rowwise)(x, options);
}
