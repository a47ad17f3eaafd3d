/**
 * The table of functions, one documented entry each: types, tests, benches, the demonstration and
 * the documentation are made from it.
 */
export * from "./table/clipped.js";
export * from "./table/gated.js";
export * from "./table/losses.js";
export * from "./table/piecewise.js";
export * from "./table/random.js";
export * from "./table/shaped.js";
export * from "./table/smooth.js";
export * from "./table/split.js";
