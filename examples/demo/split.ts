import type { FloatArray } from "lanewise";
import { type PlainSplit, plainRrelu, plainRreluGrad, plainSplit } from "../../catalogue/timing/plain-split.js";
import { prelu } from "../../test/reference/index.js";
import { slopeAt } from "../../test/reference/random.js";
import { type SplitReference, splitReference } from "../../test/reference/split.js";
import { Tally } from "./accuracy.js";
import type { Arrays, Batch } from "./batch.js";
import type { ElementType, ShapedFunction } from "./functions.js";
import type { Line } from "./lines.js";

/** The lines of rrelu and of functions that halve, double or divide rows. */

// A gate may be 0 or subnormal although its product with the other factor, which is no larger, is a normal number.
const FACTOR = 2 ** 12;
const SMALLEST_NORMAL = { f32: 2 ** -126, f64: 2 ** -1022 } as const;

/** The lines of a function that splits rows; rows fill the room of x and of the result. */
export function splitLines(f: ShapedFunction, { type, workspace, own, rows, n }: Batch): Line[] {
  const { name, errorBounds } = f.spec;
  const required = f.spec.parameters?.pieces ? { pieces: 2 } : {};
  const exact = splitReference[name]!;
  const taken = exact.taken(required);
  const size = Math.floor(n / Math.max(taken, exact.made));
  const [length, outLength] = [size * taken, size * exact.made];
  const elements = rows * length;
  const shape = [rows, length];
  const arrays = ({ rowsX, rowsDy, rowsOut }: Arrays) => ({
    x: rowsX.subarray(0, elements),
    dy: rowsDy.subarray(0, rows * outLength),
    y: rowsOut.subarray(0, rows * outLength),
    dx: rowsOut.subarray(0, elements),
  });
  const [inside, outside] = [arrays(workspace), arrays(own)];
  const { x, dy, y, dx } = outside;
  const plain: PlainSplit = plainSplit(name);
  const limit = errorBounds[type];
  const check = (extra: number, made: number, f: (x: number[], dy: number[]) => Results) => {
    const tally = new Tally(type, extra, FACTOR);
    return (got: FloatArray) => {
      for (let at = 0; at < rows * size; at++) {
        const [row, i] = [Math.floor(at / size), at % size];
        const pieces = (array: FloatArray, count: number) =>
          Array.from({ length: count }, (_, k) => array[(row * count + k) * size + i]!);
        const { values, sizes } = f(pieces(x, taken), pieces(dy, exact.made));
        const least = Float64Array.from(sizes, (v) => Math.max(Math.abs(v), FACTOR * SMALLEST_NORMAL[type]));
        tally.add(Float64Array.from(pieces(got, made)), 0, Float64Array.from(values), least);
      }
      return tally;
    };
  };
  return [
    {
      name,
      value: {
        elements,
        inWorkspace: () => f(inside.x, { ...required, shape, out: inside.y }),
        dropIn: () => f(x, { ...required, shape, out: y }),
        plain: (share) => plain.forward(x, y, Math.ceil(share * rows), length),
        check: (got, slack) => check(limit + slack, exact.made, (x) => valuesOf(exact, x))(got),
      },
      gradient: {
        elements,
        inWorkspace: () => f.grad(inside.x, inside.dy, { ...required, shape, out: inside.dx }),
        dropIn: () => f.grad(x, dy, { ...required, shape, out: dx }),
        plain: (share) => plain.backward(x, dy, dx, Math.ceil(share * rows), length),
        // A gradient has a product or two more, also in the reference.
        check: (got, slack) => check(limit + 1 + 2 * slack, taken, (x, dy) => gradientsOf(exact, x, dy))(got),
      },
    },
  ];
}

/** Exact results at one place, and the numbers whose units errors are counted in. */
interface Results {
  readonly values: readonly number[];
  readonly sizes: readonly number[];
}

function valuesOf(exact: SplitReference, x: readonly number[]): Results {
  const values = exact.f(x);
  return { values, sizes: values };
}

function gradientsOf(exact: SplitReference, x: readonly number[], dy: readonly number[]): Results {
  const values = exact.grad(x, dy);
  return { values, sizes: exact.sizes?.(x, dy) ?? values };
}

/** The lines of rrelu in training. */
export function rreluLines(f: ShapedFunction, { type, count, workspace, own }: Batch): Line[] {
  const { name, errorBounds, parameters } = f.spec;
  const limit = errorBounds[type];
  const training = true;
  const { x, dy, out } = own;
  const slopes = slopesOf(type, count, parameters!.lower!.default!, parameters!.upper!.default!);
  const check = (got: FloatArray, slack: number, exact: (x: number, dy: number, slope: number) => number) => {
    const tally = new Tally(type, limit + slack);
    tally.add(
      got,
      0,
      Float64Array.from(x, (v, i) => exact(v, dy[i]!, slopes[i]!)),
    );
    return tally;
  };
  return [
    {
      name,
      value: {
        elements: count,
        inWorkspace: () => f(workspace.x, { training, out: workspace.out }),
        dropIn: () => f(x, { training, out }),
        plain: (share) => plainRrelu(x, out, Math.ceil(share * count)),
        check: (got, slack) => check(got, slack, (v, _, slope) => prelu.f(v, slope)),
      },
      gradient: {
        elements: count,
        inWorkspace: () => f.grad(workspace.x, workspace.dy, { training, out: workspace.out }),
        dropIn: () => f.grad(x, dy, { training, out }),
        plain: (share) => plainRreluGrad(x, dy, out, Math.ceil(share * count)),
        check: (got, slack) => check(got, slack, (v, g, slope) => g * prelu.dx(v, slope)),
      },
    },
  ];
}

function slopesOf(type: ElementType, count: number, lower: number, upper: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => slopeAt(type, 0, i, lower, upper));
}
