import fc from "fast-check";
import { expect, test } from "vitest";
import { relu, sigmoid } from "../../bindings/index.js";
import { expectSame } from "../support/same.js";

/** A remedy can be followed: evaluated on the value, it makes an array that the call takes, with the same numbers. */

type Operand = Float32Array<ArrayBuffer>;

/** The lines of code in the remedy of the refusal, with `array`, `buffer` and `view` for the value. */
function remediesFor(value: unknown, call = (x: Operand): unknown => relu(x)): string[] {
  let text = "";
  try {
    call(value as Operand);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    text = (error as Error).message;
  }
  const [, remedy = ""] = /got [^;]*; (.*)$/.exec(text) ?? [];
  return remedy.split("; ").flatMap((part) => /(?:new )?Float(?:32|64)Array(?:\.from)?\(.*$/.exec(part) ?? []);
}

function evaluate(line: string, value: unknown): Operand {
  return new Function("array", "buffer", "view", `return ${line};`)(value, value, value) as Operand;
}

/** Every remedy keeps the numbers, as f32 if it makes one; `least` remedies there are. */
function expectKept(value: unknown, numbers: readonly number[], least = 1): void {
  const lines = remediesFor(value).filter((line) => !line.includes("Uint8Array"));
  expect(lines.length).toBeGreaterThanOrEqual(least);
  for (const line of lines) {
    const made = evaluate(line, value);
    expectSame(made, made instanceof Float32Array ? numbers.map(Math.fround) : numbers, line);
    expect(relu(made)).toHaveLength(numbers.length);
  }
}

const seeded = { seed: 11, numRuns: 200 };
const moderate = fc.double({ min: 1e-30, max: 1e30, noNaN: true }).map((v) => Math.fround(v));

test("for a list of numbers, plain or nested", () => {
  fc.assert(
    fc.property(fc.array(moderate), (numbers) => expectKept(numbers, numbers)),
    seeded,
  );
  const nested = fc.letrec<{ tree: unknown[] }>((tie) => ({
    tree: fc.array(fc.oneof(moderate, tie("tree")), { maxLength: 4 }),
  })).tree;
  fc.assert(
    fc.property(nested, (tree) => expectKept(tree, (tree as number[]).flat(Number.POSITIVE_INFINITY) as number[])),
    seeded,
  );
});

test("for numbers that f32 does not have: Float64Array", () => {
  for (const numbers of [[1e300], [1, -1e-60], [5e-324], [3.5e38]]) {
    expectKept(numbers, numbers);
    expect(evaluate(remediesFor(numbers)[0]!, numbers)).toBeInstanceOf(Float64Array);
  }
  expectKept([0, -0, Number.NaN, Infinity, 0.1], [0, -0, Number.NaN, Infinity, 0.1]);
  expect(evaluate(remediesFor([0.1])[0]!, [0.1])).toBeInstanceOf(Float32Array);
});

test("for lists of arrays", () => {
  expectKept([Float32Array.of(1, 2), Float32Array.of(3)], [1, 2, 3]);
  expectKept([Float32Array.of(1), Float64Array.of(1e300)], [1, 1e300]);
  expectKept([Int32Array.of(2 ** 31 - 1)], [2 ** 31 - 1]);
});

test("for typed arrays of other numbers", () => {
  for (const Class of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array]) {
    for (const length of [0, 3, 8]) {
      const array = new Class(length);
      for (let i = 0; i < length; i++) array[i] = (i % 2 ? 1 : -1) * (2 ** 31 - i);
      expectKept(array, Array.from(array));
    }
  }
  for (const Class of [BigInt64Array, BigUint64Array]) expectKept(Class.of(1n, 2n ** 40n), [1, 2 ** 40]);
  expectKept([1n, 2n], [1, 2]);
});

test("for bytes of floats", () => {
  const floats = Float32Array.of(1, -2.5, 1e30);
  const bytes = new Uint8Array(floats.buffer);
  const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
  for (const value of [bytes, shifted, Buffer.from(bytes)]) {
    const [first, ...rest] = remediesFor(value);
    expectSame(evaluate(first!, value), floats);
    for (const line of rest) expectSame(evaluate(line, value), Array.from(value));
  }
  expectKept(floats.buffer, Array.from(floats));
  expectKept(new DataView(Buffer.concat([Buffer.alloc(8), bytes]).buffer, 0, 0), []);
  const memory = new Uint8Array(20);
  memory.set(bytes, 5);
  expectKept(new DataView(memory.buffer, 5, 12), Array.from(floats));
  const shared = new SharedArrayBuffer(12);
  new Float32Array(shared).set(floats);
  expectKept(shared, Array.from(floats));
});

test("is of the type of the other arrays of the call", () => {
  const made = remediesFor([1, 2], (x) => sigmoid.grad(Float64Array.of(1, 2), x as never));
  expect(made).toEqual(["Float64Array.from(array)"]);
});

test("is not given where no line would keep the numbers", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const sparse = new Array<number>(2);
  const bad = [["1"], [1, "2"], [{}], [undefined], sparse, cycle, [[1], Float32Array.of(2)], [1n, 2], [null], [[true]]];
  const memories = [new ArrayBuffer(3), new DataView(new ArrayBuffer(7)), new Date(), new Map(), { length: 2 }];
  const lies = [{ [Symbol.toStringTag]: "Int32Array" }, { [Symbol.toStringTag]: "constructor" }];
  for (const value of [...bad, ...memories, ...lies, "12", 1, null]) {
    expect(() => relu(value as never)).toThrow(TypeError);
    expect(remediesFor(value)).toEqual([]);
  }
});
