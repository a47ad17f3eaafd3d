import fc from "fast-check";
import { afterAll, describe, test } from "vitest";
import { allCalls } from "../support/all-calls.js";
import { arrayOf, BLOCK, bytesOf, mixed } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { type Call, type ElementType, type FloatArray, TYPES, titleOf } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise, variants } from "../support/functions.js";
import { PLACES, Places } from "../support/places.js";
import { expectSame } from "../support/same.js";

const places = new Places(2 ** 22);
afterAll(() => places.dispose());

const titled = (calls: readonly Call[]) => calls.map((call) => [titleOf(call), call] as const);
const elementwiseCalls = titled(elementwise.flatMap((f) => variants(f).flatMap((options) => callsOf(f, options))));

/** Operands, and what calls with a single element make of each. */
function pool(call: Call, type: ElementType, most: number): { operands: FloatArray[]; want: FloatArray } {
  const operands = call.operands.map((_, k) => mixed(type, most, k + 1));
  const want = arrayOf(type, most);
  for (let i = 0; i < most; i++) want.set(call.run(operands.map((operand) => operand.slice(i, i + 1))), i);
  return { operands, want };
}

/** Random places and lengths: elements up to `most`, so many times for each call. */
export function testProperties({ most, runs }: { readonly most: number; readonly runs: number }): void {
  describe.each(TYPES)("%s: the result for one element depends on that element alone", (type) => {
    describe.each(elementwiseCalls)("%s", (_, call) => {
      const { operands, want } = pool(call, type, most);

      test("any length, offset and output", () => {
        const property = fc.property(
          fc.nat(most),
          fc.nat(most),
          fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
          fc.constantFrom(...PLACES),
          fc.constantFrom("none", "new", "first", "last"),
          (a, b, skips, place, target) => {
            const [start, end] = [Math.min(a, b), Math.max(a, b)];
            const given = operands.map((operand, k) =>
              places.copy(place, type, operand.subarray(start, end), skips[k]),
            );
            const before = given.map((operand) => operand.slice());
            const out = {
              none: undefined,
              new: places.make(place, type, end - start, skips[2]),
              first: given[0]!,
              last: given.at(-1)!,
            }[target];
            const got = call.run(given, { out });
            expectSame(got, want.subarray(start, end));
            if (out) expectTrue(got === out, () => "returns another array than out");
            given.forEach((operand, k) => {
              const same = operand === out || Buffer.compare(bytesOf(operand), bytesOf(before[k]!)) === 0;
              expectTrue(same, () => `operand ${k} has changed`);
            });
          },
        );
        fc.assert(
          property.beforeEach(() => places.clear()),
          { numRuns: runs },
        );
      });

      test("around the staging block", () => {
        const block = BLOCK[type];
        const long = operands.map((operand) => arrayOf(type, 2 * block + 3).map((_, i) => operand[i % most]!));
        for (const length of [block - 1, block, block + 1, 2 * block + 3]) {
          const got = call.run(long.map((operand) => operand.subarray(0, length)));
          expectSame(
            got,
            arrayOf(type, length).map((_, i) => want[i % most]!),
            `length ${length}`,
          );
        }
      });
    });
  });

  describe.each(TYPES)("%s: a call gives the same bits wherever its operands live", (type) => {
    test.each(titled(allCalls()))("%s", (_, call) => {
      const place = fc.constantFrom(...PLACES);
      const property = fc.property(
        fc.oneof({ weight: 9, arbitrary: fc.nat(600) }, fc.constant(BLOCK[type] + 5)),
        fc.tuple(place, place, place, place),
        fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
        fc.option(place, { nil: undefined }),
        (n, where, skips, target) => {
          const { operands: lengths, out: outLength } = call.lengths(n);
          const sources = lengths.map((length, k) => mixed(type, length, k + n));
          const want = call.run(sources);
          const placed = sources.map((source, k) => places.copy(where[k]!, type, source, skips[k]));
          const out = target && places.make(target, type, outLength);
          expectSame(call.run(placed, { out }), want);
        },
      );
      fc.assert(
        property.beforeEach(() => places.clear()),
        { numRuns: runs },
      );
    });
  });
}
