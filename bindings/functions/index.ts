/**
 * The table of functions, one documented entry each: types, tests, benches, the demonstration and
 * the documentation are made from it.
 */
export * from "./clipped.js";
export * from "./gated.js";
export * from "./losses.js";
export * from "./piecewise.js";
export * from "./random.js";
export * from "./shaped.js";
export * from "./smooth.js";
export * from "./split.js";
