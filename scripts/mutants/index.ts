import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { type Checkout, createCheckout } from "./checkout.js";
import { isEquivalent } from "./equivalent.js";
import { judge, type Verdict } from "./judge.js";
import { knownMutants } from "./known.js";
import { describeMutant, idOf, type Mutant } from "./mutant.js";
import { recordPage, summary } from "./page.js";
import { killedBy, type Result, readResults, resultOf, writeResults } from "./results.js";
import { relocated, sample } from "./sample.js";
import { stages, type Tier, testFiles } from "./suites.js";

/** Breaks the code in many small ways, and counts how often a test notices: npm run mutants */

const HELP = `npm run mutants -- [options]

  --bindings N   mutants of bindings/ (60)
  --cli N        mutants of cli/ (30)
  --kernels N    mutants of the kernels (40)
  --seed N       which ones (1)
  --within PATH  only files, or kernels, with this in their name
  --known        the mutants of scripts/mutants/known.ts, made by hand, instead of a sample
  --survivors    only those that survived the last run, now with the tests as they are
  --tests PATH   run only the test files with this in their name
  --near         run the nearest tests only, not the whole fast tier: more survive
  --slow         run the slow tier on those that survive the fast tier
  --resume       keep the verdicts of the last run
  --limit N      seconds for one run of tests (900)
  --list         print the sample, and run nothing
  --record       write docs/testing.json and docs/testing.md from the last run, and run nothing`;

const { values } = parseArgs({
  options: {
    bindings: { type: "string", default: "60" },
    cli: { type: "string", default: "30" },
    kernels: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    within: { type: "string", default: "" },
    limit: { type: "string", default: "900" },
    known: { type: "boolean", default: false },
    survivors: { type: "boolean", default: false },
    tests: { type: "string", default: "" },
    near: { type: "boolean", default: false },
    slow: { type: "boolean", default: false },
    resume: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function judgeIn(checkout: Checkout, mutant: Mutant, tier: Tier): Promise<Verdict> {
  const all = stages(
    mutant,
    testFiles(tier).filter((file) => file.includes(values.tests)),
  );
  for (const files of values.near && !values.tests ? all.slice(0, -1) : all) {
    const { status, by } = await judge(checkout.path, tier, files, Number(values.limit));
    if (status !== "survived") return { status, by };
  }
  return { status: "survived" };
}

/** The verdicts on a mutant, with those that are known already; nothing if it is no program. */
async function verdictsOn(
  checkout: Checkout,
  mutant: Mutant,
  known: Result | undefined,
  first?: Result,
): Promise<Result | undefined> {
  const failure = checkout.put(mutant);
  try {
    if (failure !== undefined) {
      console.log(`  not counted: ${failure}`);
      return undefined;
    }
    const fast = known?.verdicts.fast ?? (await judgeIn(checkout, mutant, "fast"));
    if (fast.status !== "survived" || !values.slow) return resultOf(mutant, { ...known?.verdicts, fast }, first);
    return resultOf(mutant, { fast, slow: await judgeIn(checkout, mutant, "slow") }, first);
  } finally {
    checkout.restore();
  }
}

async function main(): Promise<void> {
  const last = readResults();
  const seed = Number(values.seed);
  if (values.help) return console.log(HELP);
  if (values.record) {
    if (!last) throw new Error("npm run mutants has not been run: there is nothing to record");
    return recordPage(last);
  }
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const known = new Map(
    (last && (values.resume || values.survivors) ? last.results : []).map((result) => [result.id, result]),
  );
  const sizes = { bindings: Number(values.bindings), cli: Number(values.cli), kernels: Number(values.kernels) };
  const survivors = [...known.values()].filter((result) => !killedBy(result, ["fast"]) && !isEquivalent(result.id));
  const chosen = () => (values.known ? knownMutants() : sample(sizes, seed, values.within));
  const mutants = values.survivors ? relocated(survivors.map(({ mutant }) => mutant)) : chosen();
  if (values.list) return console.log(mutants.map((mutant) => `${idOf(mutant)} ${describeMutant(mutant)}`).join("\n"));

  const tests = values.near ? "judged by the nearest tests of the fast tier only" : "judged by the whole fast tier";
  const checkout = createCheckout();
  process.once("exit", () => checkout.remove());
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  for (const [i, mutant] of mutants.entries()) {
    const id = idOf(mutant);
    const before = values.survivors && !values.slow ? undefined : known.get(id);
    const done = before && (killedBy(before, ["fast"]) || !values.slow || before.verdicts.slow);
    if (done) continue;
    if (isEquivalent(id)) {
      known.set(id, resultOf(mutant, {}));
      continue;
    }
    const start = Date.now();
    console.log(`${i + 1}/${mutants.length} ${id} ${describeMutant(mutant)}`);
    const result = await verdictsOn(checkout, mutant, before, known.get(id));
    if (!result) continue;
    known.set(id, result);
    const [tier, verdict] = Object.entries(result.verdicts).at(-1)!;
    console.log(`  ${verdict.status} (${tier}, ${Math.round((Date.now() - start) / 1000)} s) ${verdict.by ?? ""}`);
    // By hand, they are no sample; and some tests are no tier.
    if (!values.known && !values.tests)
      writeResults(mutant.area, { commit, seed, tests, results: [...known.values()] });
  }
  console.log(summary([...known.values()]));
}

await main();
