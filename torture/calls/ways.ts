import { Workspace } from "lanewise";
import { expect } from "../campaign.js";
import type { Random } from "../random.js";
import { arrayOf, BYTES, fill, firstDifference, Guarded, Snapshot } from "./arrays.js";
import { type Drawn, drawCall, type Options } from "./draw.js";
import type { FloatArray } from "./subjects.js";

/** Ways to make one call; all have to give the same bits, and to leave all other bytes alone. */

/** The arrays of a result; a number is one in an array. */
export function resultsOf(result: unknown): readonly FloatArray[] {
  if (typeof result === "number") return [Float64Array.of(result)];
  if (ArrayBuffer.isView(result)) return [result as FloatArray];
  const { value, derivative } = result as { readonly value: FloatArray; readonly derivative: FloatArray };
  return [value, derivative];
}

export function call({ subject, operands, options }: Drawn, more: Options = {}): readonly FloatArray[] {
  return resultsOf(subject.call(...operands, { ...options, ...more }));
}

export function title({ subject, type, operands, options }: Drawn): string {
  const text = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value) ?? String(value)}`);
  return `${subject.name}(${operands.map(({ length }) => `${type}[${length}]`).join(", ")}, { ${text.join(", ")} })`;
}

export function expectSame(drawn: Drawn, way: string, got: readonly FloatArray[], want: readonly FloatArray[]): void {
  want.forEach((array, i) => {
    const difference = firstDifference(got[i]!, array);
    expect(difference === undefined, () => `${title(drawn)}, ${way}: ${difference}`);
  });
}

/** A direct call: a new result, and operands that are as they were. */
export function direct(drawn: Drawn): readonly FloatArray[] {
  const before = new Snapshot(drawn.operands);
  const results = call(drawn);
  expect(before.changed === undefined, () => `${title(drawn)}: operand ${before.changed} changed`);
  if (drawn.subject.result !== "number") {
    expect(results[0]!.length === drawn.length, () => `${title(drawn)}: ${results[0]!.length} elements`);
  }
  return results;
}

/** Outputs amid bytes that must stay. */
export function intoGuarded(random: Random, drawn: Drawn, want: readonly FloatArray[]): void {
  const names = outputNames(drawn);
  const guarded = names.map(() => new Guarded(random, drawn.type, drawn.length));
  const before = new Snapshot(drawn.operands);
  const got = call(drawn, Object.fromEntries(names.map((name, i) => [name, guarded[i]!.array])));
  expectSame(drawn, "into out", got, want);
  names.forEach((name, i) => {
    const { damage, array } = guarded[i]!;
    expect(damage === undefined, () => `${title(drawn)}: wrote byte ${damage} outside of ${name}`);
    expect(got[i] === array, () => `${title(drawn)}: returned another array than ${name}`);
  });
  expect(before.changed === undefined, () => `${title(drawn)}, into out: operand ${before.changed} changed`);
}

export function outputNames({ subject }: Drawn): readonly string[] {
  return subject.result === "number" ? [] : subject.result === "pair" ? ["out", "derivative"] : ["out"];
}

/** The result over the first operand, where it has its length. */
export function inPlace(drawn: Drawn, want: readonly FloatArray[]): void {
  const x = drawn.operands[0]!.slice() as FloatArray;
  const own = { ...drawn, operands: [x, ...drawn.operands.slice(1)] };
  expectSame(drawn, "in place", call(own, { out: x }), want);
}

export const canBeInPlace = ({ subject, operands, length }: Drawn): boolean =>
  subject.result !== "number" &&
  operands[0]!.length === length &&
  !(subject.spec.kind === "prelu" && subject.member === "gradAlpha");

const GAP = 64;

/** All arrays in one Workspace, with others around them that must stay. */
export function inWorkspace(random: Random, drawn: Drawn, want: readonly FloatArray[]): void {
  const arrays = drawn.operands.filter((array): array is FloatArray => !(array instanceof Int32Array));
  const bytes = (arrays.reduce((sum, { length }) => sum + length, 0) + 2 * drawn.length) * BYTES[drawn.type];
  const ws = new Workspace({ bytes: bytes + 2 ** 16 });
  try {
    const make = (source: number | FloatArray) => (drawn.type === "f32" ? ws.float32(source) : ws.float64(source));
    const neighbours: FloatArray[] = [];
    const neighbour = () => {
      const array = make(random.between(1, 40));
      array.fill(random.next());
      neighbours.push(array);
    };
    neighbour();
    const operands = drawn.operands.map((array) => {
      if (array instanceof Int32Array) return array;
      const copy = make(array);
      neighbour();
      return copy;
    });
    const outputs = outputNames(drawn).map((name) => {
      const array = make(drawn.length);
      neighbour();
      return [name, array] as const;
    });
    // Blocks are larger than their arrays: what is written next to an output reaches no neighbour.
    const gaps = outputs.flatMap(([, { buffer, byteOffset, byteLength }]) => [
      new Uint8Array(buffer, byteOffset - GAP, GAP),
      new Uint8Array(buffer, byteOffset + byteLength, GAP),
    ]);
    for (const gap of gaps) gap.fill(0xa5);
    const before = new Snapshot([...neighbours, ...operands, ...gaps]);
    const got = call({ ...drawn, operands }, Object.fromEntries(outputs));
    expectSame(drawn, "in a Workspace", got, want);
    expect(before.changed === undefined, () => `${title(drawn)}, in a Workspace: array ${before.changed} changed`);
  } finally {
    ws.dispose();
  }
}

/** Several calls with the same options as one batch. */
export function inBatch(random: Random, drawn: Drawn): number {
  const { subject, type, options } = drawn;
  const others = Array.from({ length: random.between(0, 6) }, () =>
    drawCall(random, { subject, type, options, most: drawn.operands[0]!.length }),
  );
  const all = [drawn, ...others.flatMap((other) => withSlopesOf(drawn, other))];
  const lists = drawn.operands.map((array, k) => {
    return subject.operands[k] === "alpha" ? array : all.map(({ operands }) => operands[k]!);
  });
  const given = random.chance(0.5);
  const guarded = outputNames(drawn).map(
    (name) => [name, all.map(({ length }) => new Guarded(random, type, length))] as const,
  );
  const outputs = Object.fromEntries(guarded.map(([name, list]) => [name, list.map(({ array }) => array)]));
  const before = new Snapshot(all.flatMap(({ operands }) => operands));
  const results = subject.call.batch(...lists, { ...options, ...(given && outputs) }) as readonly unknown[];
  for (const [i, each] of all.entries()) {
    expectSame(each, `${i} of a batch of ${all.length}`, resultsOf(results[i]), call(each));
  }
  expect(before.changed === undefined, () => `${title(drawn)}, in a batch: array ${before.changed} changed`);
  for (const [name, list] of guarded) {
    for (const { damage } of list) {
      expect(damage === undefined, () => `${title(drawn)}, in a batch: wrote byte ${damage} outside of ${name}`);
    }
  }
  return all.length;
}

/** A batch of prelu has the same slopes for all arrays; a call that takes another number of them is left out. */
function withSlopesOf(drawn: Drawn, other: Drawn): readonly Drawn[] {
  const at = drawn.subject.operands.indexOf("alpha");
  if (at < 0) return [other];
  if (other.operands[at]!.length !== drawn.operands[at]!.length) return [];
  return [{ ...other, operands: other.operands.map((array, k) => (k === at ? drawn.operands[at]! : array)) }];
}

/** A gradient that is added to what is there. */
export function accumulated(random: Random, drawn: Drawn, want: readonly FloatArray[]): void {
  const { type, mood, length } = drawn;
  const { array, damage } = guardedCopy(random, drawn);
  fill(array, random, mood);
  const sums = arrayOf(type, length);
  for (let i = 0; i < length; i++) sums[i] = array[i]! + want[0]![i]!;
  const got = call(drawn, { out: array, accumulate: true });
  expectSame(drawn, "accumulated", got, [sums]);
  expect(damage() === undefined, () => `${title(drawn)}, accumulated: wrote byte ${damage()} outside of out`);
}

function guardedCopy(random: Random, { type, length }: Drawn) {
  const guarded = new Guarded(random, type, length);
  return { array: guarded.array, damage: () => guarded.damage };
}

export const canAccumulate = ({ subject }: Drawn): boolean => subject.options.includes("accumulate");
