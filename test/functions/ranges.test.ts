import { describe, expect, test } from "vitest";
import { dense } from "../../accuracy/points.js";
import { arrayOf, generator } from "../support/arrays.js";
import { type AnyElementwise, exported, TYPES } from "../support/functions.js";

const INF = Number.POSITIVE_INFINITY;

const RANGES: readonly (readonly [op: string, low: number, high: number])[] = [
  ["sigmoid", 0, 1],
  ["tanh", -1, 1],
  ["relu", 0, INF],
  ["relu6", 0, 6],
  ["leakyRelu6", -INF, 6],
  ["binaryStep", 0, 1],
  ["elu", -1, INF],
  ["selu", -1.7580993408473768, INF],
  ["exp", 0, INF],
  ["reluSquared", 0, INF],
  ["hardTanh", -1, 1],
  ["hardSigmoid", 0, 1],
  ["sparseSigmoid", 0, 1],
  ["sparsePlus", 0, INF],
  ["softsign", -1, 1],
  ["softplus", 0, INF],
  ["squareplus", 0, INF],
  ["celu", -1, INF],
  ["logSigmoid", -INF, 0],
];

describe.each(TYPES)("no result leaves the range: %s", (type) => {
  const x = arrayOf(type, [...dense(generator(1), 256)]);

  test.each(RANGES)("%s within [%d, %d]", (op, low, high) => {
    const f = exported.get(op) as AnyElementwise;
    const [least, most] = arrayOf(type, [low, high]);
    expect(f(x).filter((y) => y < least! || y > most!)).toHaveLength(0);
  });
});
