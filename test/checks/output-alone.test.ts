import { expect, test } from "vitest";
import { leakyRelu, relu } from "../../bindings/index.js";

/** Options that give nothing but `out` are read by a shorter way, which must not miss what cannot be enumerated. */

const x = Float32Array.of(-4, 2);
const dy = Float32Array.of(1, 1);
const hidden = { enumerable: false, value: 0.25 };

/** Options with a slope of 0.25 and `out`; `read` is told of each time the slope is read. */
const FORMS: readonly [string, (out: Float32Array, read: () => void) => object][] = [
  ["an own property that is not enumerable", (out) => Object.defineProperty({ out }, "negativeSlope", hidden)],
  ["an inherited property", (out) => Object.assign(Object.create({ negativeSlope: 0.25 }), { out })],
  ["one that is not enumerable", (out) => Object.assign(Object.create({}, { negativeSlope: hidden }), { out })],
  [
    "an accessor of a class",
    (out, read) => {
      class Options {
        readonly out = out;
        get negativeSlope(): number {
          read();
          return 0.25;
        }
      }
      return new Options();
    },
  ],
  [
    "a proxy",
    (out, read) =>
      new Proxy(
        { negativeSlope: 0.25, out },
        {
          get: (target, name, receiver) => {
            if (name === "negativeSlope") read();
            return Reflect.get(target, name, receiver);
          },
        },
      ),
  ],
];

test.each(FORMS)("a parameter counts next to out, and is read at most once: %s", (_, make) => {
  let reads = 0;
  const optionsFor = (out: Float32Array) => make(out, () => reads++);
  expect([...leakyRelu(x, optionsFor(new Float32Array(2)))]).toEqual([-1, 2]);
  expect(reads).toBeLessThanOrEqual(1);
  expect([...leakyRelu.grad(x, dy, optionsFor(new Float32Array(2)))]).toEqual([0.25, 1]);
  expect(reads).toBeLessThanOrEqual(2);
});

test("a hidden accumulate counts next to out", () => {
  const out = Float32Array.of(10, 10);
  relu.grad(x, dy, Object.defineProperty({ out }, "accumulate", { enumerable: false, value: true }));
  expect([...out]).toEqual([10, 11]);
});

test("an accessor that throws, and a revoked proxy, are refused as ever", () => {
  const throwing = {
    get out(): never {
      throw new Error("mine");
    },
  };
  expect(() => relu(x, throwing)).toThrow("mine");
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => relu(x, proxy)).toThrow('relu: "options" expected an object');
});
