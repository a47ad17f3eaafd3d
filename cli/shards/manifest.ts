import { readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { about, Failure } from "../core/failure.js";
import { unfinishedBeside } from "../io/atomic-file.js";
import type { Fingerprint } from "../io/fingerprint.js";
import type { Identity } from "../io/identity.js";
import type { ArrayHeader } from "../io/npy.js";
import { type Checksum, fileSink } from "../io/sink.js";
import { targetAt } from "../io/target.js";
import type { Range } from "../pipeline/blocks.js";
import { MOST_SHARDS, type Shard } from "./shard.js";

/** The work: the same of all parts that belong together. */
export interface Job {
  /** The version of the library: another one may round differently. */
  readonly lanewise: string;
  readonly function: string;
  readonly options: object;
  readonly inputs: Readonly<Record<string, Fingerprint>>;
  readonly rows: number;
  readonly result: ArrayHeader;
}

/** A description of a part in a file next to it, written when the part is whole. */
export interface Manifest extends Checksum {
  readonly job: Job;
  readonly shard: Shard;
  readonly rows: Range;
}

const SUFFIX = /^\.part-(\d{5,8})-of-(\d{5,8})\.json$/;
// The manifest of a part with 64 dimensions has some thousand.
const MOST_BYTES = 1 << 20;

/** `y.npy.part-00001-of-00004`, as `--shard 1/4` */
export function partPath(output: string, { index, count }: Shard): string {
  const digits = (number: number) => String(number).padStart(5, "0");
  return `${output}.part-${digits(index)}-of-${digits(count)}`;
}

export function manifestPath(output: string, shard: Shard): string {
  return `${partPath(output, shard)}.json`;
}

/** The shards of an output that are finished, in any order. */
export async function finishedShards(output: string): Promise<Shard[]> {
  const names = await readdir(dirname(output)).catch((cause) => Promise.reject(about(output, cause)));
  const name = basename(output);
  return names.flatMap((each) => {
    const [, index, count] = (each.startsWith(name) && SUFFIX.exec(each.slice(name.length))) || [];
    const shard = { index: Number(index), count: Number(count) };
    // A name with other digits for the same numbers is not one of ours.
    const ours =
      shard.index < shard.count && shard.count <= MOST_SHARDS && basename(manifestPath(output, shard)) === each;
    return ours ? [shard] : [];
  });
}

/** The manifest of a shard, or none if there is no such file. */
export async function readManifest(output: string, shard: Shard): Promise<Manifest | undefined> {
  const path = manifestPath(output, shard);
  try {
    return parseManifest(await readFile(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw about(path, cause);
  }
}

export async function writeManifest(output: string, manifest: Manifest, inputs: readonly Identity[]): Promise<void> {
  const sink = await fileSink(await targetAt(manifestPath(output, manifest.shard), true, inputs));
  try {
    await sink.write(Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`), 0);
    await sink.finish();
  } catch (cause) {
    await sink.abandon();
    throw cause;
  }
}

/** The manifest first, as a part without one does not count; then whatever killed runs left. */
export async function removePart(output: string, shard: Shard): Promise<void> {
  const path = partPath(output, shard);
  const left = await unfinishedBeside(path);
  for (const each of [manifestPath(output, shard), path, ...left]) await rm(each, { force: true });
}

function parseManifest(text: string): Manifest {
  let value: Partial<Manifest> | undefined;
  try {
    if (text.length <= MOST_BYTES) value = JSON.parse(text);
  } catch {}
  const { job, shard, rows, bytes, sha256 } = value ?? {};
  const whole = [shard?.index, shard?.count, rows?.first, rows?.end, job?.rows, bytes].every(Number.isSafeInteger);
  const { shape, type } = job?.result ?? {};
  const sized = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const typed = type === "f16" || type === "f32" || type === "f64";
  if (whole && sized && typed && typeof sha256 === "string") return value as Manifest;
  throw new Failure("not the manifest of a part: run its shard again");
}
