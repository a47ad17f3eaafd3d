import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Images } from "./idx.js";

const PIXELS = 32 * 32;
const RECORD = 1 + 3 * PIXELS;

/**
 * Reads CIFAR-10 in its binary format: a label, then 1,024 bytes each of red, green and blue. Pixels become
 * [row, column, channel], from 0 to 1: models do not train on 0 to 255.
 */
export function readCifar(folder: string, part: "train" | "test", most = Infinity): Images {
  const names = part === "test" ? ["test_batch.bin"] : [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
  const files = names.map((name) => join(folder, name)).filter((file) => existsSync(file));
  if (files.length === 0) throw new Error(`${folder} has no ${names[0]}`);
  const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
  if (bytes.length % RECORD !== 0) throw new Error(`${files.at(-1)} ends within an image`);
  const count = Math.min(most, bytes.length / RECORD);
  const pixels = new Float32Array(count * 3 * PIXELS);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * RECORD;
    labels[i] = bytes[at]!;
    for (let channel = 0; channel < 3; channel++) {
      for (let p = 0; p < PIXELS; p++) {
        pixels[(i * PIXELS + p) * 3 + channel] = bytes[at + 1 + channel * PIXELS + p]! / 255;
      }
    }
  }
  return { count, size: 3 * PIXELS, pixels, labels };
}
