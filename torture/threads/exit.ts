import { execFile } from "node:child_process";
import { expect } from "../campaign.js";
import type { Random } from "../random.js";

/** Ends of programs that do not close their pool. */
const ENDINGS = [
  "",
  "await pool.run(gelu, x);",
  "pool.run(gelu, x).then(() => {});",
  "pool.run(gelu, x, { signal: AbortSignal.abort() }).catch(() => {});",
  "pool.workspace({ bytes: 1000 });",
  "void pool.close();",
  "const second = await createPool({ threads: 1 }); await Promise.all([pool.close(), second.run(gelu, x)]);",
] as const;

/** A process of its own with an idle pool has to end, with exit code 0. */
export async function processEnds(random: Random): Promise<void> {
  const script = `
    import { gelu } from "lanewise";
    import { createPool } from "lanewise/pool";
    const pool = await createPool({ threads: 2, threshold: 0 });
    const x = new Float32Array(${random.pick([1, 1000, 2_000_000])});
    ${random.pick(ENDINGS)}
  `;
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    const args = ["--input-type=module", "--eval", script];
    execFile(process.execPath, args, { timeout: 60_000, killSignal: "SIGKILL" }, (error, _, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal) : 0, stderr });
    });
  });
  expect(code === 0 && stderr === "", () => `a process with a pool ended with ${String(code)}:\n${script}\n${stderr}`);
}
