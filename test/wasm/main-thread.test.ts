import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as exact from "../../bindings/exact.js";
import { gelu, mish } from "../../bindings/index.js";

/** Chrome 91 to 114, simulated in a process of its own by main-thread.mjs. */

const refusal = (op: string) =>
  `Error: ${op}: "WebAssembly" expected a thread that may compile it synchronously, got "WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB."; await init() first; use Workspaces in a Web Worker`;

test("a main thread that compiles 4 KB: small families work, others say await init(), and then work", () => {
  const script = fileURLToPath(new URL("main-thread.mjs", import.meta.url));
  const results = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" }));
  const x = Float32Array.of(-1, 2);
  expect(results).toEqual({
    small: [-1, 2],
    main: { before: refusal("gelu"), after: Array.from(gelu(x)) },
    workspace: refusal("gelu").replace("WebAssembly.Compile", "WebAssembly.Instance"),
    exact: { before: refusal("softplus"), after: Array.from(exact.softplus(x)) },
    formula: { before: refusal("formula"), after: expect.any(Array) },
    core: {
      before: expect.stringMatching(/^Error: gelu: "kernels" expected lanewise\.wasm, got no module; call await init/),
      after: Array.from(gelu(x)),
    },
    pool: { thread: Array.from(mish(x)), direct: Array.from(mish(x)) },
  });
});
