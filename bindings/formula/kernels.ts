import { exp } from "../wasm/families/exponential.js";
import * as arithmetic from "../wasm/formula-families/arithmetic.js";
import * as circular from "../wasm/formula-families/circular.js";
import * as errorFunctions from "../wasm/formula-families/error-functions.js";
import * as hyperbolic from "../wasm/formula-families/hyperbolic.js";
import * as logarithms from "../wasm/formula-families/logarithms.js";
import * as powers from "../wasm/formula-families/power.js";
import * as rationals from "../wasm/formula-families/rational.js";
import { type Exports, exportsOf } from "../wasm/kernels.js";

const all = () => ({
  exp,
  ...arithmetic,
  ...circular,
  ...errorFunctions,
  ...hyperbolic,
  ...logarithms,
  ...powers,
  ...rationals,
});

export type KernelName = keyof ReturnType<typeof all>;

const registered = () => Object.entries(all()).map(([name, stem]) => [name, exportsOf(stem)]);

/** The kernels of formulas, by their names. */
export const KERNELS: Readonly<Record<KernelName, Exports>> = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ registered(),
);
