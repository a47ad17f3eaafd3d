import { competing, doubling, halving, PIECES } from "../kinds/resizing.js";
import * as kernels from "../wasm/families/index.js";

/** Gated linear unit: `a·σ(b)` of the halves [a|b] along an axis; b is the gate. A gate of 0 turns ±∞ off. */
export const glu = /* @__PURE__ */ halving(
  {
    name: "glu",
    aliases: [],
    formula: "a·σ(b), x = [a|b]",
    gradient: "da = dy·σ(b), db = dy·a·σ(b)·σ(−b)",
    range: [-Infinity, Infinity],
    source: "Dauphin et al. 2017, https://arxiv.org/abs/1612.08083",
    errorBounds: {
      f32: 3.5,
      f64: 3.5,
      scope: "where σ(b) is a normal number; a smaller gate may be 0",
      gradient: { f32: 4, f64: 4.5 },
    },
  },
  kernels.glu,
);

/** SwiGLU: `silu(a)·b` of the halves [a|b] along an axis; a is the gate. A gate of 0 turns ±∞ off. */
export const swiglu = /* @__PURE__ */ halving(
  {
    name: "swiglu",
    aliases: [],
    formula: "silu(a)·b, x = [a|b]",
    gradient: "da = dy·silu′(a)·b, db = dy·silu(a)",
    range: [-Infinity, Infinity],
    source: "Shazeer 2020, https://arxiv.org/abs/2002.05202",
    errorBounds: {
      f32: 4,
      f64: 4,
      scope: "where silu(a) is a normal number; a smaller gate may be 0",
      gradient: { f32: 5, f64: 5, scope: "or 2⁻²⁴ (2⁻⁵³) of |dy·b|" },
    },
  },
  kernels.swiglu,
);

/** GEGLU: `gelu(a)·b` of the halves [a|b] along an axis; a is the gate. A gate of 0 turns ±∞ off. */
export const geglu = /* @__PURE__ */ halving(
  {
    name: "geglu",
    aliases: [],
    formula: "gelu(a)·b, x = [a|b]",
    gradient: "da = dy·gelu′(a)·b, db = dy·gelu(a)",
    range: [-Infinity, Infinity],
    source: "Shazeer 2020, https://arxiv.org/abs/2002.05202",
    errorBounds: {
      f32: 6,
      f64: 4.5,
      scope: "where gelu(a) is a normal number; a smaller gate may be 0",
      gradient: { f32: 5, f64: 5, scope: "or 2⁻²⁴ (2⁻⁵³) of |dy·b|" },
    },
  },
  kernels.geglu,
);

/** ReGLU: `max(a, 0)·b` of the halves [a|b] along an axis; a is the gate. A gate of 0 turns ±∞ off. */
export const reglu = /* @__PURE__ */ halving(
  {
    name: "reglu",
    aliases: [],
    formula: "max(a, 0)·b, x = [a|b]",
    gradient: "da = a > 0 ? dy·b : 0, db = dy·max(a, 0)",
    range: [-Infinity, Infinity],
    source: "Shazeer 2020, https://arxiv.org/abs/2002.05202",
    errorBounds: { f32: 0.5, f64: 0.5, gradient: { f32: 0.5, f64: 0.5 } },
  },
  kernels.reglu,
);

/** Concatenated rectified linear unit: `[max(x, 0)|max(−x, 0)]` along an axis, whose size it doubles. */
export const crelu = /* @__PURE__ */ doubling(
  {
    name: "crelu",
    aliases: [],
    formula: "[max(x, 0)|max(−x, 0)]",
    gradient: "x > 0 ? g : x < 0 ? −h : 0, dy = [g|h]",
    range: [0, Infinity],
    source: "Shang et al. 2016, https://arxiv.org/abs/1603.05201",
    errorBounds: { f32: 0, f64: 0, gradient: { f32: 0, f64: 0 } },
  },
  kernels.crelu,
);

/**
 * Maxout: the largest of `pieces` runs along an axis. Of k·U elements along it U are left, each the largest of the
 * elements U apart. A NaN makes the maximum NaN, which passes dy on to none; dx is NaN where x is.
 */
export const maxout = /* @__PURE__ */ competing(
  {
    name: "maxout",
    aliases: [],
    formula: "max(x₁, …, x_k), x = [x₁|…|x_k], k = pieces",
    gradient: "dy where x is the first maximum, else 0",
    range: [-Infinity, Infinity],
    source: "Goodfellow et al. 2013, https://arxiv.org/abs/1302.4389",
    parameters: { pieces: { description: "number of runs along the axis that compete", range: PIECES } },
    errorBounds: { f32: 0, f64: 0, gradient: { f32: 0, f64: 0 } },
  },
  kernels.maxout,
);
