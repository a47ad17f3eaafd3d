import type { Range } from "./blocks.js";
import { Failure } from "./failure.js";

/** One of `count` parts of the work, from 0 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How a scheduler tells its tasks which they are. */
interface Scheduler {
  readonly name: string;
  /** The variable that only tasks of an array have. */
  readonly index: string;
  /** The shard; without a count where the scheduler does not tell it. */
  readonly read: (env: Environment) => { readonly index: number; readonly count?: number };
}

const SCHEDULERS: readonly Scheduler[] = [
  // https://slurm.schedmd.com/job_array.html
  { name: "Slurm", index: "SLURM_ARRAY_TASK_ID", read: slurm },
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
  {
    name: "Kubernetes",
    index: "JOB_COMPLETION_INDEX",
    read: (env) => ({ index: variable(env, "JOB_COMPLETION_INDEX", "completionMode: Indexed sets it") }),
  },
  // https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  {
    name: "AWS Batch",
    index: "AWS_BATCH_JOB_ARRAY_INDEX",
    read: pair("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"),
  },
  // https://cloud.google.com/run/docs/container-contract#jobs-env-vars
  { name: "Cloud Run", index: "CLOUD_RUN_TASK_INDEX", read: pair("CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT") },
];

const BY_HAND = "or give the shard by hand, --shard 0/4";

/**
 * The shard of `--shard I/N`, or of `--shard auto`: the one that the scheduler's variables tell. `shards`
 * is how many there are, where the scheduler does not say it; where it does, both have to agree.
 *
 * @throws {Failure} for variables that are missing, no numbers, or contradict each other
 */
export function shardFrom(option: string | undefined, shards: number | undefined, env: Environment): Shard | undefined {
  if (option === undefined) {
    if (shards === undefined) return undefined;
    throw new Failure("--shards says how many there are: --shard says which one, auto or I/N", 2);
  }
  const { index, count } = option === "auto" ? fromScheduler(shards, env) : byHand(option, shards);
  if (index < count) return { index, count };
  const what = option === "auto" ? "the task's index" : "--shard";
  throw new Failure(`${what} expected I from 0 to ${count - 1}, got ${index} of ${count}: shards count from 0`, 2);
}

/** Neighbouring rows that no other shard has; of more shards than rows some have none. */
export function rowsOf({ index, count }: Shard, rows: number): Range {
  const each = Math.floor(rows / count);
  const longer = rows % count;
  const first = (shard: number) => shard * each + Math.min(shard, longer);
  return { first: first(index), end: first(index + 1) };
}

function byHand(option: string, shards: number | undefined): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(option) ?? [];
  if (index === undefined || count === undefined || Number(count) < 1) {
    throw new Failure(`--shard expected auto, or I/N such as 0/4 for the first of four, got "${option}"`, 2);
  }
  if (shards !== undefined && shards !== Number(count)) {
    throw new Failure(`--shard ${option} is one of ${count}, but --shards says ${shards}: leave --shards out`, 2);
  }
  return { index: Number(index), count: Number(count) };
}

function fromScheduler(shards: number | undefined, env: Environment): Shard {
  const found = SCHEDULERS.filter(({ index }) => env[index] !== undefined);
  const [scheduler, other] = found;
  if (!scheduler) {
    const names = SCHEDULERS.map(({ name, index }) => `${index} (${name})`).join(", ");
    throw new Failure(`--shard auto found none of ${names}: start it as a task of an array, ${BY_HAND}`, 2);
  }
  if (other) {
    throw new Failure(`--shard auto found ${scheduler.index} and ${other.index}: unset one of them, ${BY_HAND}`, 2);
  }
  const { index, count = shards } = scheduler.read(env);
  if (count === undefined) {
    throw new Failure(`${scheduler.index} comes without a count: give --shards N, the completions of the Job`, 2);
  }
  if (shards !== undefined && shards !== count) {
    throw new Failure(`--shards ${shards}, but ${scheduler.name} has ${count} tasks: leave --shards out`, 2);
  }
  return { index, count };
}

/** An array from any number on, in steps: `--array=1-7:2` are four. */
function slurm(env: Environment): Shard {
  const remedy = `submit it with sbatch --array=0-3, ${BY_HAND}`;
  const read = (name: string) => variable(env, `SLURM_ARRAY_TASK_${name}`, remedy);
  const [id, first, last, step, count] = [read("ID"), read("MIN"), read("MAX"), read("STEP"), read("COUNT")];
  const index = (id - first) / step;
  // Of a list such as 1,3,7 Slurm has a step, too, but it leads elsewhere.
  if (first + step * (count - 1) !== last || !Number.isInteger(index)) {
    const got = `SLURM_ARRAY_TASK_ID ${id} of ${count} from ${first} to ${last} in steps of ${step}`;
    throw new Failure(`${got}: expected an array without gaps; ${remedy}`, 2);
  }
  return { index, count };
}

/** Index and count in a variable each. */
function pair(index: string, count: string): Scheduler["read"] {
  return (env) => ({ index: variable(env, index, BY_HAND), count: variable(env, count, BY_HAND) });
}

function variable(env: Environment, name: string, remedy: string): number {
  const text = env[name];
  if (text === undefined) throw new Failure(`${name} is not set: ${remedy}`, 2);
  if (!/^\d+$/.test(text)) throw new Failure(`${name} expected a whole number, got "${text}": ${remedy}`, 2);
  return Number(text);
}
