import { stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { Failure } from "../core/failure.js";
import type { Checksum } from "../io/sink.js";
import { targetAt } from "../io/target.js";
import type { Output, Plan, Request } from "../pipeline/plan.js";
import { type Job, manifestPath, partPath, readManifest, writeManifest } from "./manifest.js";
import { rowsOf, type Shard } from "./shard.js";

/** The outcome of a shard. */
export interface Part {
  readonly path: string;
  readonly elements: number;
  readonly shape: readonly number[];
  /** It was there, whole, from an earlier run of the same command. */
  readonly kept: boolean;
}

/**
 * Computes the rows of a shard into a part file next to `output.path`, and a manifest for it: both get their names
 * when they are whole, so that a shard can be stopped, run again, or run twice at once.
 *
 * @throws {Failure}
 */
export async function runShard(plan: Plan, request: Request, shard: Shard, output: Output): Promise<Part> {
  const { rows, result, inputs } = plan;
  if (output.path === "-" || rows === undefined || !result) {
    throw new Failure("--shard needs files for input and output: stdin and stdout have no parts", 2);
  }
  const path = partPath(output.path, shard);
  // None of the files to come may be an input, nor the one that they are joined to.
  for (const each of [output.path, path, manifestPath(output.path, shard)]) await targetAt(each, true, inputs);
  const job: Job = {
    lanewise: packageJson.version,
    function: plan.name,
    options: optionsOf(request),
    inputs: await plan.fingerprints(),
    rows,
    result,
  };
  if (!output.overwrite && (await isDone(output.path, shard, job))) {
    return { path, elements: 0, shape: [0], kept: true };
  }
  const range = rowsOf(shard, rows);
  let checksum: Checksum | undefined;
  const onChecksum = (found: Checksum) => {
    checksum = found;
  };
  const done = await plan.run({ ...output, path, part: { range, onChecksum } });
  await writeManifest(output.path, { job, shard, rows: range, ...checksum! }, inputs);
  return { ...done, path, kept: false };
}

/** True if the part is there. Its checksum is compared when it is merged. */
async function isDone(output: string, shard: Shard, job: Job): Promise<boolean> {
  const manifest = await readManifest(output, shard).catch(() => undefined);
  if (!manifest || !isDeepStrictEqual(manifest.job, asJson(job))) return false;
  const found = await stat(partPath(output, shard)).catch(() => undefined);
  return found?.size === manifest.bytes;
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** The options that tell its results, except for the function, which the plan names, and the files. */
function optionsOf({ op, derivative, input, grad, parameters, alpha, ...others }: Request): object {
  const values = Object.entries({ ...parameters, ...(typeof alpha === "number" && { alpha }) });
  // JSON has no NaN and no infinities.
  return { ...Object.fromEntries(values.map(([name, value]) => [name, String(value)])), ...others };
}
