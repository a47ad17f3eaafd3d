import { describe, test } from "vitest";
import { Workspace } from "../../bindings/index.js";
import { plainCalls } from "../support/all-calls.js";
import { BYTES, viewOf } from "../support/arrays.js";
import { TYPES, titleOf } from "../support/call.js";
import { slopeCallsOf } from "../support/calls.js";
import { slopes } from "../support/functions.js";
import { N, operandsOf, refuses, saying } from "../support/refusals.js";
import { expectSame } from "../support/same.js";

/** An output may be an operand or other memory, and nothing between. */

const calls = [...plainCalls(), ...slopes.flatMap((f) => slopeCallsOf(f, (n) => n))]
  .filter(({ returnsNumber }) => !returnsNumber)
  .map((call) => [titleOf(call), call] as const);

describe.each(calls)("%s", (_, call) => {
  const { out: outLength } = call.lengths(N);

  describe.each(TYPES)("%s", (type) => {
    const size = BYTES[type];

    test.each(["an ArrayBuffer", "a Workspace"])("partial overlap in %s", (place) => {
      using workspace = new Workspace({ bytes: 4_096 });
      const buffer = place === "a Workspace" ? workspace.float32(1).buffer : new ArrayBuffer(4_096);
      const base = buffer.byteLength - 1_024;
      const others = operandsOf(call, type).map((source, k) => {
        const other = viewOf(type, buffer, base + 256 + k * 128, source.length);
        other.set(source);
        return other;
      });
      call.operands.forEach((operand, k) => {
        const array = viewOf(type, buffer, base, others[k]!.length);
        const given = others.map((each, j) => (j === k ? array : each));
        // One element into it from either side, and from the same start with another length.
        const shifts = [array.length - 1, 1 - outLength, 1].filter((shift) => shift !== 0);
        const starts = array.length === outLength ? shifts : [0, ...shifts];
        for (const shift of starts) {
          const out = viewOf(type, buffer, base + shift * size, outLength);
          const apart = shift >= array.length || -shift >= outLength;
          if (apart) continue;
          const remedy = `pass "${operand}" itself or a copy$`;
          const message = saying(
            call,
            "out",
            `the memory of "${operand}" exactly, or other memory`,
            `a part of it; ${remedy}`,
          );
          refuses(call, given, { out }, RangeError, message);
        }
      });
    });

    test("neighbours do not overlap", () => {
      const buffer = new ArrayBuffer(1_024);
      const want = call.run(operandsOf(call, type));
      call.operands.forEach((_operand, k) => {
        const given = operandsOf(call, type);
        const array = viewOf(type, buffer, 512, given[k]!.length);
        array.set(given[k]!);
        given[k] = array;
        for (const start of [512 - outLength * size, 512 + array.length * size]) {
          expectSame(call.run(given, { out: viewOf(type, buffer, start, outLength) }), want);
        }
      });
    });
  });
});
