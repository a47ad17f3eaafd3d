import { readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Range } from "./blocks.js";
import { about, Failure } from "./failure.js";
import type { Fingerprint } from "./fingerprint.js";
import type { NpyHeader } from "./npy.js";
import type { Shard } from "./shard.js";
import { createBeside } from "./temporary.js";

/** What was computed of what: the same of all parts that belong together. */
export interface Job {
  /** The version of the library: another one may round differently. */
  readonly lanewise: string;
  readonly function: string;
  readonly options: object;
  readonly inputs: Readonly<Record<string, Fingerprint>>;
  readonly rows: number;
  readonly result: NpyHeader;
}

/** What is beside a part: written when that is whole. */
export interface Manifest {
  readonly job: Job;
  readonly shard: Shard;
  readonly rows: Range;
  readonly bytes: number;
  readonly sha256: string;
}

const SUFFIX = /^\.part-(\d{5,})-of-(\d{5,})\.json$/;

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
    return index === undefined ? [] : [{ index: Number(index), count: Number(count) }];
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

export async function writeManifest(output: string, manifest: Manifest): Promise<void> {
  const path = manifestPath(output, manifest.shard);
  try {
    const { file, finish } = await createBeside(path);
    await file.writeFile(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await finish();
  } catch (cause) {
    throw about(path, cause);
  }
}

/** The manifest first: a part without one does not count. */
export async function removePart(output: string, shard: Shard): Promise<void> {
  await rm(manifestPath(output, shard), { force: true });
  await rm(partPath(output, shard), { force: true });
}

function parseManifest(text: string): Manifest {
  let value: Partial<Manifest> | undefined;
  try {
    value = JSON.parse(text);
  } catch {}
  const { job, shard, rows, bytes, sha256 } = value ?? {};
  const whole = [shard?.index, shard?.count, rows?.first, rows?.end, job?.rows, bytes].every(Number.isSafeInteger);
  if (whole && Array.isArray(job?.result?.shape) && typeof sha256 === "string") return value as Manifest;
  throw new Failure("not the manifest of a part: run its shard again");
}
