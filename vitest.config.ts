import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** A busy machine must not make a test fail. */
const common = { testTimeout: 300_000, hookTimeout: 60_000 };

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((name) => `test/${name.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".test.ts"))
  .sort();
const slow = files.filter((file) => file.endsWith(".slow.test.ts"));
const fast = files.filter((file) => !slow.includes(file));

/** Files that replace modules or globals need modules of their own. The others share them, which saves a tenth of the time. */
const replacing = fast.filter((file) => /import \{[^}]*\bvi\b[^}]*\} from "vitest"/.test(readFileSync(file, "utf8")));
const sharing = fast.filter((file) => !replacing.includes(file));

export default defineConfig({
  test: {
    globalSetup: "test/support/build.ts",
    maxWorkers: "100%",
    // A thread starts in less time than a process.
    pool: "threads",
    projects: [
      { extends: true, test: { ...common, name: "fast", include: replacing } },
      { extends: true, test: { ...common, name: "fast, shared modules", include: sharing, isolate: false } },
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
