import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { Hashes } from "../../catalogue/hashes.js";
import { environment } from "../report.js";
import { engines } from "./engine.js";

/** Compares the bits of all functions and of formulas, on a million inputs each, between engines. */

const HELP = `npm run bench:bits -- [options]

  --record  writes docs/bits.json
  --help    this text

Computes every function and its gradient, and formulas of every function that they have besides, f32 and f64, in each
installed engine, and compares the hashes of the bits with docs/bits.json. Exits with 1 if one differs, or if the engines differ from one another.`;

const RECORD = "docs/bits.json";
const TASKS = {
  hashes: { bundle: "build/engines/bits.js", name: "allHashes", entry: "catalogue/hashes.ts" },
  formulas: { bundle: "build/engines/formula-bits.js", name: "formulaHashes", entry: "catalogue/formula-hashes.ts" },
} as const;
const TYPES = ["f32", "f64"];

type All = Readonly<Record<string, Hashes>>;
const PARTS = ["hashes", "formulas"] as const;
type Found = Readonly<Record<(typeof PARTS)[number], All>>;

const { values } = parseArgs({ options: { record: { type: "boolean" }, help: { type: "boolean" } } });

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  for (const { entry, bundle } of Object.values(TASKS)) {
    await build({
      entryPoints: [entry],
      outfile: bundle,
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      logLevel: "warning",
    });
  }
  const about = environment();
  const versions: Record<string, string> = {};
  let first: Found | undefined;
  for (const engine of engines((message) => console.log(message))) {
    const hashes = await engine.run<All>(TASKS.hashes, TYPES);
    const formulas = await engine.run<All>(TASKS.formulas, TYPES);
    const got: Found = { hashes, formulas };
    first ??= got;
    report(`${engine.name} ${engine.version}`, differences(got, first));
    versions[engine.name] = engine.version;
  }
  if (!first) throw new Error("no engine is installed");
  if (!values.record) {
    report(RECORD, differences(JSON.parse(readFileSync(RECORD, "utf8")) as Found, first));
  } else if (!process.exitCode) {
    const head = JSON.stringify({ environment: about, engines: versions }, null, 2).slice(0, -2);
    const lists = PARTS.map((part) => `"${part}": {\n${linesOf(first[part]).join(",\n")}\n  }`);
    writeFileSync(RECORD, `${head},\n  ${lists.join(",\n  ")}\n}\n`);
  }
}

function linesOf(hashes: All): readonly string[] {
  return Object.entries(hashes).map(([name, pair]) => `    ${JSON.stringify(name)}: ${JSON.stringify(pair)}`);
}

function differences(got: Found, want: Found): readonly string[] {
  return PARTS.flatMap((part) => {
    const [a, b] = [got[part], want[part]];
    return Object.keys({ ...a, ...b }).filter((name) => String(a[name]) !== String(b[name]));
  });
}

function report(title: string, different: readonly string[]): void {
  console.log(`${title}: ${different.length === 0 ? "the same bits" : `other bits in ${different.join(", ")}`}`);
  if (different.length > 0) process.exitCode = 1;
}

await main();
