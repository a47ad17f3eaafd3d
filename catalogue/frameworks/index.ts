import type { Parameters } from "lanewise";
import { functionNamed } from "../functions.js";
import type { Counterpart, Framework } from "./counterpart.js";
import { jax } from "./jax.js";
import { keras } from "./keras.js";
import { onnx } from "./onnx.js";
import { pytorch } from "./pytorch.js";
import { tfjs } from "./tfjs.js";

export type { Counterpart, Framework, Option } from "./counterpart.js";

/** Pages and messages that speak of other frameworks read them here. */
export const FRAMEWORKS = { pytorch, keras, jax, tfjs, onnx } as const satisfies Readonly<Record<string, Framework>>;
export type FrameworkId = keyof typeof FRAMEWORKS;

/** Our defaults of what is no parameter of the spec. */
const STRUCTURAL: Readonly<Record<string, number | boolean>> = { axis: -1, training: false };

/** Our default of an option. */
export function presetOf(ours: string, name: string): number | boolean | undefined {
  const parameters: Parameters | undefined = functionNamed(ours).spec.parameters;
  return parameters?.[name]?.default ?? STRUCTURAL[name];
}

/** The options to pass ours for the defaults of the counterpart: those that differ. */
export function differing({ ours, options = {}, fixed = {} }: Counterpart): Readonly<Record<string, number | boolean>> {
  const presets = Object.values(options).flatMap(({ ours: name, preset }) =>
    preset === undefined || preset === presetOf(ours, name) ? [] : [[name, preset] as const],
  );
  return { ...Object.fromEntries(presets), ...fixed };
}
