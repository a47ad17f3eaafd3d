import { isDeepStrictEqual } from "node:util";
import { Failure } from "./failure.js";
import { lengthOf, SIZES } from "./npy.js";
import { checksum } from "./part.js";
import { finishedShards, type Manifest, manifestPath, partPath, readManifest, removePart } from "./parts.js";
import { rowsOf } from "./shard.js";
import { checkTarget, openFile } from "./sink.js";

export interface MergeOptions {
  readonly overwrite: boolean;
  /** Whether to delete the parts when the output is whole. */
  readonly removeParts: boolean;
  readonly onProgress?: (elements: number) => void;
}

/** Parts that belong together, all of them, in order. */
export interface Parts {
  readonly manifests: readonly Manifest[];
  readonly bytes: number;
}

/**
 * Finds the parts of an output; `shards` says of how many, where there are those of several runs.
 *
 * @throws {Failure} unless they are all there and of one run
 */
export async function partsOf(output: string, shards?: number): Promise<Parts> {
  const count = shards ?? (await countOf(output));
  const manifests: Manifest[] = [];
  const missing: number[] = [];
  for (let index = 0; index < count; index++) {
    const manifest = await readManifest(output, { index, count });
    if (manifest) manifests.push(checkManifest(output, manifest, { index, count }, manifests[0]));
    else missing.push(index);
  }
  if (missing.length > 0) {
    const some = missing.slice(0, 10).join(", ");
    const more = missing.length > 10 ? ", …" : "";
    const remedy = `run ${missing.length > 1 ? "them" : "it"} again, --shard ${missing[0]}/${count}`;
    throw new Failure(`${output}: ${missing.length} of ${count} shards are not finished: ${some}${more}; ${remedy}`);
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
  await checkTarget(output, options.overwrite);
  const { result } = manifests[0]!.job;
  const sink = await openFile(output, { header: () => result, largest: result });
  let position = 0;
  try {
    for (const { shard, bytes, sha256 } of manifests) {
      const path = partPath(output, shard);
      const got = await checksum(path, async (chunk, at) => {
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

async function countOf(output: string): Promise<number> {
  const counts = [...new Set((await finishedShards(output)).map(({ count }) => count))].sort((a, b) => a - b);
  const [count] = counts;
  if (count === undefined) {
    throw new Failure(`${output}: no parts beside it: make them with lanewise apply … --shard I/N`);
  }
  if (counts.length > 1) {
    const remedy = "say which are wanted, --shards N";
    throw new Failure(`${output}: there are parts of runs with ${counts.join(" and ")} shards: ${remedy}`);
  }
  return count;
}

/** Refuses a part that is not of the run that the first one is of. */
function checkManifest(
  output: string,
  manifest: Manifest,
  shard: Manifest["shard"],
  first: Manifest = manifest,
): Manifest {
  const path = manifestPath(output, shard);
  const rows = rowsOf(shard, manifest.job.rows);
  if (!isDeepStrictEqual(manifest.shard, shard) || !isDeepStrictEqual(manifest.rows, rows)) {
    throw new Failure(`${path}: is of another shard than its name says; run shard ${shard.index}/${shard.count} again`);
  }
  const names = Object.keys({ ...first.job, ...manifest.job }) as (keyof Manifest["job"])[];
  const other = names.find((name) => !isDeepStrictEqual(first.job[name], manifest.job[name]));
  if (other === undefined) return manifest;
  const [got, want] = [manifest, first].map(({ job }) => JSON.stringify(job[other]));
  const remedy = "run the shards again that are not of the command, or of the input, that is wanted";
  throw new Failure(`${path}: not of one run with shard 0: ${other} ${got}, there ${want}; ${remedy}`);
}
