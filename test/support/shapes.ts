/** How a shaped function reads a flat array: (outer, n, inner), written apart from bindings/shape.ts. */
export interface Layout {
  readonly shape: readonly number[];
  readonly axis: number;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

/** The length of a row, and how far apart its elements are. */
export function rowOf({ shape, axis }: Layout): { n: number; inner: number } {
  const along = axis < 0 ? axis + shape.length : axis;
  return { n: shape[along]!, inner: sizeOf(shape.slice(along + 1)) };
}

/** The flat index of each element of each row. */
export function* rowIndices(layout: Layout): Generator<number[]> {
  const { n, inner } = rowOf(layout);
  const total = sizeOf(layout.shape);
  for (let start = 0; start < total; start += n * inner) {
    for (let j = 0; j < inner; j++) yield Array.from({ length: n }, (_, k) => start + k * inner + j);
  }
}

/** f of each row of the arrays, put back where the row was. */
export function alongRows(
  layout: Layout,
  arrays: readonly ArrayLike<number>[],
  f: (...rows: Float64Array[]) => ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(sizeOf(layout.shape));
  for (const indices of rowIndices(layout)) {
    const result = f(...arrays.map((array) => Float64Array.from(indices, (i) => array[i]!)));
    indices.forEach((at, i) => {
      out[at] = result[i]!;
    });
  }
  return out;
}
