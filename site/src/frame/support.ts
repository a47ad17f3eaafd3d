import { notice } from "./notices.js";

/** A module whose one function returns a vector. */
const SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Says in words what is missing, and what the page can show without it. */
export function kernelsRun(otherwise: string): boolean {
  const missing = lacking();
  if (missing) notice(`${missing} ${otherwise}`);
  return !missing;
}

function lacking(): string | undefined {
  if (typeof WebAssembly === "undefined") {
    return "This browser has no WebAssembly, or it is switched off, so the functions cannot be computed here.";
  }
  if (!WebAssembly.validate(SIMD)) {
    return "This browser has no WebAssembly SIMD (Chrome 91, Firefox 89 and Safari 16.4 have it), so the functions cannot be computed here.";
  }
  return undefined;
}
