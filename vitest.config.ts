import { defineConfig } from "vitest/config";

/** A busy machine must not make a test fail. */
const common = { testTimeout: 300_000, hookTimeout: 60_000 };

const SLOW = "test/**/*.slow.test.ts";

export default defineConfig({
  test: {
    globalSetup: "test/support/build.ts",
    maxWorkers: "100%",
    // A thread starts in less time than a process.
    pool: "threads",
    projects: [
      {
        extends: true,
        test: { ...common, name: "fast", include: ["test/**/*.test.ts"], exclude: [SLOW] },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "slow",
          include: [SLOW],
          testTimeout: 600_000,
          // In the fast tier the compiler checks the types: `npm test` begins with it.
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
        },
      },
    ],
  },
});
