import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Images of one channel, each of `size` numbers from 0 to 1, and their labels. */
export interface Images {
  readonly count: number;
  readonly size: number;
  readonly pixels: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/** Reads the training or the test images of MNIST or Fashion-MNIST, in the IDX format, packed with gzip or not. */
export function readImages(folder: string, part: "train" | "t10k"): Images {
  const images = readIdx(folder, `${part}-images-idx3-ubyte`);
  const labels = readIdx(folder, `${part}-labels-idx1-ubyte`);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (labels.shape[0] !== count) throw new Error(`${folder}: ${count} images, but ${labels.shape[0]} labels`);
  return {
    count,
    size: height * width,
    pixels: Float32Array.from(images.bytes, (byte) => byte / 255),
    labels: Int32Array.from(labels.bytes),
  };
}

/** Some of the first images. */
export function first({ size, pixels, labels, count }: Images, most: number): Images {
  const n = Math.min(count, most);
  return { count: n, size, pixels: pixels.slice(0, n * size), labels: labels.slice(0, n) };
}

function readIdx(folder: string, name: string): { readonly shape: readonly number[]; readonly bytes: Uint8Array } {
  const file = [`${name}.gz`, name].map((each) => join(folder, each)).find((each) => existsSync(each));
  if (!file) throw new Error(`${folder} has no ${name}.gz`);
  const packed = readFileSync(file);
  const content = file.endsWith(".gz") ? gunzipSync(packed) : packed;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  // Two zeros, the type (8 for bytes), the number of dimensions; then the dimensions.
  if (view.getUint16(0) !== 0 || view.getUint8(2) !== 8) throw new Error(`${file} is not an IDX file of bytes`);
  const rank = view.getUint8(3);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const bytes = content.subarray(4 + 4 * rank);
  const expected = shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) throw new Error(`${file} has ${bytes.length} bytes of data, not ${expected}`);
  return { shape, bytes };
}
