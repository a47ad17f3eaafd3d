import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import packageJson from "../package.json" with { type: "json" };
import type { Output, Plan, Request } from "./apply.js";
import { about, Failure } from "./failure.js";
import { type Fingerprint, fingerprint } from "./fingerprint.js";
import { type Job, partPath, readManifest, writeManifest } from "./parts.js";
import { rowsOf, type Shard } from "./shard.js";

/** What a shard has done. */
export interface Part {
  readonly path: string;
  readonly elements: number;
  readonly shape: readonly number[];
  /** It was there, whole, from an earlier run of the same command. */
  readonly kept: boolean;
}

/**
 * Computes the rows of a shard into a part file beside `output.path`, and a manifest for it: both get
 * their names when they are whole, so that a shard can be stopped, run again, or run twice at once.
 *
 * @throws {Failure}
 */
export async function runShard(plan: Plan, request: Request, shard: Shard, output: Output): Promise<Part> {
  const { rows, result, identity } = plan;
  if (output.path === "-" || rows === undefined || !result) {
    throw new Failure("--shard needs files for input and output: stdin and stdout have no parts", 2);
  }
  const target = await stat(output.path).catch(() => undefined);
  if (target && target.ino === identity?.inode && target.dev === identity.device) {
    throw new Failure(`${output.path}: is an input, too; write to another file`, 2);
  }
  const job: Job = {
    lanewise: packageJson.version,
    function: plan.name,
    options: optionsOf(request),
    inputs: await inputsOf(request),
    rows,
    result,
  };
  const path = partPath(output.path, shard);
  const range = rowsOf(shard, rows);
  if (!output.overwrite && (await isDone(output.path, shard, job)))
    return { path, elements: 0, shape: [0], kept: true };
  const done = await plan.run({ ...output, path, range, header: false, overwrite: true });
  await writeManifest(output.path, { job, shard, rows: range, ...(await checksum(path)) });
  return { ...done, path, kept: false };
}

/** Length and hash of a file, in constant memory. */
export async function checksum(path: string, use?: (chunk: Buffer, at: number) => Promise<void>) {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      await use?.(chunk, bytes);
      bytes += chunk.length;
    }
  } catch (cause) {
    throw about(path, cause);
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Whether the part is there. Its checksum is compared when it is merged. */
async function isDone(output: string, shard: Shard, job: Job): Promise<boolean> {
  const manifest = await readManifest(output, shard).catch(() => undefined);
  if (!manifest || !isDeepStrictEqual(manifest.job, asJson(job))) return false;
  const found = await stat(partPath(output, shard)).catch(() => undefined);
  return found?.size === manifest.bytes;
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** What of a request tells its results, but for the function and the files. */
function optionsOf({ parameters, axis, alpha, dtype }: Request): object {
  const texts = Object.entries(parameters ?? {}).map(([name, value]) => [name, String(value)]);
  // JSON has no NaN and no infinities.
  return { ...Object.fromEntries(texts), axis, dtype, ...(typeof alpha === "number" && { alpha: String(alpha) }) };
}

async function inputsOf({ input, grad, alpha }: Request): Promise<Record<string, Fingerprint>> {
  const files = Object.entries({ x: input, dy: grad, alpha }).filter(([, path]) => typeof path === "string");
  const found = files.map(async ([name, path]) => [name, await fingerprint(path as string)] as const);
  return Object.fromEntries(await Promise.all(found));
}
