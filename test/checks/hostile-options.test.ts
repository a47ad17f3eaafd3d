import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as lanewise from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { FORMS, NO_OPTIONS, NO_SHAPES, polluted, SHAPES } from "./hostile/options.js";
import { type Attempt, expectNumbers, expectRefused, WAYS } from "./hostile/ways.js";

/** Options of any making are read alike, once, by every way of making a call. */

const N = 24;
const x = uniform("f32", N, 2, 1);
const dy = uniform("f32", N, 2, 2);
const rows = { shape: [4, 6], axis: 0 };
const columns = { shape: [4, 6], axis: 1 };

/** Calls whose result depends on every one of their options. */
const CALLS: readonly (readonly [name: string, operands: Readonly<Record<string, unknown>>, Attempt["options"]])[] = [
  ["leakyRelu", { x }, { negativeSlope: 0.3 }],
  ["leakyRelu.derivative", { x }, { negativeSlope: 0.3 }],
  ["leakyRelu.grad", { x, dy }, { negativeSlope: 0.3 }],
  ["leakyRelu.gradNegativeSlope", { x, dy: dy.map((v) => v - 1) }, {}],
  ["relu", { x }, { maxValue: 1.5, negativeSlope: 0.25, threshold: -0.5 }],
  ["hardTanh", { x }, { min: -0.5, max: 0.75 }],
  ["threshold", { x }, { threshold: 0.5, value: -2 }],
  ["swish.gradBeta", { x, dy }, { beta: 0.5 }],
  ["elu.valueAndDerivative", { x }, { alpha: 0.5 }],
  ["tanh.gradFromOutput", { y: x, dy }, {}],
  ["softmax", { x }, rows],
  ["softmax.grad", { x, dy }, rows],
  ["logSumExp", { x }, rows],
  ["crelu", { x }, columns],
  ["maxout", { x }, { pieces: 2, ...columns }],
  ["prelu", { x, alpha: uniform("f32", 4, 1, 3) }, rows],
  ["prelu.gradAlpha", { x, alpha: uniform("f32", 4, 1, 3), dy }, rows],
  ["rrelu", { x }, { training: true, seed: 5, lower: -0.5, upper: 0.75, offset: 3 }],
  [
    "softmaxCrossEntropy",
    { logits: x, labels: Int32Array.of(0, 3, 1, -7, 2, 1) },
    { ...rows, labelSmoothing: 0.25, ignoreIndex: -7 },
  ],
];

type Member = Attempt["f"] & Readonly<Record<string, Attempt["f"]>>;

const cases = CALLS.map(([name, operands, options]): [string, Attempt] => {
  const [base, member] = name.split(".") as [string, string | undefined];
  const callable = (lanewise as unknown as Record<string, Member>)[base]!;
  const f = member ? callable[member]! : callable;
  const item = "axis" in options ? rows.shape : undefined;
  return [name, { f, names: Object.keys(operands), operands: Object.values(operands), options, item }];
});

let pool: Pool;
beforeAll(async () => {
  pool = await createPool({ threads: 1, threshold: 0 });
});
afterAll(() => pool.close());

async function plainNumbers(attempt: Attempt): Promise<ArrayLike<number>> {
  const outcome = await WAYS.direct!(attempt, pool)!;
  if (!outcome.numbers) throw outcome.error;
  return outcome.numbers;
}

/** All ways, except that a stream computes item by item: only of one item it makes what a call makes. */
const waysOf = ({ options }: Attempt) =>
  Object.entries(WAYS).filter(
    ([way]) => way !== "streamed" || options.shape === undefined || options.axis !== undefined,
  );

describe.each(cases)("%s", (_, attempt) => {
  test("the options have an effect, each of them", async () => {
    const want = await plainNumbers(attempt);
    for (const name of Object.keys(attempt.options)) {
      if (name === "axis" || name === "seed" || name === "ignoreIndex" || name === "offset") continue;
      const { [name]: left, ...others } = attempt.options;
      const outcome = await WAYS.direct!({ ...attempt, options: others }, pool)!;
      expect(outcome.numbers && Array.from(outcome.numbers), name).not.toEqual(Array.from(want));
    }
  });

  test("forms of options", async () => {
    const want = await plainNumbers(attempt);
    for (const [kind, form] of Object.entries(FORMS)) {
      for (const [way, run] of waysOf(attempt)) {
        const outcome = await run({ ...attempt, form }, pool);
        if (outcome) expectNumbers(outcome, want, `${kind}, ${way}`);
      }
    }
  });

  test("an Object.prototype that was added to", async () => {
    const want = await plainNumbers(attempt);
    const defaults = await plainNumbers({ ...attempt, options: needed(attempt) });
    const names = ["junk", "out", "derivative", "accumulate", "training", "alpha", ...Object.keys(attempt.options)];
    for (const [way, run] of waysOf(attempt)) {
      for (const [form, options] of Object.entries({
        record: (o: object) => ({ ...o }),
        bare: () => needed(attempt),
      })) {
        const outcome = await polluted(names, 0.125, async () => run({ ...attempt, form: options }, pool));
        if (outcome) expectNumbers(outcome, form === "record" ? want : defaults, `${form}, ${way}`);
      }
    }
  });

  test("what is no options object", async () => {
    for (const [kind, form] of Object.entries(NO_OPTIONS)) {
      for (const [way, run] of waysOf(attempt)) {
        const outcome = await run({ ...attempt, form }, pool);
        if (outcome) expectRefused(outcome, `${kind}, ${way}`);
      }
    }
  });

  test("an accessor that throws throws through", async () => {
    for (const name of Object.keys(attempt.options)) {
      const thrown = new Error("the caller's own");
      const form = (record: object) =>
        Object.defineProperty({ ...record }, name, {
          get() {
            throw thrown;
          },
        });
      for (const [way, run] of waysOf(attempt)) {
        const outcome = await run({ ...attempt, form }, pool);
        if (outcome) expect(outcome.error, `${name}, ${way}`).toBe(thrown);
      }
    }
  });
});

/** The options that have no default, and what the operands are made for. */
function needed({ options }: Attempt): Attempt["options"] {
  const names = ["threshold", "value", "pieces", "shape", "axis", "ignoreIndex"];
  const isRelu = "maxValue" in options;
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name) && !isRelu));
}

const shaped = cases.filter(([, { options }]) => "shape" in options);

describe.each(shaped)("%s", (_, attempt) => {
  test("forms of shapes", async () => {
    const want = await plainNumbers(attempt);
    for (const [kind, make] of Object.entries(SHAPES)) {
      for (const [way, run] of waysOf(attempt)) {
        const options = { ...attempt.options, shape: make(rows.shape) };
        const outcome = await run({ ...attempt, options }, pool);
        if (outcome) expectNumbers(outcome, want, `${kind}, ${way}`);
      }
    }
  });

  test("what is no shape", async () => {
    for (const [kind, shape] of Object.entries(NO_SHAPES)) {
      for (const [way, run] of waysOf(attempt)) {
        const outcome = await run({ ...attempt, options: { ...attempt.options, shape } }, pool);
        if (outcome) expectRefused(outcome, `${kind}, ${way}`);
      }
    }
  });

  test("a shape that is changed when the call has begun", async () => {
    const want = await plainNumbers(attempt);
    for (const [way, run] of waysOf(attempt)) {
      const shape = [...rows.shape];
      const options: Record<string, unknown> = { ...attempt.options, shape };
      const pending = run({ ...attempt, options, form: () => options }, pool);
      shape.fill(1);
      options.axis = 1 - (options.axis as number);
      if (pending) expectNumbers(await pending, want, way);
    }
  });
});
