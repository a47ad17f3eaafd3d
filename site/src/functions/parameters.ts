import type { Parameters } from "lanewise";
import { type Control, figure, slider } from "../frame/controls.js";
import { type Chosen, valuesOf } from "./chosen.js";

/** Sliders for the parameters of an elementwise function. */

/** The reach of a slider, where it is not a few units around the default. */
const REACH: Readonly<Record<string, readonly [low: number, high: number]>> = {
  negativeSlope: [-0.5, 1],
  alpha: [0.05, 3],
  beta: [0.1, 5],
  maxValue: [0, 8],
  lambda: [0, 3],
  theta: [-1, 4],
  b: [0.01, 16],
  min: [-4, 0],
  max: [0.1, 6],
};

const STEPS = 200;

export function slidersOf(chosen: Chosen, tint: string, change: (given: Record<string, number>) => void) {
  if (chosen.f.spec.kind !== "elementwise") return [];
  const parameters: Parameters = chosen.f.spec.parameters;
  const values: Record<string, number> = valuesOf(chosen);
  const given: Record<string, number> = { ...chosen.given };
  return Object.entries(parameters).map(([name, parameter]): Control<number> => {
    const preset = parameter.default ?? values[name]!;
    const [low, high] = REACH[name] ?? [preset - 3, preset + 3];
    const endless = preset === Infinity;
    // The last position of a slider whose default has no end stands for it.
    const value = given[name] ?? preset;
    const control = slider({
      label: name,
      min: low,
      max: high,
      step: (high - low) / STEPS,
      value: Number.isFinite(value) ? value : high,
      format: (value) => (endless && value >= high ? "∞" : figure(value, 3)),
      change: (position) => {
        const value = endless && position >= high ? preset : Number(position.toPrecision(3));
        if (!parameter.range.holds(value)) return;
        if (value === parameter.default) delete given[name];
        else given[name] = value;
        change({ ...given });
      },
    });
    control.element.style.setProperty("--tint", `var(--${tint})`);
    control.element.title = `${parameter.description}; ${parameter.range.text}`;
    return control;
  });
}
