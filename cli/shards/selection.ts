import { Failure } from "../core/failure.js";
import { type Environment, shardOfTask } from "./schedulers.js";
import { MOST_SHARDS, type Shard } from "./shard.js";

/**
 * The shard of `--shard I/N`, or of `--shard auto`: the one in the scheduler's variables. `shards` is how many there
 * are, for schedulers that do not say it, and for arrays of some tasks alone.
 *
 * @throws {Failure} for variables that are missing, no numbers, or contradict each other
 */
export function shardFrom(option: string | undefined, shards: number | undefined, env: Environment): Shard | undefined {
  if (option === undefined) {
    if (shards === undefined) return undefined;
    throw new Failure("--shards says how many there are: --shard says which one, auto or I/N", 2);
  }
  const { index, count } = option === "auto" ? shardOfTask(shards, env) : byHand(option, shards);
  if (count > MOST_SHARDS) throw new Failure(`--shard expected at most ${MOST_SHARDS} shards, got ${count}`, 2);
  if (index < count) return { index, count };
  const what = option === "auto" ? "the task's index" : "--shard";
  throw new Failure(`${what} expected I from 0 to ${count - 1}, got ${index} of ${count}: shards count from 0`, 2);
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
