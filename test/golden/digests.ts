import { createHash } from "node:crypto";
import { bytesOf } from "../support/arrays.js";
import {
  allCalls,
  type Call,
  type ElementType,
  type FloatArray,
  lossCalls,
  type Options,
  rowCallsOf,
  rowwise,
  slopeCallsOf,
  slopes,
  splits,
  TYPES,
  titleOf,
} from "../support/functions.js";
import { type Layout, rowOf, sizeOf } from "../support/shapes.js";
import { splitCallsOf, splitVariants } from "../support/split.js";
import { extreme, ordinary } from "./inputs.js";

/** Digests of what every kernel makes of the same inputs: they change if a single bit does. */

/** Groups of vectors, single ones, and single elements: a prime. */
const LENGTH = 6_151;

const along = (axis: number, shapes: readonly number[][]) => shapes.map((shape) => ({ shape, axis }));

/** Shapes for each way that the loops of rows have. */
const LAYOUTS: Readonly<Record<string, readonly Layout[]>> = {
  "short rows": along(
    1,
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 18].map((n) => [13, n]),
  ),
  rows: along(
    1,
    [32, 33, 67, 257].map((n) => [9, n]),
  ),
  "strided rows": along(
    1,
    [1, 2, 3, 4, 5, 8, 17, 33, 70, 130].map((inner) => [3, 12, inner]),
  ),
  "rows in pieces": [...along(0, [[20_011]]), ...along(1, [[2, 700, 65]])],
};

export type Digests = Readonly<Record<string, string>>;

/** By function, member, options, type and, of rows, way. */
export function digests(): Digests {
  const all: [string, string][] = [];
  for (const type of TYPES) {
    for (const call of allCalls()) {
      all.push([`${titleOf(call)} ${type}`, digestOf([[call, LENGTH]], type)]);
    }
    for (const [way, layouts] of Object.entries(LAYOUTS)) {
      for (const [title, calls] of byTitle(layouts)) {
        all.push([`${title} ${type}, ${way}`, digestOf(calls, type)]);
      }
    }
  }
  return Object.fromEntries(all);
}

type Sized = readonly [call: Call, n: number];

/** The calls of functions with a shape, on all layouts that they can have. */
function byTitle(layouts: readonly Layout[]): Map<string, Sized[]> {
  const found = new Map<string, Sized[]>();
  for (const layout of layouts) {
    for (const call of shapedCalls(layout)) {
      const { shape, axis, ...options } = call.options;
      const title = titleOf({ ...call, options });
      found.set(title, [...(found.get(title) ?? []), [call, sizeOf(layout.shape)]]);
    }
  }
  return found;
}

function shapedCalls(layout: Layout): Call[] {
  const { n } = rowOf(layout);
  const options = layout as unknown as Options;
  const shaped = (call: Call): Call => ({
    ...call,
    options: { ...call.options, ...options },
    run: (operands, more) => call.run(operands, { ...options, ...more }),
  });
  const divisible = splits.flatMap((f) =>
    splitVariants(f)
      .filter(({ pieces = 2 }) => n % (pieces as number) === 0)
      .flatMap((given) => splitCallsOf(f, given).filter(({ about }) => !about)),
  );
  return [
    ...rowwise.flatMap((f) => rowCallsOf(f, options)),
    ...slopes.flatMap((f) => [...slopeCallsOf(f, () => n, options), ...slopeCallsOf(f, () => 1, options)]),
    ...lossCalls(options, (total) => total / n),
    ...divisible.map(shaped),
  ];
}

/** Of ordinary operands, where sums are numbers, and of extreme ones. */
function digestOf(calls: readonly Sized[], type: ElementType): string {
  const hash = createHash("sha256");
  for (const [call, n] of calls) {
    const { operands } = call.lengths(n);
    for (const make of [ordinary, extreme]) {
      const given = operands.map((length, k) => once(make, type, length, k));
      hash.update(bytesOf(canonical(call.run(given))));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

const made = new Map<string, FloatArray>();

/** The operand of that index, for all calls the same. */
function once(make: typeof ordinary, type: ElementType, length: number, k: number): FloatArray {
  const key = `${make.name} ${type} ${length} ${k}`;
  if (!made.has(key)) made.set(key, make(type, length, k));
  return made.get(key)!.slice();
}

/** With one NaN for all: the bits of theirs may differ. */
function canonical(array: FloatArray): FloatArray {
  for (let i = 0; i < array.length; i++) if (Number.isNaN(array[i])) array[i] = Number.NaN;
  return array;
}
