import { describe, expect, test } from "vitest";
import { sigmoid, Workspace } from "../../bindings/index.js";
import { plainCalls } from "../support/all-calls.js";
import { arrayOf } from "../support/arrays.js";
import type { FloatArray } from "../support/call.js";
import { elsewhere } from "../support/realm.js";
import { N, operandsOf, refuses, saying } from "../support/refusals.js";
import { expectSame } from "../support/same.js";

/** Every function refuses what it cannot use: which class, which words, and nothing written. */

const calls = plainCalls().map((call) => [call.name, call] as const);

const WRONG_KINDS: readonly (readonly [unknown, string])[] = [
  [[1, 2, 3, 4, 5, 6], "an Array of length 6; convert it with Float32Array\\.from\\(array\\)$"],
  [new Int32Array(N), "an Int32Array of length 6; convert its numbers with Float64Array\\.from\\(array\\)$"],
  [new Uint8Array(N), "a Uint8Array of length 6; convert its numbers with Float32Array\\.from\\(array\\)$"],
  [new Uint8Array(8), "a Uint8Array of length 8; bytes of floats: .*"],
  [
    new BigInt64Array(N),
    "a BigInt64Array of length 6; convert its numbers with Float64Array\\.from\\(array, Number\\)$",
  ],
  [new DataView(new ArrayBuffer(24)), "a DataView; copy its bytes: .*"],
  [new ArrayBuffer(24), "an ArrayBuffer; view the floats in it with new Float32Array\\(buffer\\)$"],
  [null, "null$"],
  [undefined, "undefined$"],
  ["123456", '"123456"$'],
  [6, "6$"],
  [true, "boolean true$"],
  [{ length: N }, "an Object$"],
  [() => 0, "a function$"],
];

describe.each(calls)("%s", (_, call) => {
  const { out: outLength } = call.lengths(N);

  test("the wrong kind of array", () => {
    const operands = operandsOf(call, "f32");
    call.operands.forEach((operand, k) => {
      for (const [value, words] of WRONG_KINDS) {
        const labels = operand === call.labels;
        if (labels && value instanceof Int32Array) continue;
        const got = labels ? words.replace(/; .*/, "") : words;
        const given = operands.map((each, j) => (j === k ? value : each));
        refuses(call, given, undefined, TypeError, saying(call, operand, "a Float32Array .*", got));
      }
    });
    if (call.returnsNumber) return;
    for (const [value, got] of WRONG_KINDS.filter(([each]) => each !== undefined)) {
      refuses(
        call,
        operands,
        { out: value },
        TypeError,
        saying(call, "out", `a Float32Array of length ${outLength}`, got),
      );
    }
  });

  test("mixed element types", () => {
    for (const [type, other] of [
      ["f32", "Float64Array"],
      ["f64", "Float32Array"],
    ] as const) {
      const operands = operandsOf(call, type);
      const swapped = operandsOf(call, type === "f32" ? "f64" : "f32");
      call.operands.slice(1).forEach((operand, k) => {
        const given = operands.map((each, j) => (j === k + 1 ? swapped[j] : each));
        const remedy = `a ${other} of length \\d+; all arrays of a call have one element type$`;
        refuses(call, given, undefined, TypeError, saying(call, operand, ".+", remedy));
      });
      if (call.returnsNumber) continue;
      const out = arrayOf(type === "f32" ? "f64" : "f32", outLength);
      refuses(call, operands, { out }, TypeError, saying(call, "out", `a .* of length ${outLength}`, `a ${other}`));
    }
  });

  test("lengths that differ", () => {
    const operands = operandsOf(call, "f32");
    call.operands.slice(1).forEach((operand, k) => {
      const given = operands.map((each, j) => (j === k + 1 ? new Float32Array(4) : each));
      const { length } = operands[k + 1]!;
      const message = saying(call, operand, `(a Float32Array of length ${length}|1 slope, or 6, .+)`, ".*length 4");
      refuses(call, given, undefined, RangeError, message);
    });
    for (const length of call.returnsNumber ? [] : [0, outLength - 1, outLength + 1]) {
      const expected = `a Float32Array of length ${outLength}`;
      const got = `length ${length}$`;
      refuses(call, operands, { out: new Float32Array(length) }, RangeError, saying(call, "out", expected, got));
    }
  });

  test("a detached buffer", () => {
    const message = (argument: string) =>
      saying(call, argument, "an array with memory", "one whose buffer was detached or shrunk; make a new view$");
    const detached = new Float32Array(N);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const none = call.lengths(0).operands.map((length) => new Float32Array(length));
    call.operands.forEach((operand, k) => {
      const given = none.map((each, j) => (j === k ? detached : each));
      refuses(call, given, undefined, TypeError, message(operand));
    });
    if (call.returnsNumber) return;
    refuses(call, none, { out: detached }, TypeError, message("out"));
    refuses(call, operandsOf(call, "f32"), { out: detached }, TypeError, message("out"));
  });

  test("a buffer that has shrunk", () => {
    const shrunk = () => {
      const buffer = new (
        ArrayBuffer as unknown as new (
          n: number,
          o: object,
        ) => ArrayBuffer & { resize(n: number): void }
      )(64, { maxByteLength: 64 });
      const view = new Float32Array(buffer, 16, N);
      buffer.resize(24);
      return view;
    };
    const given = operandsOf(call, "f32");
    given[0] = shrunk();
    const message = saying(call, call.operands[0]!, "an array with memory", "one whose buffer was detached or shrunk");
    refuses(call, given, undefined, TypeError, message);
  });

  test("an array of a disposed Workspace", () => {
    const workspace = new Workspace({ bytes: 64 });
    const array = workspace.float32(N);
    workspace.dispose();
    const given = operandsOf(call, "f32");
    given[0] = array;
    const got = "one of a disposed Workspace; allocate it again$";
    refuses(call, given, undefined, TypeError, saying(call, call.operands[0]!, "an array of a live Workspace", got));
  });

  test("options that are none", () => {
    const operands = operandsOf(call, "f32");
    const wrong: readonly (readonly [unknown, string])[] = [
      [new Float32Array(outLength), `a Float32Array of length ${outLength}; pass an output as \\{ out \\}$`],
      [[1], "an Array of length 1$"],
      [5, "5$"],
      ["out", '"out"$'],
    ];
    for (const [options, got] of wrong) {
      refuses(call, operands, options, TypeError, saying(call, "options", "an object", got));
    }
  });

  test("an option that it does not have", () => {
    const operands = operandsOf(call, "f32");
    refuses(call, operands, { nonsense: 1 }, TypeError, saying(call, "options", "only .+", '"nonsense"$'));
    if (call.returnsNumber) {
      const out = new Float32Array(1);
      refuses(call, operands, { out }, TypeError, saying(call, "options", 'only "[a-zA-Z]+"', '"out"$'));
      return;
    }
    refuses(
      call,
      operands,
      { Out: undefined },
      TypeError,
      saying(call, "options", "only .+", '"Out"; did you mean "out"\\?$'),
    );
  });

  test("an array of another realm is as good as one's own", () => {
    const operands = operandsOf(call, "f32");
    const foreign = operands.map((operand) =>
      elsewhere<FloatArray>("Float32Array.from(values)", { values: Array.from(operand) }),
    );
    expectSame(call.run(foreign), call.run(operands));
  });
});

test("texts of up to 80 characters are shown whole, longer ones cut", () => {
  const shown = (text: string) => {
    try {
      sigmoid(text as never);
    } catch (error) {
      return /got "(.*?)"/.exec((error as Error).message)?.[1];
    }
  };
  const [whole, longer] = ["a".repeat(80), "a".repeat(81)];
  expect(shown(whole)).toBe(whole);
  expect(shown(longer)).toBe(`${whole}…`);
});
