import "../fresh.js";
import { parseArgs } from "node:util";
import { figure, table } from "../../catalogue/table.js";
import { runnable } from "../../catalogue/timing/cases.js";
import type { ElementType } from "../../catalogue/timing/inputs.js";
import { median } from "../../catalogue/timing/measure.js";
import { writeRecord } from "../record.js";
import { environment, heading, sizeName } from "../report.js";
import { buildNative, driverOf, FOLDER } from "./build.js";
import { type Planned, writePlan } from "./plan.js";
import { Player } from "./player.js";
import type { NativeRecord, NativeRow } from "./record.js";

const HELP = `npm run bench:native -- [options]

  --op NAME     only this function; repeatable
  --type TYPE   f32 or f64 (default both)
  --size N      only this many elements; repeatable (default 65536 and 1048576)
  --quick       65536 only, shorter
  --record      writes docs/native.json
  --help        this text

Compares the kernels with the same algorithm as native code: build/lanewise.wat translated to C and compiled
by clang for 128-bit vectors, with SSE4.1 and with AVX encodings. Both take turns at replaying the kernel
calls of the bench's cases in a Workspace, and must leave the same bits in memory. Prints ns per element;
copy is a copy of x within the memory.`;

const RECORD = "docs/native.json";
const SIZES = [2 ** 16, 2 ** 20];
const TYPES: readonly ElementType[] = ["f32", "f64"];

const { values } = parseArgs({
  options: {
    op: { type: "string", multiple: true },
    type: { type: "string" },
    size: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

type Way = "wasm" | "sse" | "avx";

interface Settings {
  readonly rounds: number;
  /** Nanoseconds of a sample, and of all samples of a case in a round. */
  readonly sample: number;
  readonly time: number;
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const types = values.type === undefined ? TYPES : TYPES.filter((type) => type === values.type);
  if (types.length === 0) throw new RangeError(`--type: expected f32 or f64, got ${values.type}`);
  const names = values.op ?? runnable;
  for (const name of names) {
    if (!runnable.includes(name)) throw new RangeError(`--op: expected one of ${runnable.join(", ")}, got ${name}`);
  }
  const sizes = values.size?.map(elements) ?? (values.quick ? SIZES.slice(0, 1) : SIZES);
  const settings: Settings = values.quick
    ? { rounds: 3, sample: 500_000, time: 5_000_000 }
    : { rounds: 3, sample: 500_000, time: 10_000_000 };
  const about = environment();
  const compiler = buildNative();
  console.log(`${heading(about)}, ${compiler}`);
  const rows: NativeRow[] = [];
  for (const type of types) {
    for (const n of sizes) rows.push(...(await runSize(type, n, names, settings)));
  }
  const record: Omit<NativeRecord, "rows"> = { environment: about, compiler, rounds: settings.rounds };
  if (values.record) writeRecord(RECORD, record, rows);
}

async function runSize(
  type: ElementType,
  n: number,
  names: readonly string[],
  settings: Settings,
): Promise<readonly NativeRow[]> {
  const plan = `${FOLDER}/plan.txt`;
  const image = `${FOLDER}/image.bin`;
  const planned = writePlan(type, n, names, plan, image);
  const args = [plan, image, String(settings.sample), String(settings.time)];
  const times = planned.map(() => ({ wasm: [], sse: [], avx: [] }) as Record<Way, number[]>);
  for (let round = 0; round < settings.rounds; round++) {
    const players: Record<Way, Player> = {
      // The optimizing compiler from the first call on; what is not called is not compiled.
      wasm: new Player(process.execPath, [
        "--no-liftoff",
        "--wasm-lazy-compilation",
        "bench/native/replay.mjs",
        ...args,
      ]),
      sse: new Player(driverOf("sse"), args),
      avx: new Player(driverOf("avx"), args),
    };
    for (const [index, { name }] of planned.entries()) {
      const hashes = new Set<string>();
      for (const [way, player] of Object.entries(players) as [Way, Player][]) {
        const { ns, hash } = await player.play(index);
        times[index]![way].push(ns);
        hashes.add(hash);
      }
      if (hashes.size > 1) throw new Error(`${name}, ${type}: the native code has other results than the module`);
    }
    for (const player of Object.values(players)) player.end();
  }
  const [copy, ...rows] = planned.map((one, index) => ({ ...one, ...perElement(one, times[index]!) }));
  console.log(`\n${sizeName(n)} elements, ${type}, ns of an element`);
  const header = ["", "wasm", "SSE4.1", "AVX", "copy", "wasm/SSE4.1", "wasm/AVX", "wasm/copy"];
  const cells = rows.map(({ name, wasm, sse, avx }) => [
    name,
    ...[wasm, sse, avx, copy!.wasm, wasm / sse, wasm / avx, wasm / copy!.wasm].map(figure),
  ]);
  console.log(table(header, cells));
  return rows.map(({ name, wasm, sse, avx }) => ({ name, type, size: n, wasm, sse, avx, copy: copy!.wasm }));
}

function perElement({ elements }: Planned, times: Readonly<Record<Way, readonly number[]>>): Record<Way, number> {
  const of = (way: Way) => median([...times[way]].sort((a, b) => a - b)) / elements;
  return { wasm: of("wasm"), sse: of("sse"), avx: of("avx") };
}

function elements(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1024 && n % 64 === 0) return n;
  throw new RangeError(`--size: expected a multiple of 64 from 1024 on, got ${text}`);
}

await main();
