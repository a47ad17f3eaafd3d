import { readdirSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { defineConfig } from "vitest/config";

// Most of what tests allocate is garbage at once: where the young generation is large, less of it is copied. For threads
// that start from here on.
setFlagsFromString("--min-semi-space-size=32");
setFlagsFromString("--max-semi-space-size=64");

/** A busy machine must not make a test fail. */
const common = { testTimeout: 300_000, hookTimeout: 60_000 };

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((name) => `test/${name.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".test.ts"))
  .sort();
const slow = files.filter((file) => file.endsWith(".slow.test.ts"));
const fast = files.filter((file) => !slow.includes(file));

const containing = (pattern: RegExp) => fast.filter((file) => pattern.test(readFileSync(file, "utf8")));

/** Files that put the same module in the place of another share it. */
const small = containing(/^vi\.mock\((?=.*staging).*\n.*small-blocks\.js/m);
const recorded = containing(/^vi\.mock\(.*support\/pool\.js/m);
/** The others that replace or reset modules need their own. */
const replacing = containing(/\bvi\.(mock|resetModules)\(/).filter((file) => ![...small, ...recorded].includes(file));
const plain = fast.filter((file) => ![...small, ...recorded, ...replacing].includes(file));

export default defineConfig({
  test: {
    globalSetup: "test/support/build.ts",
    maxWorkers: "100%",
    // A thread starts in less time than a process.
    pool: "threads",
    // Files that have been transformed once are read from node_modules/.experimental-vitest-cache.
    experimental: { fsModuleCache: true },
    projects: [
      { extends: true, test: { ...common, name: "fast", include: plain, isolate: false } },
      { extends: true, test: { ...common, name: "fast, small blocks", include: small, isolate: false } },
      { extends: true, test: { ...common, name: "fast, calls of pools", include: recorded, isolate: false } },
      { extends: true, test: { ...common, name: "fast, own modules", include: replacing } },
      {
        extends: true,
        test: {
          ...common,
          name: "slow",
          include: slow,
          testTimeout: 600_000,
          // In the fast tier the compiler checks the types: `npm test` begins with it.
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
        },
      },
    ],
  },
});
