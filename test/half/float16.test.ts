import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// For engines without Float16Array, `npm run test:ecosystem` runs the same program in others.
test.runIf("Float16Array" in globalThis)("every call of halves is the call in f32, rounded once by the engine", () => {
  const program = fileURLToPath(new URL("../ecosystem/app/halves-program.js", import.meta.url));
  expect(execFileSync(process.execPath, [program], { encoding: "utf8" })).toMatch(/^\d{4} comparisons/);
});
