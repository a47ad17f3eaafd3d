// The kernels as text, which bindings/wasm/decode.ts reads. In base64 equal bytes are different characters, by their
// position, and gzip does not find them again: compressed, the kernels would take 107 KB instead of 74. Here each byte is
// always the same character or pair, and the text compresses as well as the binary.

/** "#" to "~" without "\": no character that a string in double quotes has to escape. */
const DIGITS = Array.from({ length: 92 }, (_, i) => String.fromCharCode(35 + i)).filter((digit) => digit !== "\\");

/** Digits that are a byte by themselves; the others begin a pair. */
const SINGLE = 89;

/** Added to each byte, so that the most frequent ones are small: −16 to 72 take one character. */
const SHIFT = 16;

export function encode(bytes: Uint8Array): string {
  const texts = Array.from(bytes, (byte) => {
    const value = (byte + SHIFT) & 255;
    if (value < SINGLE) return DIGITS[value]!;
    const rest = value - SINGLE;
    return DIGITS[SINGLE + Math.floor(rest / DIGITS.length)]! + DIGITS[rest % DIGITS.length]!;
  });
  return texts.join("");
}
