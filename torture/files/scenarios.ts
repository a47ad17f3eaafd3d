import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { expect, type Tally } from "../campaign.js";
import type { Random } from "../random.js";
import { type Ended, expectOneLine, type Folder, start } from "./cli.js";
import type { SmallDisk } from "./disk.js";

/** Things that happen to a run of the command line, and what must be there afterwards. */

export interface Setting {
  readonly folder: Folder;
  readonly disk: SmallDisk | undefined;
  /** A file, and the result for it: an .npy file, and its values alone. */
  readonly input: string;
  readonly whole: Buffer;
  readonly values: Buffer;
  readonly random: Random;
  readonly tally: Tally;
}

export const OP = ["apply", "gelu"] as const;
const OLD = Buffer.from("an older file");

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "SIGKILL"] as const;

/** Codes of a process that a signal ended, whether by its own handler or before there was one. */
const endedBy = ({ code, signal }: Ended, sent: NodeJS.Signals) =>
  signal === sent || code === 128 + constants.signals[sent];

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** OUT is absent or the old file, or whole; and no file but the known ones is there. */
function expectWhole(
  { folder, whole }: Setting,
  out: string,
  old: Buffer | undefined,
  done: boolean,
  what: () => string,
) {
  const found = existsSync(out) ? readFileSync(out) : undefined;
  const isWhole = found?.equals(whole) === true;
  expect(!done || isWhole, () => `${what()}: exit code 0, but OUT is not the whole result`);
  const isOld = old === undefined ? found === undefined : found?.equals(old) === true;
  expect(isWhole || isOld, () => `${what()}: OUT has ${found?.length ?? "no"} bytes, neither old nor whole`);
  rmSync(out, { force: true });
  expectTidy(folder, what);
}

function expectTidy(folder: Folder, what: () => string): void {
  const names = folder.names().filter((name) => !name.startsWith("in"));
  for (const name of names) rmSync(folder.at(name));
  expect(names.length === 0, () => `${what()}: left ${names.join(", ")}`);
}

export async function signals(setting: Setting): Promise<void> {
  const { folder, input, random, tally } = setting;
  const out = folder.at("out.npy");
  const old = random.chance(0.5) ? OLD : undefined;
  if (old) writeFileSync(out, old);
  const threads = random.pick(["1", "1", "2"]);
  const args = [...OP, input, out, "--threads", threads, ...(old ? ["--overwrite"] : [])];
  const running = start(args);
  const sent = random.pick(SIGNALS);
  const delay = random.below(700);
  void sleep(delay).then(() => running.kill(sent));
  if (random.chance(0.1)) void sleep(delay + random.below(20)).then(() => running.kill(random.pick(SIGNALS)));
  const ended = await running.ended;
  tally.count("signals");
  const what = () => `${sent} after ${delay} ms, ${threads} threads, ${JSON.stringify(ended)}`;
  const known = ended.code === 0 || SIGNALS.some((signal) => endedBy(ended, signal));
  expect(known, () => `${what()}: an exit code of its own`);
  // After SIGKILL the temporary file may stay, as the documentation says.
  if (SIGNALS.every((signal) => signal !== "SIGKILL" || !endedBy(ended, signal))) {
    expectWhole(setting, out, old, ended.code === 0, what);
    return;
  }
  for (const name of folder.names()) if (/^\.out\.npy\..*\.tmp$/.test(name)) rmSync(folder.at(name));
  expectWhole(setting, out, old, false, what);
}

export async function closedPipe({ input, values, random, tally }: Setting): Promise<void> {
  const { ended, stdout } = start([...OP, input, "-"], "pipe");
  const most = random.pick([0, 1, 4_096, 65_537, 1_000_000, 10 ** 9]);
  let got = Buffer.alloc(0);
  if (most === 0) stdout!.destroy();
  stdout!.on("data", (chunk: Buffer) => {
    got = Buffer.concat([got, chunk]);
    if (got.length >= most) stdout!.destroy();
  });
  const { code, stderr } = await ended;
  tally.count("pipes");
  const what = () => `a pipe closed after ${got.length} bytes: exit code ${code}, ${stderr}`;
  expect(got.equals(values.subarray(0, got.length)), () => `${what()}: other bytes than the result`);
  expect(code === 141 || (code === 0 && got.length === values.length), what);
}

export async function truncatedStdin({ folder, values, random, tally }: Setting): Promise<void> {
  const out = folder.at("out.npy");
  const bytes = values.subarray(0, random.below(random.pick([9, 1_000, 300_000])));
  const { code, stderr } = await start(["apply", "relu", "-", out, "--dtype", "f32"], "ignore", bytes).ended;
  tally.count("streams from stdin");
  const what = () => `stdin of ${bytes.length} bytes: exit code ${code}, ${stderr}`;
  expect(code === (bytes.length % 4 === 0 ? 0 : 1), what);
  expect(existsSync(out) === (code === 0), () => `${what()}: OUT`);
  if (code !== 0) expectOneLine(stderr, what);
  rmSync(out, { force: true });
  expectTidy(folder, what);
}

export async function fullDisk(setting: Setting): Promise<void> {
  const { disk, input, random, tally, values } = setting;
  if (!disk) {
    tally.skip("full disks: this process may not mount a tmpfs");
    return;
  }
  const out = disk.at("out.npy");
  const old = random.chance(0.3) ? OLD : undefined;
  if (old) writeFileSync(out, old);
  const stdout = random.chance(0.4);
  const sink = stdout ? openSync(disk.at("stdout"), "w") : undefined;
  const args = stdout ? [...OP, input, "-"] : [...OP, input, out, ...(old ? ["--overwrite"] : [])];
  const { code, stderr } = await start(args, sink ?? "ignore").ended;
  if (sink !== undefined) closeSync(sink);
  tally.count("full disks");
  const what = () =>
    `a disk too small for ${values.length} bytes${stdout ? ", through stdout" : ""}: ${code}, ${stderr}`;
  const left = disk.names().filter((name) => name !== "stdout" && !(old && name === "out.npy"));
  const kept = !old || readFileSync(out).equals(OLD);
  disk.clear();
  expect(code === 1, what);
  expectOneLine(stderr, what);
  expect(left.length === 0, () => `${what()}: left ${left.join(", ")}`);
  expect(kept, () => `${what()}: the older file changed`);
}

/** Shards of which some are killed; run again and merged, they are the bytes of a single run. */
export async function killedShards(setting: Setting): Promise<void> {
  const { folder, input, random, tally } = setting;
  const out = folder.at("out.npy");
  const count = random.between(1, 4);
  const shard = (i: number) => start([...OP, input, out, "--shard", `${i}/${count}`]);
  for (let i = 0; i < count; i++) {
    const running = shard(i);
    const again = random.chance(0.3) ? shard(i) : undefined;
    if (random.chance(0.7)) void sleep(random.below(600)).then(() => running.kill(random.pick(SIGNALS)));
    await Promise.all([running.ended, again?.ended]);
    tally.count("shards");
  }
  for (let i = 0; i < count; i++) {
    const { code, stderr } = await shard(i).ended;
    expect(code === 0, () => `shard ${i} of ${count} again: exit code ${code}, ${stderr}`);
  }
  const { code, stderr } = await start(["merge", out, "--remove-parts"]).ended;
  const what = () => `merge of ${count} shards: exit code ${code}, ${stderr}`;
  expect(code === 0, what);
  expectWhole(setting, out, undefined, true, what);
}
