// scripts/build/encoding.ts says why. Not base64, and no `atob`: audio worklets and bare contexts have none.
const FIRST = 35;
const BACKSLASH = 92;
const BASE = 91;
const SINGLE = 89;
const SHIFT = 16;

/** The bytes of a text of `encode` (scripts/build/encoding.ts). */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let value = digitAt(text, i);
    if (value >= SINGLE) value = SINGLE + (value - SINGLE) * BASE + digitAt(text, ++i);
    bytes[length++] = value - SHIFT;
  }
  return bytes.subarray(0, length);
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code - FIRST - (code > BACKSLASH ? 1 : 0);
}
