import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { Hashes } from "../../catalogue/hashes.js";
import { environment } from "../report.js";
import { engines } from "./engine.js";

/** Compares the bits of all functions, on a million inputs each, between engines. */

const HELP = `npm run bench:bits -- [options]

  --record  writes docs/bits.json
  --help    this text

Computes every function and its gradient, f32 and f64, in each installed engine, and compares the hashes of the
bits with docs/bits.json. Exits with 1 if one differs, or if the engines differ from one another.`;

const RECORD = "docs/bits.json";
const TASK = { bundle: "build/engines/bits.js", name: "allHashes" };
const TYPES = ["f32", "f64"];

type All = Readonly<Record<string, Hashes>>;

const { values } = parseArgs({ options: { record: { type: "boolean" }, help: { type: "boolean" } } });

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  await build({
    entryPoints: ["catalogue/hashes.ts"],
    outfile: TASK.bundle,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
  });
  const about = environment();
  const versions: Record<string, string> = {};
  let first: All | undefined;
  for (const engine of engines((message) => console.log(message))) {
    const got = await engine.run<All>(TASK, TYPES);
    first ??= got;
    report(`${engine.name} ${engine.version}`, differences(got, first));
    versions[engine.name] = engine.version;
  }
  if (!first) throw new Error("no engine is installed");
  if (!values.record) {
    const { hashes } = JSON.parse(readFileSync(RECORD, "utf8")) as { hashes: All };
    report(RECORD, differences(hashes, first));
  } else if (!process.exitCode) {
    const lines = Object.entries(first).map(([name, pair]) => `    ${JSON.stringify(name)}: ${JSON.stringify(pair)}`);
    const head = JSON.stringify({ environment: about, engines: versions }, null, 2).slice(0, -2);
    writeFileSync(RECORD, `${head},\n  "hashes": {\n${lines.join(",\n")}\n  }\n}\n`);
  }
}

function differences(got: All, want: All): readonly string[] {
  return Object.keys({ ...got, ...want }).filter((name) => String(got[name]) !== String(want[name]));
}

function report(title: string, different: readonly string[]): void {
  console.log(`${title}: ${different.length === 0 ? "the same bits" : `other bits in ${different.join(", ")}`}`);
  if (different.length > 0) process.exitCode = 1;
}

await main();
