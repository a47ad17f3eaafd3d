import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../cli/failure.js";
import { rowsOf, shardFrom } from "../../cli/shard.js";

const slurm = (id: number, first: number, last: number, step: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(first),
  SLURM_ARRAY_TASK_MAX: String(last),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(count),
});
const batch = { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "5" };
const cloudRun = { CLOUD_RUN_TASK_INDEX: "0", CLOUD_RUN_TASK_COUNT: "1" };
const kubernetes = { JOB_COMPLETION_INDEX: "3" };

describe("which shard it is", () => {
  test.each<[string | undefined, number | undefined, Record<string, string>, object | undefined]>([
    [undefined, undefined, slurm(0, 0, 3, 1, 4), undefined],
    ["0/1", undefined, {}, { index: 0, count: 1 }],
    ["3/10", 10, slurm(0, 0, 3, 1, 4), { index: 3, count: 10 }],
    ["auto", undefined, slurm(2, 0, 3, 1, 4), { index: 2, count: 4 }],
    ["auto", 4, slurm(4, 1, 4, 1, 4), { index: 3, count: 4 }],
    ["auto", undefined, slurm(5, 2, 8, 3, 3), { index: 1, count: 3 }],
    ["auto", undefined, slurm(9, 9, 9, 1, 1), { index: 0, count: 1 }],
    ["auto", undefined, batch, { index: 2, count: 5 }],
    ["auto", undefined, cloudRun, { index: 0, count: 1 }],
    ["auto", 4, kubernetes, { index: 3, count: 4 }],
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
    // What Slurm 22.05 says of --array=1,3,7.
    ["auto", undefined, slurm(3, 1, 7, 1, 3), "3 of 3 from 1 to 7 in steps of 1: expected an array without gaps"],
    ["auto", undefined, slurm(4, 1, 7, 2, 4), "expected an array without gaps"],
    ["auto", undefined, slurm(0, 0, 0, 0, 1), "expected an array without gaps"],
    ["auto", 8, slurm(0, 0, 3, 1, 4), "--shards 8, but Slurm has 4 tasks: leave --shards out"],
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
  test("are neighbours, all of them, and as many as those of others, give or take one", () => {
    const property = fc.property(
      fc.oneof(fc.nat(10_000), fc.nat(Number.MAX_SAFE_INTEGER)),
      fc.integer({ min: 1, max: 300 }),
      (rows, count) => {
        let at = 0;
        for (let index = 0; index < count; index++) {
          const { first, end } = rowsOf({ index, count }, rows);
          expect(first).toBe(at);
          expect([Math.floor(rows / count), Math.ceil(rows / count)]).toContain(end - first);
          at = end;
        }
        expect(at).toBe(rows);
      },
    );
    fc.assert(property);
  });

  test("of more shards than rows: some have none", () => {
    const of = (rows: number) => [0, 1, 2, 3].map((index) => rowsOf({ index, count: 4 }, rows));
    expect(of(2).map(({ first, end }) => end - first)).toEqual([1, 1, 0, 0]);
    expect(of(0).map(({ first, end }) => end - first)).toEqual([0, 0, 0, 0]);
  });
});
