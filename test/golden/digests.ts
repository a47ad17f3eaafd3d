import { createHash } from "node:crypto";
import { allCalls } from "../support/all-calls.js";
import { bytesOf } from "../support/arrays.js";
import { type ElementType, type FloatArray, TYPES, titleOf } from "../support/call.js";
import { callsByTitle, type Sized } from "../support/layout-calls.js";
import type { Layout } from "../support/shapes.js";
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
      for (const [title, calls] of callsByTitle(layouts)) {
        all.push([`${title} ${type}, ${way}`, digestOf(calls, type)]);
      }
    }
  }
  return Object.fromEntries(all);
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
