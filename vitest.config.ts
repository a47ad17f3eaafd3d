import { defineConfig } from "vitest/config";

/** What every test has in common. */
const common = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      { test: { ...common, name: "fast", include: ["test/**/*.test.ts"], exclude: ["test/**/*.slow.test.ts"] } },
      {
        test: {
          ...common,
          name: "slow",
          include: ["test/**/*.slow.test.ts"],
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
        },
      },
    ],
  },
});
