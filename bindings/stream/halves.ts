import { bufferOf, type FloatArray, lengthOf, offsetOf } from "../core/types.js";
import { floatBits, halfBits } from "../half/bits.js";

/** The values of halves, in any engine. */
export function widened({ buffer, byteOffset, byteLength }: Uint8Array): FloatArray {
  const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = floatBits(halves[i]!);
  return new Float32Array(bits.buffer);
}

/** The halves nearest to values of f32. */
export function narrowed(y: FloatArray): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(bufferOf(y), offsetOf(y), lengthOf(y));
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < halves.length; i++) halves[i] = halfBits(bits[i]!);
  return halves;
}
