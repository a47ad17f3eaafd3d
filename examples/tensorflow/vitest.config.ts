import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  // Files share the machine's cores with the threads of no one: each has its own copy of TensorFlow.js.
  test: { include: ["test/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 60_000 },
});
