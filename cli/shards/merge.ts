import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { about, Failure } from "../core/failure.js";
import { SIZES } from "../io/element-types.js";
import { type Identity, identityAt } from "../io/identity.js";
import { lengthOf } from "../io/npy.js";
import { type Checksum, fileSink } from "../io/sink.js";
import { targetAt } from "../io/target.js";
import {
  finishedShards,
  type Job,
  type Manifest,
  manifestPath,
  partPath,
  readManifest,
  removePart,
} from "./manifest.js";
import { rowsOf, type Shard } from "./shard.js";

export interface MergeOptions {
  readonly overwrite: boolean;
  /** Deletes the parts when the output is whole. */
  readonly removeParts: boolean;
  readonly onProgress?: (elements: number) => void;
}

/** Parts that belong together, all of them, in order. */
export interface Parts {
  readonly manifests: readonly Manifest[];
  readonly bytes: number;
}

export interface Wanted {
  /** How many shards, where there are parts of several runs. */
  readonly shards?: number;
  /** True if shards may have read copies of the input that have other times. */
  readonly copies?: boolean;
}

// Of missing shards a message names no more.
const NAMED = 10;

/**
 * Finds the parts of an output.
 *
 * @throws {Failure} unless they are all there and of one run
 */
export async function partsOf(output: string, { shards, copies = false }: Wanted): Promise<Parts> {
  const found = await finishedShards(output);
  const count = shards ?? countOf(output, found);
  const finished = new Set(found.filter((shard) => shard.count === count).map(({ index }) => index));
  if (finished.size < count) throw unfinished(output, finished, count);
  const manifests: Manifest[] = [];
  for (let index = 0; index < count; index++) {
    const manifest = await readManifest(output, { index, count });
    if (!manifest) {
      finished.delete(index);
      throw unfinished(output, finished, count);
    }
    manifests.push(checkManifest(output, manifest, { index, count }, copies, manifests[0]));
  }
  const { result } = manifests[0]!.job;
  const bytes = manifests.reduce((sum, manifest) => sum + manifest.bytes, 0);
  const expected = lengthOf(result.shape) * SIZES[result.type];
  if (bytes !== expected) throw new Failure(`${output}: the parts have ${bytes} bytes, the result has ${expected}`);
  return { manifests, bytes };
}

/**
 * Joins the parts into a file, in constant memory: it gets its name when every checksum was right.
 *
 * @throws {Failure}
 */
export async function mergeParts(output: string, { manifests, bytes }: Parts, options: MergeOptions): Promise<void> {
  const { result } = manifests[0]!.job;
  const target = await targetAt(output, options.overwrite, await filesOf(output, manifests));
  const sink = await fileSink(target, { header: () => result, largest: result });
  let position = 0;
  try {
    for (const { shard, bytes, sha256 } of manifests) {
      const path = partPath(output, shard);
      const got = await checksumOf(path, async (chunk, at) => {
        await sink.write(chunk, position + at);
        options.onProgress?.((position + at + chunk.length) / SIZES[result.type]);
      });
      if (got.bytes !== bytes || got.sha256 !== sha256) {
        const again = `run it again with --shard ${shard.index}/${shard.count} --overwrite`;
        throw new Failure(`${path}: is not what its shard wrote, or was cut short: ${again}`);
      }
      position += bytes;
    }
    if (position !== bytes) throw new Failure(`${output}: the parts changed while they were read`);
    await sink.finish();
  } catch (cause) {
    await sink.abandon();
    throw cause;
  }
  if (options.removeParts) for (const { shard } of manifests) await removePart(output, shard);
}

/** Length and hash of a file, in constant memory. */
async function checksumOf(path: string, use: (chunk: Buffer, at: number) => Promise<void>): Promise<Checksum> {
  const hash = createHash("sha256");
  let bytes = 0;
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const next = () => chunks.next().catch((cause) => Promise.reject(about(path, cause)));
  try {
    for (let { value, done } = await next(); !done; { value, done } = await next()) {
      hash.update(value);
      await use(value, bytes);
      bytes += value.length;
    }
  } finally {
    await chunks.return?.();
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function filesOf(output: string, manifests: readonly Manifest[]): Promise<Identity[]> {
  const paths = manifests.flatMap(({ shard }) => [partPath(output, shard), manifestPath(output, shard)]);
  return (await Promise.all(paths.map(identityAt))).filter((identity) => identity !== undefined);
}

function countOf(output: string, found: readonly Shard[]): number {
  const counts = [...new Set(found.map(({ count }) => count))].sort((a, b) => a - b);
  const [count] = counts;
  if (count === undefined) {
    throw new Failure(`${output}: there are no parts next to it: make them with lanewise apply … --shard I/N`);
  }
  if (counts.length > 1) {
    const remedy = "say which are wanted, --shards N";
    throw new Failure(`${output}: there are parts of runs with ${counts.join(" and ")} shards: ${remedy}`);
  }
  return count;
}

function unfinished(output: string, finished: ReadonlySet<number>, count: number): Failure {
  const missing: number[] = [];
  for (let index = 0; index < count && missing.length < NAMED; index++) if (!finished.has(index)) missing.push(index);
  const all = count - finished.size;
  const some = `${missing.join(", ")}${all > NAMED ? ", …" : ""}`;
  const remedy = `run ${all > 1 ? "them" : "it"} again, --shard ${missing[0]}/${count}`;
  return new Failure(`${output}: ${all} of ${count} shards are not finished: ${some}; ${remedy}`);
}

/** Refuses a part of another run than the first one. */
function checkManifest(
  output: string,
  manifest: Manifest,
  shard: Manifest["shard"],
  copies: boolean,
  first: Manifest = manifest,
): Manifest {
  const path = manifestPath(output, shard);
  const rows = rowsOf(shard, manifest.job.rows);
  if (!isDeepStrictEqual(manifest.shard, shard) || !isDeepStrictEqual(manifest.rows, rows)) {
    throw new Failure(`${path}: is of another shard than its name says; run shard ${shard.index}/${shard.count} again`);
  }
  const [got, want] = [manifest, first].map(({ job }) => (copies ? withoutTimes(job) : job)) as [Job, Job];
  const names = Object.keys({ ...want, ...got }) as (keyof Job)[];
  const other = names.find((name) => !isDeepStrictEqual(want[name], got[name]));
  if (other === undefined) return manifest;
  const onlyTimes = isDeepStrictEqual(withoutTimes(want), withoutTimes(got));
  const remedy = onlyTimes
    ? "the input was changed between the shards: run them again, or give --copies if they read copies of one file"
    : "run the shards again that are not of the command, or of the input, that is wanted";
  const [here, there] = [got, want].map((job) => JSON.stringify(job[other]));
  throw new Failure(`${path}: not of one run with shard 0: ${other} ${here}, there ${there}; ${remedy}`);
}

/** Copies of a file may have other times. */
function withoutTimes({ inputs, ...job }: Job): Omit<Job, "inputs"> & { readonly inputs: object } {
  const named = Object.entries(inputs).map(([name, { bytes, sample }]) => [name, { bytes, sample }]);
  return { ...job, inputs: Object.fromEntries(named) };
}
