import { competing, doubling, halving, PIECES } from "../kinds/resizing.js";

/**
 * Gated linear unit: `a·σ(b)` of the halves [a|b] along an axis; the second one is the gate.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension whose halves are a and b, of even size, negative from the end; default the last
 * @param options.out where to write, of x's type and half its length; default a new array. Of `grad`: as
 *   long as `x`, may be `x`
 * @returns `out`; `grad`: [da|db]
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, an overlap, a shape or axis that does not fit, an odd size
 * @remarks A gate that is 0 turns ±∞ off. Max error: 3.5 ULP where σ(b) is a normal number;
 *   a smaller gate may be 0.
 * @see Dauphin et al. 2017, https://arxiv.org/abs/1612.08083
 */
export const glu = /* @__PURE__ */ halving(
  {
    name: "glu",
    aliases: [],
    formula: "a·σ(b), x = [a|b]",
    gradient: "da = dy·σ(b), db = dy·a·σ(b)·σ(−b)",
    source: "https://arxiv.org/abs/1612.08083",
    errorBounds: { f32: 3.5, f64: 3.5 },
  },
  "glu",
);

/**
 * `silu(a)·b` of the halves [a|b] along an axis; the first one is the gate.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension whose halves are a and b, of even size, negative from the end; default the last
 * @param options.out where to write, of x's type and half its length; default a new array. Of `grad`: as
 *   long as `x`, may be `x`
 * @returns `out`; `grad`: [da|db]
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, an overlap, a shape or axis that does not fit, an odd size
 * @remarks A gate that is 0 turns ±∞ off. Max error: 4 ULP where silu(a) is a normal number;
 *   a smaller gate may be 0.
 * @see Shazeer 2020, https://arxiv.org/abs/2002.05202
 */
export const swiglu = /* @__PURE__ */ halving(
  {
    name: "swiglu",
    aliases: [],
    formula: "silu(a)·b, x = [a|b]",
    gradient: "da = dy·silu′(a)·b, db = dy·silu(a)",
    source: "https://arxiv.org/abs/2002.05202",
    errorBounds: { f32: 4, f64: 4 },
  },
  "swiglu",
);

/**
 * `gelu(a)·b` of the halves [a|b] along an axis; the first one is the gate.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension whose halves are a and b, of even size, negative from the end; default the last
 * @param options.out where to write, of x's type and half its length; default a new array. Of `grad`: as
 *   long as `x`, may be `x`
 * @returns `out`; `grad`: [da|db]
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, an overlap, a shape or axis that does not fit, an odd size
 * @remarks A gate that is 0 turns ±∞ off. Max error: 4.5 ULP where gelu(a) is a normal number;
 *   a smaller gate may be 0.
 * @see Shazeer 2020, https://arxiv.org/abs/2002.05202
 */
export const geglu = /* @__PURE__ */ halving(
  {
    name: "geglu",
    aliases: [],
    formula: "gelu(a)·b, x = [a|b]",
    gradient: "da = dy·gelu′(a)·b, db = dy·gelu(a)",
    source: "https://arxiv.org/abs/2002.05202",
    errorBounds: { f32: 4.5, f64: 4.5 },
  },
  "geglu",
);

/**
 * `max(a, 0)·b` of the halves [a|b] along an axis; the first one is the gate.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension whose halves are a and b, of even size, negative from the end; default the last
 * @param options.out where to write, of x's type and half its length; default a new array. Of `grad`: as
 *   long as `x`, may be `x`
 * @returns `out`; `grad`: [da|db]
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, an overlap, a shape or axis that does not fit, an odd size
 * @remarks relu′(0) = 0. A gate that is 0 turns ±∞ off. Correctly rounded.
 * @see Shazeer 2020, https://arxiv.org/abs/2002.05202
 */
export const reglu = /* @__PURE__ */ halving(
  {
    name: "reglu",
    aliases: [],
    formula: "max(a, 0)·b, x = [a|b]",
    gradient: "da = a > 0 ? dy·b : 0, db = dy·max(a, 0)",
    source: "https://arxiv.org/abs/2002.05202",
    errorBounds: { f32: 0.5, f64: 0.5 },
  },
  "reglu",
);

/**
 * Concatenated rectified linear unit: `[max(x, 0)|max(−x, 0)]` along an axis, whose size it doubles.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension that is doubled, negative from the end; default the last
 * @param options.out where to write, of x's type and twice its length; default a new array. Of `grad`:
 *   as long as `x`, may be `x`
 * @returns `out`; `grad`: dx of dy, which is twice as long
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, an overlap, a shape or axis that does not fit
 * @remarks The gradient at 0 is 0. Exact.
 * @see Shang et al. 2016, https://arxiv.org/abs/1603.05201
 */
export const crelu = /* @__PURE__ */ doubling(
  {
    name: "crelu",
    aliases: [],
    formula: "[max(x, 0)|max(−x, 0)]",
    gradient: "x > 0 ? g : x < 0 ? −h : 0, dy = [g|h]",
    source: "https://arxiv.org/abs/1603.05201",
    errorBounds: { f32: 0, f64: 0 },
  },
  "crelu",
);

/**
 * Maxout: the largest of `pieces` runs along an axis. Of k·U elements along it U are left, each the
 * largest of those U apart.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.pieces how many compete, a divisor of the size along the axis; from 1 to 8192, no default
 * @param options.shape sizes of x's dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension that the pieces run along, negative from the end; default the last
 * @param options.out where to write, of x's type, `pieces` times shorter; default a new array. Of `grad`:
 *   as long as `x`, may be `x`
 * @returns `out`; `grad`: dy where x is the maximum, the first of equal ones, else 0
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option, no pieces
 * @throws {RangeError} different lengths, an overlap, a shape, axis or number of pieces that does not fit
 * @remarks One NaN makes the maximum NaN, which passes dy on to none; dx is NaN where x is. Exact.
 * @see Goodfellow et al. 2013, https://arxiv.org/abs/1302.4389
 */
export const maxout = /* @__PURE__ */ competing(
  {
    name: "maxout",
    aliases: [],
    formula: "max(x₁, …, x_k), x = [x₁|…|x_k], k = pieces",
    gradient: "dy where x is the first maximum, else 0",
    source: "https://arxiv.org/abs/1302.4389",
    parameters: { pieces: { description: "How many runs along the axis compete.", range: PIECES } },
    errorBounds: { f32: 0, f64: 0 },
  },
  "maxout",
);
