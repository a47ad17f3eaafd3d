import { message, wrongKind, wrongValue } from "../core/errors.js";
import { createHome, type Home, PAGE, renewHome } from "../wasm/instance.js";
import { Arena } from "./heap.js";

const MOST_BYTES = 2 ** 32 - PAGE;

/**
 * One fixed WebAssembly memory that hands out float arrays. Functions of arrays that all live in
 * one Workspace copy nothing. It never grows, so the arrays stay valid until `dispose`.
 *
 * @example
 * using ws = new Workspace({ bytes: 64 * 2 ** 20 });
 * const a = ws.float32(1_000_000);
 * tanh(a, { out: a });
 */
export class Workspace extends Arena<ArrayBuffer> {
  /**
   * @param options.bytes how much the arrays may take in all, up to 4 GiB − 64 KiB; an array takes
   *   about 1 KiB more than its elements
   * @throws {TypeError} `bytes` is not a number
   * @throws {RangeError} `bytes` is out of range, or the engine has no address space left
   */
  constructor(options: { bytes: number }) {
    const pages = pagesFor(options, MOST_BYTES);
    super(
      reuse(pages + 1) ?? reserve(() => createHome("Workspace", pages + 1), pages * PAGE),
      PAGE,
      pages * PAGE,
      spend,
    );
  }
}

/** How many pages the arrays may take. */
export function pagesFor(options: { readonly bytes: unknown }, most: number): number {
  const bytes: unknown = options?.bytes;
  const expected = `from 1 to ${most} bytes`;
  if (typeof bytes !== "number") throw wrongKind("Workspace", "bytes", expected, bytes, "pass { bytes }");
  if (!(bytes >= 1 && bytes <= most)) throw wrongValue("Workspace", "bytes", expected, String(bytes));
  return Math.ceil(bytes / PAGE);
}

/** Memories of disposed Workspaces: an engine allows only some hundreds at once. */
const spare: WeakRef<Home>[] = [];

/** Empties the arrays of a home; its memory serves the next Workspace. */
function spend(home: Home): void {
  spare.push(new WeakRef(renewHome(home)));
}

/** The smallest spare memory that is large enough. */
function reuse(pages: number): Home | undefined {
  let best: Home | undefined;
  for (let i = spare.length - 1; i >= 0; i--) {
    const home = spare[i]!.deref();
    if (!home) spare.splice(i, 1);
    else if (home.buffer.byteLength >= pages * PAGE && !(best && best.buffer.byteLength <= home.buffer.byteLength)) {
      best = home;
    }
  }
  if (best) {
    spare.splice(
      spare.findIndex((ref) => ref.deref() === best),
      1,
    );
  }
  return best;
}

/** Makes a home for so many bytes of arrays, or says why the engine does not. */
export function reserve(make: () => Home, bytes: number): Home {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const remedy = "dispose of Workspaces that are no longer needed: an engine allows only some hundreds at once";
    throw new RangeError(
      message("Workspace", "bytes", "memory that the engine can reserve", `${bytes} (${cause.message})`, remedy),
      { cause },
    );
  }
}
