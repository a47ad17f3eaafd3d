import type { Random } from "../random.js";
import { arrayOf, type Guarded, viewOf } from "./arrays.js";
import type { Drawn, Options } from "./draw.js";
import { outputNames } from "./ways.js";

/** Ways to make a valid call invalid. */

/** The arguments of a call, to be changed. */
export interface Arguments {
  readonly operands: unknown[];
  options: unknown;
}

export interface Spoiler {
  readonly name: string;
  /** True if the call must be refused now; nothing where it does not apply. */
  spoil(args: Arguments, drawn: Drawn, random: Random, output: Guarded | undefined): boolean | undefined;
}

const detached = () => {
  const array = new Float32Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

/** Values that are no array of floats; each is made when it is needed. */
const NO_ARRAYS: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => 1,
  () => "1,2",
  () => Symbol("x"),
  () => 10n,
  () => [1, 2],
  () => [[1, 2]],
  () => ({ length: 2, 0: 1, 1: 2 }),
  () => Object.create(Float32Array.prototype) as unknown,
  () => Object.create(null) as unknown,
  () => new Proxy(new Float32Array(4), {}),
  () => new DataView(new ArrayBuffer(8)),
  () => new ArrayBuffer(8),
  () => new Int8Array(4),
  () => new Uint8ClampedArray(4),
  () => new BigInt64Array(4),
  () => Buffer.alloc(16),
  () => new Map(),
  () => () => {},
  detached,
];

const NO_OPTIONS: readonly (() => unknown)[] = [
  () => null,
  () => 1,
  () => "out",
  () => [],
  () => new Map([["negativeSlope", 1]]),
  () => new Float32Array(4),
  () => new Date(0),
  () => Symbol("options"),
];

const NO_NUMBERS: readonly (() => unknown)[] = [
  () => null,
  () => "0.5",
  () => 1n,
  () => Symbol("p"),
  () => Number.NaN,
  () => ({ valueOf: () => 1 }),
  () => [1],
  () => true,
];

const NO_SHAPES: readonly (() => unknown)[] = [
  () => null,
  () => 4,
  () => "4",
  () => [],
  () => [-1],
  () => [0.5],
  () => [Number.NaN],
  () => [Symbol("n")],
  () => [Object.create(null)],
  () => [[2], [2]],
  () => new Array(2_000).fill(1),
  () => new Array(2 ** 31),
  () => [2 ** 53, 2 ** 53],
  () => [7, 11, 13],
  () => new Set([2]),
  () => ({ length: 1, 0: 2 }),
];

export class Thrown extends Error {}

const withOption = (args: Arguments, more: Options) => {
  args.options = { ...(args.options as Options), ...more };
};

export const spoilers: readonly Spoiler[] = [
  {
    name: "an operand that is no array of floats",
    spoil(args, _, random) {
      args.operands[random.below(args.operands.length)] = random.pick(NO_ARRAYS)();
      return true;
    },
  },
  {
    name: "an operand of the other type",
    spoil(args, { type, operands }, random) {
      if (operands.length < 2) return undefined;
      const i = random.between(1, operands.length - 1);
      args.operands[i] = arrayOf(type === "f32" ? "f64" : "f32", operands[i]!.length);
      return true;
    },
  },
  {
    name: "an operand of another length",
    spoil(args, { type, operands, subject }, random) {
      const i = random.between(1, operands.length);
      if (i === operands.length) return undefined;
      const name = subject.operands[i];
      // One slope, or one for each index along the axis: more than x has elements are never right, unless x is empty.
      if (name === "alpha" && operands[0]!.length === 0) return undefined;
      const least = name === "alpha" ? operands[0]!.length + 1 : operands[i]!.length;
      const length = least + random.pick([1, 2, 17]);
      args.operands[i] = name === "labels" ? new Int32Array(length) : arrayOf(type, length);
      return true;
    },
  },
  {
    name: "a missing operand",
    spoil(args) {
      args.operands.length = 0;
      return true;
    },
  },
  {
    name: "a label that is no class",
    spoil(args, { subject, operands, options }, random) {
      const i = subject.operands.indexOf("labels");
      if (i < 0 || operands[i]!.length === 0) return undefined;
      const labels = operands[i]!.slice();
      const bad = random.pick([2 ** 30, -7, -(2 ** 31)]);
      labels[random.below(labels.length)] = bad;
      args.operands[i] = labels;
      return bad !== options.ignoreIndex;
    },
  },
  {
    name: "an output that is no array of floats",
    spoil(args, drawn, random) {
      if (drawn.subject.result === "number") return undefined;
      const bad = random.pick(NO_ARRAYS)();
      if (bad === undefined) return undefined;
      withOption(args, { [random.pick(outputNames(drawn))]: bad });
      return true;
    },
  },
  {
    name: "an output of another length or type",
    spoil(args, drawn, random) {
      if (drawn.subject.result === "number") return undefined;
      const { type, length } = drawn;
      const other = type === "f32" ? "f64" : "f32";
      const bad = random.chance(0.5) ? arrayOf(type, length + random.pick([1, 3])) : arrayOf(other, length);
      withOption(args, { [random.pick(outputNames(drawn))]: bad });
      return true;
    },
  },
  {
    name: "an output that overlaps an operand in part",
    spoil(args, drawn, random, output) {
      if (!output || drawn.length < 2) return undefined;
      const { buffer, byteOffset, BYTES_PER_ELEMENT } = output.array;
      const x = drawn.operands[0]!;
      const shifted = byteOffset + random.pick([-1, 1]) * BYTES_PER_ELEMENT;
      if (x.length < 2 || shifted + x.byteLength > buffer.byteLength) return undefined;
      args.operands[0] = viewOf(drawn.type, buffer, shifted, x.length);
      withOption(args, { out: output.array });
      return true;
    },
  },
  {
    name: "options that are no options",
    spoil(args, _, random) {
      args.options = random.pick(NO_OPTIONS)();
      return true;
    },
  },
  {
    name: "an unknown option",
    spoil(args, _, random) {
      withOption(args, { [random.pick(["slope", "Out", "alpha ", "constructor", "then", "0"])]: 1 });
      return true;
    },
  },
  {
    name: "a parameter that is no number",
    spoil(args, { subject }, random) {
      const names = Object.keys(subject.spec.parameters ?? {});
      if (names.length === 0) return undefined;
      withOption(args, { [random.pick(names)]: random.pick(NO_NUMBERS)() });
      return true;
    },
  },
  {
    name: "a parameter out of its range",
    spoil(args, { subject }, random) {
      const named = Object.entries(subject.spec.parameters ?? {});
      if (named.length === 0) return undefined;
      const [name, { range }] = random.pick(named);
      const bad = [-1, 0, 0.5, 1e300, -Infinity, Infinity, 2 ** 60].filter((value) => !range.holds(value));
      if (bad.length === 0) return undefined;
      withOption(args, { [name]: random.pick(bad) });
      return true;
    },
  },
  {
    name: "a shape that is none",
    spoil(args, { subject }, random) {
      if (!subject.options.includes("shape")) return undefined;
      withOption(args, { shape: random.pick(NO_SHAPES)() });
      return true;
    },
  },
  {
    name: "an axis that is none",
    spoil(args, { subject }, random) {
      if (!subject.options.includes("axis")) return undefined;
      withOption(args, { axis: random.pick([0.5, Number.NaN, Infinity, 99, -99, "0", null, 0n, [0]]) });
      return true;
    },
  },
  {
    name: "a getter that throws",
    spoil(args, { subject }, random) {
      const names = [...Object.keys(subject.spec.parameters ?? {}), ...subject.options];
      if (subject.result !== "number") names.push("out");
      if (names.length === 0) return undefined;
      const get = () => {
        throw new Thrown("thrown by the caller");
      };
      args.options = Object.defineProperty({ ...(args.options as Options) }, random.pick(names), {
        get,
        enumerable: true,
      });
      return true;
    },
  },
];
