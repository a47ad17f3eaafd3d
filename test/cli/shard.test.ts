import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../cli/core/failure.js";
import { shardFrom } from "../../cli/shards/selection.js";
import { rowsOf } from "../../cli/shards/shard.js";
import { expectTrue } from "../support/bounds.js";

const slurm = (id: number, first: number, last: number, step: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(first),
  SLURM_ARRAY_TASK_MAX: String(last),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(count),
});
const batch = { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "5" };
const cloudRun = { CLOUD_RUN_TASK_INDEX: "0", CLOUD_RUN_TASK_COUNT: "1" };
const lsf = (id: number, last: number) => ({
  LSB_JOBINDEX: String(id),
  LSB_JOBINDEX_END: String(last),
  LSB_JOBINDEX_STEP: "1",
});
const gridEngine = (id: number, first: number, last: number, step: number) => ({
  SGE_TASK_ID: String(id),
  SGE_TASK_FIRST: String(first),
  SGE_TASK_LAST: String(last),
  SGE_TASK_STEPSIZE: String(step),
});
const kubernetes = { JOB_COMPLETION_INDEX: "3" };

describe("which shard it is", () => {
  test.each<[string | undefined, number | undefined, Record<string, string>, object | undefined]>([
    [undefined, undefined, slurm(0, 0, 3, 1, 4), undefined],
    ["0/1", undefined, {}, { index: 0, count: 1 }],
    ["3/10", 10, slurm(0, 0, 3, 1, 4), { index: 3, count: 10 }],
    ["auto", undefined, slurm(2, 0, 3, 1, 4), { index: 2, count: 4 }],
    ["auto", 4, slurm(4, 1, 4, 1, 4), { index: 3, count: 4 }],
    ["auto", undefined, slurm(5, 2, 8, 3, 3), { index: 1, count: 3 }],
    ["auto", undefined, slurm(1, 1, 1, 1, 1), { index: 0, count: 1 }],
    ["auto", undefined, batch, { index: 2, count: 5 }],
    ["auto", undefined, cloudRun, { index: 0, count: 1 }],
    ["auto", 4, kubernetes, { index: 3, count: 4 }],
    // Some tasks of an array, or one, that run again.
    ["auto", 4, slurm(3, 3, 3, 1, 1), { index: 3, count: 4 }],
    ["auto", 8, slurm(3, 1, 7, 1, 3), { index: 3, count: 8 }],
    ["auto", 8, slurm(2, 0, 3, 1, 4), { index: 2, count: 8 }],
    ["auto", 4, { PBS_ARRAY_INDEX: "0" }, { index: 0, count: 4 }],
    ["auto", 4, { PBS_ARRAYID: "3" }, { index: 3, count: 4 }],
    ["auto", undefined, lsf(1, 4), { index: 0, count: 4 }],
    ["auto", undefined, lsf(4, 4), { index: 3, count: 4 }],
    ["auto", 4, lsf(3, 3), { index: 2, count: 4 }],
    ["auto", 4, { LSB_JOBINDEX: "3" }, { index: 2, count: 4 }],
    ["auto", undefined, { ...lsf(0, 0), ...batch }, { index: 2, count: 5 }],
    ["auto", undefined, gridEngine(1, 1, 4, 1), { index: 0, count: 4 }],
    ["auto", undefined, gridEngine(7, 1, 8, 3), { index: 2, count: 3 }],
    ["auto", 4, gridEngine(3, 3, 3, 1), { index: 2, count: 4 }],
    ["auto", undefined, { ...gridEngine(1, 1, 4, 1), SGE_TASK_ID: "undefined", ...batch }, { index: 2, count: 5 }],
  ])("--shard %s --shards %s with %o", (option, shards, env, want) => {
    expect(shardFrom(option, shards, env)).toEqual(want);
  });

  test.each<[string | undefined, number | undefined, Record<string, string>, string]>([
    [undefined, 4, {}, "--shards says how many there are: --shard says which one, auto or I/N"],
    ["1", undefined, {}, '--shard expected auto, or I/N such as 0/4 for the first of four, got "1"'],
    ["", undefined, {}, "--shard expected auto, or I/N"],
    ["0/0", undefined, {}, "--shard expected auto, or I/N"],
    ["-1/4", undefined, {}, "--shard expected auto, or I/N"],
    ["1/4/5", undefined, {}, "--shard expected auto, or I/N"],
    ["4/4", undefined, {}, "--shard expected I from 0 to 3, got 4 of 4: shards count from 0"],
    ["0/4", 5, {}, "--shard 0/4 is one of 4, but --shards says 5"],
    ["auto", undefined, {}, "found none of SLURM_ARRAY_TASK_ID (Slurm), JOB_COMPLETION_INDEX (Kubernetes), AWS_BATCH"],
    ["auto", undefined, { SLURM_JOB_ID: "5" }, "start it as a task of an array, or give the shard by hand"],
    ["auto", undefined, { ...batch, ...kubernetes }, "found JOB_COMPLETION_INDEX and AWS_BATCH_JOB_ARRAY_INDEX: unset"],
    [
      "auto",
      undefined,
      { SLURM_ARRAY_TASK_ID: "1" },
      "SLURM_ARRAY_TASK_MIN is not set: submit it with sbatch --array=",
    ],
    [
      "auto",
      undefined,
      { ...slurm(0, 0, 3, 1, 4), SLURM_ARRAY_TASK_ID: "x" },
      "SLURM_ARRAY_TASK_ID expected a whole n",
    ],
    // The variables that Slurm 22.05 sets for --array=1,3,7.
    [
      "auto",
      undefined,
      slurm(3, 1, 7, 1, 3),
      "3 is one of 3 from 1 to 7 in steps of 1: expected an array without gaps",
    ],
    ["auto", undefined, slurm(4, 1, 7, 2, 4), "expected an array without gaps"],
    ["auto", undefined, slurm(0, 0, 0, 0, 1), "expected an array without gaps"],
    ["auto", 8, batch, "--shards 8, but AWS Batch has 5 tasks: leave --shards out"],
    ["auto", 3, slurm(3, 0, 3, 1, 4), "the task's index expected I from 0 to 2, got 3 of 3"],
    // Perhaps one of several that runs again: of how many?
    ["auto", undefined, slurm(9, 9, 9, 1, 1), "SLURM_ARRAY_TASK_ID 9 is alone in its array: give --shards N"],
    ["auto", undefined, gridEngine(3, 3, 3, 1), "SGE_TASK_ID 3 is alone in its array: give --shards N"],
    ["auto", undefined, { PBS_ARRAY_INDEX: "0" }, "PBS_ARRAY_INDEX comes without a count: submit it with qsub -J 0-3"],
    ["auto", undefined, { PBS_ARRAYID: "0" }, "PBS_ARRAYID comes without a count: submit it with qsub -t 0-3"],
    ["auto", undefined, { LSB_JOBINDEX: "3" }, "LSB_JOBINDEX comes without a count: submit it with bsub -J"],
    ["auto", undefined, { ...lsf(3, 5), LSB_JOBINDEX_STEP: "2" }, "expected an array without gaps, or --shards N"],
    ["auto", undefined, { SGE_TASK_ID: "1" }, "SGE_TASK_FIRST is not set: submit it with qsub -t 1-4"],
    ["auto", 4, { SGE_TASK_ID: "0", SGE_TASK_FIRST: "0", SGE_TASK_LAST: "0", SGE_TASK_STEPSIZE: "1" }, "1 or more"],
    ["1/99999999999999999999", undefined, {}, "--shard expected at most 10000000 shards, got 100000000000000000000"],
    ["auto", 2 ** 53 - 1, kubernetes, "--shard expected at most 10000000 shards, got 9007199254740991"],
    ["auto", 4, { JOB_COMPLETION_INDEX: "9".repeat(30) }, "JOB_COMPLETION_INDEX expected a whole number"],
    ["auto", undefined, kubernetes, "JOB_COMPLETION_INDEX comes without a count: give --shards N, the completions"],
    ["auto", 3, kubernetes, "the task's index expected I from 0 to 2, got 3 of 3"],
    ["auto", undefined, { AWS_BATCH_JOB_ARRAY_INDEX: "0" }, "AWS_BATCH_JOB_ARRAY_SIZE is not set: or give the shard"],
    ["auto", undefined, { ...cloudRun, CLOUD_RUN_TASK_COUNT: "-1" }, "CLOUD_RUN_TASK_COUNT expected a whole number"],
    ["auto", undefined, { ...cloudRun, CLOUD_RUN_TASK_COUNT: "0" }, "got 0 of 0"],
  ])("--shard %s --shards %s with %o is refused", (option, shards, env, message) => {
    const action = () => shardFrom(option, shards, env);
    expect(action).toThrow(Failure);
    expect(action).toThrow(message);
  });
});

describe("rows of shards", () => {
  test("are neighbours, cover all, and differ by one at most", () => {
    const property = fc.property(
      fc.oneof(fc.nat(10_000), fc.nat(Number.MAX_SAFE_INTEGER)),
      fc.integer({ min: 1, max: 300 }),
      (rows, count) => {
        let at = 0;
        for (let index = 0; index < count; index++) {
          const { first, end } = rowsOf({ index, count }, rows);
          const even = [Math.floor(rows / count), Math.ceil(rows / count)].includes(end - first);
          expectTrue(first === at && even, () => `shard ${index} is from ${first} to ${end}, after ${at}`);
          at = end;
        }
        expectTrue(at === rows, () => `the last shard ends at ${at}`);
      },
    );
    fc.assert(property);
  });

  test("are none for some of more shards than rows", () => {
    const of = (rows: number) => [0, 1, 2, 3].map((index) => rowsOf({ index, count: 4 }, rows));
    expect(of(2).map(({ first, end }) => end - first)).toEqual([1, 1, 0, 0]);
    expect(of(0).map(({ first, end }) => end - first)).toEqual([0, 0, 0, 0]);
  });
});
