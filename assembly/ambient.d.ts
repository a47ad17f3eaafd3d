// Declarations for tsc and editors, in addition to AssemblyScript's own. asc reads none of them.

/**
 * Exports a class as kernels for both element types, one per interface that it implements: `NAME_f32`, `NAME_f64`, and
 * if there are several interfaces, `NAME_grad_…` for Backward and `NAME_from_output_…` for FromOutput.
 * A RowOp may leave the last sums and the map to another class, `last`.
 */
declare function kernel(name: string, last?: unknown): (target: unknown) => void;

/** Half as many vectors in flight (loops/map.ts) for this method: in one element type, or in both. */
declare function heavy(target: unknown, method: string): void;
declare function heavy(type: "f32" | "f64"): (target: unknown, method: string) => void;

/** Two vectors an iteration rather than four (loops/widened.ts) for this method. */
declare function paired(target: unknown, method: string): void;

/** This method has f32 lanes, four elements, and widens them itself (loops/widened.ts). */
declare function narrow(target: unknown, method: string): void;

// AssemblyScript declares these five for types that are known to be numbers; asc takes any element type.
declare namespace v128 {
  function floor<T>(a: v128): v128;
  function div<T>(a: v128, b: v128): v128;
  function sqrt<T>(a: v128): v128;
  function pmin<T>(a: v128, b: v128): v128;
  function pmax<T>(a: v128, b: v128): v128;
}
