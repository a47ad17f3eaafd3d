import { wrongKind, wrongValue } from "../core/errors.js";
import { createHome, detachHome, type Home, PAGE, renewHome, reserve as reserveMemory } from "../wasm/instance.js";
import { Arena } from "./arena.js";

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
      retire,
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

/** The memories of disposed Workspaces, the latest last: each new one costs addresses, and an instance of the kernels. */
const spares: Home[] = [];
const MOST_SPARES = 16;
const MOST_SPARE_BYTES = 16 * 2 ** 20;

/** Empties the arrays of a home, and keeps its memory for the next Workspace if that is small. */
function retire(home: Home): void {
  if (home.buffer.byteLength > MOST_SPARE_BYTES) {
    detachHome(home);
    return;
  }
  spares.push(renewHome(home));
  let bytes = spares.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  while (bytes > MOST_SPARE_BYTES || spares.length > MOST_SPARES) bytes -= spares.shift()!.buffer.byteLength;
}

/** The smallest spare memory that is large enough, unless it is more than twice as large. */
function reuse(pages: number): Home | undefined {
  const fits = ({ buffer: { byteLength } }: Home) => byteLength >= pages * PAGE && byteLength <= 2 * pages * PAGE;
  const [best] = spares.filter(fits).sort((a, b) => a.buffer.byteLength - b.buffer.byteLength);
  if (best) spares.splice(spares.indexOf(best), 1);
  return best;
}

/** Makes a home for so many bytes of arrays, if need be in place of the spare ones, or says why the engine does not. */
export function reserve(make: () => Home, bytes: number): Home {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    spares.length = 0;
    return reserveMemory("Workspace", "bytes", bytes, make);
  }
}
