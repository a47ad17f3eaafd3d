import { Failure } from "../core/failure.js";
import type { Shard } from "./shard.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a scheduler tells a task of an array which one it is. */
interface Scheduler {
  readonly name: string;
  /** The variable that only tasks of an array have. */
  readonly id: string;
  /** The value of that variable in jobs that are no array. */
  readonly none?: string;
  /** The tasks of its array, as far as the scheduler tells them. */
  readonly tasks: (env: Environment) => Tasks;
  /** The id of the first shard, where not all of them are in the array. */
  readonly base: 0 | 1;
  readonly submit: string;
}

/** `count` ids, from the first one on, in steps; none if they are a list with gaps, or if nobody says it. */
interface Tasks {
  readonly regular?: { readonly first: number; readonly step: number; readonly count: number };
  /** How they were described, for messages. */
  readonly text?: string;
  /** True if an array always has all of its tasks, so that `--shards` can only contradict it. */
  readonly whole?: boolean;
}

const BY_HAND = "or give the shard by hand, --shard 0/4";

const SCHEDULERS: readonly Scheduler[] = [
  // https://slurm.schedmd.com/job_array.html
  { name: "Slurm", id: "SLURM_ARRAY_TASK_ID", tasks: slurm, base: 0, submit: "submit it with sbatch --array=0-3" },
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
  {
    name: "Kubernetes",
    id: "JOB_COMPLETION_INDEX",
    tasks: () => ({}),
    base: 0,
    submit: "give --shards N, the completions of the Job",
  },
  // https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  {
    name: "AWS Batch",
    id: "AWS_BATCH_JOB_ARRAY_INDEX",
    tasks: sized("AWS_BATCH_JOB_ARRAY_SIZE"),
    base: 0,
    submit: "submit it with --array-properties size=4",
  },
  // https://cloud.google.com/run/docs/container-contract#jobs-env-vars
  {
    name: "Cloud Run",
    id: "CLOUD_RUN_TASK_INDEX",
    tasks: sized("CLOUD_RUN_TASK_COUNT"),
    base: 0,
    submit: "deploy it with --tasks 4",
  },
  // PBS Pro and OpenPBS, https://help.altair.com (qsub -J), and Torque (qsub -t)
  {
    name: "PBS",
    id: "PBS_ARRAY_INDEX",
    tasks: () => ({}),
    base: 0,
    submit: "submit it with qsub -J 0-3 and give --shards 4",
  },
  {
    name: "Torque",
    id: "PBS_ARRAYID",
    tasks: () => ({}),
    base: 0,
    submit: "submit it with qsub -t 0-3 and give --shards 4",
  },
  // https://www.ibm.com/docs/en/spectrum-lsf (job arrays)
  {
    name: "LSF",
    id: "LSB_JOBINDEX",
    none: "0",
    tasks: lsf,
    base: 1,
    submit: 'submit it with bsub -J "name[1-4]"',
  },
  // https://gridscheduler.sourceforge.net/htmlman/htmlman1/qsub.html
  {
    name: "Grid Engine",
    id: "SGE_TASK_ID",
    none: "undefined",
    tasks: gridEngine,
    base: 1,
    submit: "submit it with qsub -t 1-4",
  },
];

/**
 * The shard of this task. Of an array that has as many tasks as there are shards, it is the place of the task in it.
 * Of another one, such as `--array=3` to run a single task again, it is the task's id, counted from where such arrays
 * begin.
 *
 * @throws {Failure}
 */
export function shardOfTask(shards: number | undefined, env: Environment): Shard {
  const scheduler = schedulerOf(env);
  const { name, id: variable, base, submit } = scheduler;
  const remedy = `${submit}, ${BY_HAND}`;
  const id = numberIn(env, variable, remedy);
  const { regular, text, whole } = scheduler.tasks(env);
  const place = regular && (id - regular.first) / regular.step;
  if (whole && regular && shards !== undefined && shards !== regular.count) {
    throw new Failure(`--shards ${shards}, but ${name} has ${regular.count} tasks: leave --shards out`, 2);
  }
  if (regular && place !== undefined && regular.count === (shards ?? regular.count)) {
    if (!Number.isInteger(place))
      throw new Failure(`${variable} ${id} is no task of ${text}: expected an array without gaps; ${remedy}`, 2);
    // A task by itself may be all there is, or one of many that runs again.
    if (shards === undefined && regular.count === 1 && id > 1 && !whole) {
      throw new Failure(`${variable} ${id} is alone in its array: give --shards N if it is one of N, ${BY_HAND}`, 2);
    }
    return { index: place, count: regular.count };
  }
  if (shards === undefined) {
    if (text === undefined) throw new Failure(`${variable} comes without a count: ${remedy}`, 2);
    throw new Failure(
      `${variable} ${id} is one of ${text}: expected an array without gaps, or --shards N; ${remedy}`,
      2,
    );
  }
  if (id < base) throw new Failure(`${variable} expected ${base} or more, got ${id}: ${remedy}`, 2);
  return { index: id - base, count: shards };
}

function schedulerOf(env: Environment): Scheduler {
  const found = SCHEDULERS.filter(({ id, none }) => env[id] !== undefined && env[id] !== none);
  const [scheduler, other] = found;
  if (!scheduler) {
    const names = SCHEDULERS.map(({ name, id }) => `${id} (${name})`).join(", ");
    throw new Failure(`--shard auto found none of ${names}: start it as a task of an array, ${BY_HAND}`, 2);
  }
  if (!other) return scheduler;
  throw new Failure(`--shard auto found ${scheduler.id} and ${other.id}: unset one of them, ${BY_HAND}`, 2);
}

/** An array from any number on, in steps: `--array=1-7:2` has four tasks. */
function slurm(env: Environment): Tasks {
  const read = (name: string) =>
    numberIn(env, `SLURM_ARRAY_TASK_${name}`, `submit it with sbatch --array=0-3, ${BY_HAND}`);
  const [first, last, step, count] = [read("MIN"), read("MAX"), read("STEP"), read("COUNT")];
  const text = `${count} from ${first} to ${last} in steps of ${step}`;
  // A list such as 1,3,7 has a step, too, but it leads elsewhere.
  return step > 0 && first + step * (count - 1) === last ? { regular: { first, step, count }, text } : { text };
}

function lsf(env: Environment): Tasks {
  if (env.LSB_JOBINDEX_END === undefined) return {};
  const last = numberIn(env, "LSB_JOBINDEX_END", BY_HAND);
  const step = env.LSB_JOBINDEX_STEP === undefined ? 1 : numberIn(env, "LSB_JOBINDEX_STEP", BY_HAND);
  const text = `an array up to ${last} in steps of ${step}`;
  // The first index is not told: with steps, it may be any.
  return step === 1 ? { regular: { first: 1, step, count: last }, text } : { text };
}

function gridEngine(env: Environment): Tasks {
  const read = (name: string) => numberIn(env, `SGE_TASK_${name}`, `submit it with qsub -t 1-4, ${BY_HAND}`);
  const [first, last, step] = [read("FIRST"), read("LAST"), read("STEPSIZE")];
  const text = `an array from ${first} to ${last} in steps of ${step}`;
  if (step < 1 || last < first) return { text };
  return { regular: { first, step, count: Math.floor((last - first) / step) + 1 }, text };
}

/** Tasks from 0 on, as many as a variable says. */
function sized(count: string): Scheduler["tasks"] {
  return (env) => {
    const tasks = numberIn(env, count, BY_HAND);
    return { regular: { first: 0, step: 1, count: tasks }, text: `${tasks} tasks`, whole: true };
  };
}

function numberIn(env: Environment, name: string, remedy: string): number {
  const text = env[name];
  if (text === undefined) throw new Failure(`${name} is not set: ${remedy}`, 2);
  if (!/^\d{1,15}$/.test(text)) throw new Failure(`${name} expected a whole number, got "${text}": ${remedy}`, 2);
  return Number(text);
}
