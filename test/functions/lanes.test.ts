import { describe, test } from "vitest";
import { edges } from "../golden/inputs.js";
import { arrayOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { TYPES, titleOf } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise, variants } from "../support/functions.js";

/** Every lane of every vector of a loop computes the same: a wrong constant in one of them shows. */

/** As many equal elements as two groups of vectors have. */
const REPEATED = 64;

const calls = elementwise.flatMap((f) => variants(f).flatMap((options) => callsOf(f, options)));

describe.each(TYPES)("%s", (type) => {
  const values = Array.from(edges[type]!).flatMap((value) => new Array<number>(REPEATED).fill(value));
  const first = arrayOf(type, values);
  const ones = arrayOf(type, first.length).fill(1.5);

  test.each(calls.map((call) => [titleOf(call), call] as const))(
    "%s gives equal elements for equal ones",
    (_, call) => {
      for (const other of [first, ones]) {
        const results = call.run(call.operands.map((_, k) => (k === 0 ? first : other)));
        for (let i = 0; i < results.length; i++) {
          const start = i - (i % REPEATED);
          if (Object.is(results[i], results[start])) continue;
          expectTrue(false, () => `${first[i]}, ${other[i]}: ${results[start]}, then ${results[i]}`);
        }
      }
    },
  );
});
