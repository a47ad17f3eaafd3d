import type { FloatArray, Workspace } from "lanewise";
import { normals, uniforms } from "../../catalogue/timing/random.js";
import type { ElementType } from "./functions.js";

/** The operands and the output of every call. */
export interface Arrays {
  /** Activations, including special values. */
  readonly x: FloatArray;
  readonly dy: FloatArray;
  readonly out: FloatArray;
  /** Rows of finite activations, one after the other. */
  readonly rowsX: FloatArray;
  readonly rowsDy: FloatArray;
  readonly rowsOut: FloatArray;
  /** A target from 0 to 1 for each element of the rows. */
  readonly targets: FloatArray;
  /** A slope for each column, and room for its gradient. */
  readonly alpha: FloatArray;
  readonly alphaOut: FloatArray;
}

export interface Batch {
  readonly type: ElementType;
  readonly count: number;
  readonly rows: number;
  /** Elements per row. */
  readonly n: number;
  /** The numbers in a Workspace, where functions use them in place. */
  readonly workspace: Arrays;
  /** The same numbers in ordinary arrays. */
  readonly own: Arrays;
}

/** The bytes that a batch takes in a Workspace. */
export function batchBytes(type: ElementType, count: number): number {
  return 7 * count * BYTES[type] + 2 ** 17;
}

export function makeBatch(type: ElementType, count: number, workspace: Workspace): Batch {
  const n = Math.min(1000, count);
  const rows = Math.floor(count / n);
  const create = (length: number) => (type === "f32" ? new Float32Array(length) : new Float64Array(length));
  const x = create(count);
  const dy = create(count);
  const rowsX = create(rows * n);
  const rowsDy = create(rows * n);
  const alpha = create(n);

  const normal = normals(20_240_601);
  for (let i = 0; i < count; i++) x[i] = 3 * normal();
  sprinkle(x, SPECIALS[type]);

  const uniform = uniforms(7);
  // A product with a power of two is exact, so dy·f′ has the error of f′, for which there are bounds.
  // No power is above 1, so dy·f′ may be flushed to 0 wherever f′ may.
  for (let i = 0; i < count; i++) dy[i] = (uniform() < 0.5 ? -1 : 1) * 2 ** -Math.floor(4 * uniform());

  // Every 16th row is so widely spread that some of its terms vanish.
  for (let i = 0; i < rowsX.length; i++) rowsX[i] = (Math.floor(i / n) % 16 === 15 ? 30 : 3) * normal();
  sprinkle(rowsX, ROW_SPECIALS);
  for (let i = 0; i < rowsDy.length; i++) rowsDy[i] = 2 * uniform() - 1;
  for (let i = 0; i < n; i++) alpha[i] = 0.5 * uniform();

  const targets = rowsDy.map(Math.abs) as FloatArray;
  const own = { x, dy, out: create(count), rowsX, rowsDy, targets, alpha, alphaOut: create(n) };
  const allocate = (source: FloatArray) => (type === "f32" ? workspace.float32(source) : workspace.float64(source));
  const inside = {
    x: allocate(x),
    dy: allocate(dy),
    out: allocate(own.out),
    rowsX: allocate(rowsX),
    rowsDy: allocate(rowsDy),
    targets: allocate(targets),
    alpha: allocate(alpha),
    alphaOut: allocate(own.alphaOut),
  };
  const withRows = <A extends { readonly out: FloatArray }>(arrays: A) => ({
    ...arrays,
    rowsOut: arrays.out.subarray(0, rows * n),
  });
  return { type, count, rows, n, workspace: withRows(inside), own: withRows(own) };
}

const BYTES = { f32: 4, f64: 8 };

/** Spreads all the values over the array, even if it is small. */
function sprinkle(array: FloatArray, values: readonly number[]): void {
  // An odd step reaches every lane of a vector.
  const every = Math.min(1009, Math.floor(array.length / values.length / 2) * 2 + 1);
  for (let i = 0, k = 0; i < array.length; i += every, k++) array[i] = values[k % values.length]!;
}

function specials(subnormals: readonly number[], normal: number, largest: number): number[] {
  const magnitudes = [0, ...subnormals, normal, 1e-30, 1e-8, 1, 3, 6, 17, 20, 88.5, 104, 710, 746, 1e30, largest];
  return [...magnitudes.flatMap((m) => [m, -m]), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
}

const SPECIALS = {
  f32: specials([2 ** -149, 1e-39], 2 ** -126, (2 - 2 ** -23) * 2 ** 127),
  // A quarter of the largest number: at the largest itself, only the reference overflows before dy scales f′ back.
  f64: specials([2 ** -1074, 1e-310], 2 ** -1022, Number.MAX_VALUE / 4),
};
const ROW_SPECIALS = [0, -0, 1e-40, -1e-40, 1e-30, 20, -20, 80, -200, -1000];
