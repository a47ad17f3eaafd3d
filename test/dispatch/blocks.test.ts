import { afterAll, describe, test } from "vitest";
import { plainCalls } from "../support/all-calls.js";
import { BLOCK, mixed } from "../support/arrays.js";
import { TYPES, titleOf } from "../support/call.js";
import { Places } from "../support/places.js";
import { expectSame } from "../support/same.js";

/** Blocks of the size that they have; other files make them small. */

const places = new Places(2 ** 20);
afterAll(() => places.dispose());

describe.each(TYPES)("%s: the bits are the same staged in several blocks and in a Workspace", (type) => {
  test.each(plainCalls().map((call) => [titleOf(call), call] as const))("%s", (_, call) => {
    for (const n of [BLOCK[type] - 1, BLOCK[type], BLOCK[type] + 1, 2 * BLOCK[type] + 3]) {
      places.clear();
      const { operands: lengths, out } = call.lengths(n);
      const operands = lengths.map((length, k) => mixed(type, length, k + 1));
      const placed = operands.map((operand) => places.copy("workspace", type, operand));
      const want = call.run(placed, { out: places.make("workspace", type, out) });
      expectSame(call.run(operands), want, `length ${n}`);
    }
  });
});
