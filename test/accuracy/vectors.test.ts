import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { definitions } from "../../accuracy/exact.js";
import { rowDefinitions } from "../../accuracy/exact-rows.js";
import { DIGITS, elementwiseTasks, solveElementwise } from "../../accuracy/vectors/elementwise.js";
import { files } from "../../accuracy/vectors/files.js";
import { rowTasks } from "../../accuracy/vectors/row-tasks.js";
import { solveRows } from "../../accuracy/vectors/rows.js";
import { TYPES } from "../support/call.js";
import { elementwiseCases, lossCases, type RowCase, rowCases } from "../support/vectors.js";

const RERUN = "run npm run vectors";

test("test/vectors/ has the files that npm run vectors writes", () => {
  expect(readdirSync("test/vectors").sort()).toEqual(files.map(({ name }) => name).sort());
});

describe.each(TYPES)("elementwise vectors, %s", (type) => {
  const tasks = elementwiseTasks(type);
  const cases = elementwiseCases(type);

  test("have a case of every definition", () => {
    expect(new Set(tasks.map(({ op }) => op))).toEqual(new Set(Object.keys(definitions(DIGITS, type))));
  });

  test("have the inputs of their recipe", () => {
    const inputs = cases.map(({ op, params, x }) => ({ op, params, x: [...x] }));
    expect(inputs, RERUN).toEqual(tasks);
  });

  test.each(cases.map((each, i) => ({ ...each, offset: i })))(
    "$op $params: one value in 100 is computed again",
    ({ op, params, x, f, df, f_lo, df_lo, offset }) => {
      const picked = [...x.keys()].filter((i) => i % 100 === offset % 100);
      const pick = (list: Float64Array) => picked.map((i) => list[i]!);
      const values = solveElementwise({ op, params, x: pick(x) }, type);
      const rests = type === "f64" ? { f_lo: pick(f_lo), df_lo: pick(df_lo) } : {};
      expect(values, RERUN).toEqual({ f: pick(f), df: pick(df), ...rests });
    },
  );
});

describe("vectors of rows", () => {
  const tasks = rowTasks();
  // The file has the losses last, as the tasks do.
  const cases: readonly RowCase[] = [...rowCases(), ...(lossCases() as readonly object[] as readonly RowCase[])];

  test("have a case of every definition", () => {
    expect(new Set(tasks.map(({ op }) => op))).toEqual(new Set(Object.keys(rowDefinitions(DIGITS))));
  });

  test("have the inputs of their recipe", () => {
    const inputs = cases.map(({ op, shape, options, x }) => ({ op, shape, options, x: [...x] }));
    expect(inputs, RERUN).toEqual(tasks.map(({ op, shape, options, x }) => ({ op, shape, options, x: [...x] })));
  });

  /** Few elements, or the fewest of the function. */
  const isSmall = ({ op, x }: (typeof tasks)[number]) =>
    x.length <= Math.max(16, Math.min(...tasks.filter((task) => task.op === op).map((task) => task.x.length)));
  const small = tasks.map((task, i) => ({ task, i })).filter(({ task }) => isSmall(task));

  test.each(small)("$task.op $task.shape $task.options: computed again", ({ task, i }) => {
    const known = cases[i] as unknown as Readonly<Record<string, ArrayLike<number>>>;
    for (const [key, values] of Object.entries(solveRows(task))) {
      expect(Array.from(known[key]!), `${key}: ${RERUN}`).toEqual(values);
    }
  });
});
