import { message } from "../core/errors.js";

/** A module of one vector constant, `v128.const` and `drop`: an engine without SIMD finds it invalid. */
const VECTOR_MODULE = /* @__PURE__ */ Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12],
  ...new Array<number>(16).fill(0),
  ...[26, 11],
);

/** The engine's WebAssembly, or an error that says there is none. */
export function engine(op: string): typeof WebAssembly {
  if (typeof WebAssembly !== "undefined") return WebAssembly;
  throw new Error(message(op, "WebAssembly", "an engine with WebAssembly SIMD", "none", "update the engine"));
}

/** Turns an engine's refusal to compile or instantiate the kernels into an error that says what to do. */
export function explain(op: string, cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const explanation = explanationOf(cause);
  if (!explanation) return cause;
  const [expected, got, remedy] = explanation;
  return new Error(message(op, "WebAssembly", expected, got, remedy), { cause });
}

function explanationOf({ name, message: reason }: Error): [expected: string, got: string, remedy: string] | undefined {
  const got = `"${reason}"`;
  if (name === "RangeError") {
    // Chrome 91 to 114: neither compiles nor instantiates more than 4 KB there, unless asynchronously.
    return reason.includes("main thread")
      ? ["a thread that may compile it synchronously", got, "await init() first; use Workspaces in a Web Worker"]
      : ["memory to compile the kernels", got, "free memory, or raise the limit of the process"];
  }
  if (!/^(Compile|Link)Error$/.test(name)) return undefined;
  if (!WebAssembly.validate(VECTOR_MODULE)) {
    const remedy = "use Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later";
    return ["an engine with WebAssembly SIMD", "one without", remedy];
  }
  const remedy = isPage()
    ? "allow 'wasm-unsafe-eval' in the page's Content-Security-Policy script-src"
    : 'import "lanewise/lanewise.wasm" as a module and pass it to initSync before the first call, as on Cloudflare Workers';
  return ["permission to compile it", got, remedy];
}

/** A page, or a worker of one: elsewhere there is no policy that the user could change. */
function isPage(): boolean {
  return "document" in globalThis || "importScripts" in globalThis;
}
