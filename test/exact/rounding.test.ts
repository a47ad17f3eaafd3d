import { describe, expect, test } from "vitest";
import { arithmetic } from "../../accuracy/decimal.js";
import { decider, nearest } from "../../accuracy/rounding/decide.js";
import { readOutcomes, readVectors } from "../../accuracy/rounding/record.js";
import { kernelDigest } from "../../accuracy/rounding/runs.js";
import { evaluatorOf, SUBJECTS, type Subject } from "../../accuracy/rounding/subjects.js";
import { bitsOf, numberOf, sweep } from "../../accuracy/rounding/sweep.js";

/** Results of lanewise/exact are the f32 nearest to the exact ones. */

const vectors = readVectors();
const outcomes = readOutcomes();
const titled = SUBJECTS.map((subject) => [`${subject.op}, ${subject.direction}`, subject] as const);
const hardOf = ({ op, direction }: Subject) =>
  (vectors[op]?.[direction] ?? []).map((line) => line.split(" ").map((bits) => Number.parseInt(bits, 16)));

describe.each(titled)("%s", (_, subject) => {
  test("is right at every hard input", () => {
    const hard = hardOf(subject);
    const x = Float32Array.from(hard, ([bits]) => numberOf(bits!));
    const y = new Float32Array(x.length);
    evaluatorOf(subject)(x, y);
    expect(hard.filter(([, want], i) => bitsOf(y[i]!) !== want)).toEqual([]);
  });

  test("has hard inputs whose results 60 digits confirm", () => {
    const decide = decider(subject);
    const some = hardOf(subject).slice(0, 4);
    expect(some.filter(([x, y]) => bitsOf(decide(numberOf(x!)).y) !== y)).toEqual([]);
  });

  test("is right at one input in 4096", () => {
    const { inputs, wrong } = sweep(subject, { from: 0, to: 2 ** 32, every: 4096 });
    expect(inputs).toBe(2 ** 20);
    expect(wrong).toEqual([]);
  });

  test("has been compared with these kernels, without a wrong result", () => {
    const { kernels, wrong } = outcomes[subject.op]![subject.direction]!;
    expect({ kernels, wrong }).toEqual({ kernels: kernelDigest(subject), wrong: [] });
  });
});

test("a run over all inputs has found hard ones, except for slopes that are straight lines", () => {
  const straight = ["hardSwish", "hardSigmoid", "sparsePlus"];
  const curved = SUBJECTS.filter(({ op, direction }) => direction === "value" || !straight.includes(op));
  const found = curved.filter(({ op, direction }) => outcomes[op]![direction]!.inputs === 2 ** 32).map(hardOf);
  expect(Math.min(...found.map(({ length }) => length))).toBeGreaterThan(50);
});

test("the nearest f32 is on the right side of a tie, however close, and even at a tie", () => {
  const { real } = arithmetic(60);
  const tie = 1 + 2 ** -24;
  const little = real(1e-60);
  expect(nearest(real(tie)).y).toBe(1);
  expect(nearest(real(tie).plus(little)).y).toBe(1 + 2 ** -23);
  expect(nearest(real(tie).minus(little).neg()).y).toBe(-1);
  expect(nearest(real(1 + 3 * 2 ** -24)).y).toBe(1 + 2 ** -22);
  expect(nearest(real(2 ** -150).plus(little)).y).toBe(2 ** -149);
  expect(nearest(real(2 ** -150)).y).toBe(0);
  expect(nearest(real(2 ** 128)).y).toBe(Number.POSITIVE_INFINITY);
  expect(nearest(real(3.4028235677973366e38)).y).toBe(Number.POSITIVE_INFINITY);
  expect(nearest(real(3.40282356e38)).y).toBe(3.4028234663852886e38);
});
