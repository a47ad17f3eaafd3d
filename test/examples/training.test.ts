import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "lanewise-training-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An IDX file of bytes: two zeros, the type, the number of dimensions, and the dimensions. */
function writeIdx(name: string, shape: readonly number[], bytes: Uint8Array): void {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i);
  writeFileSync(join(folder, `${name}-ubyte.gz`), gzipSync(Buffer.concat([header, bytes])));
}

/** Ten classes of images: a pattern of bright pixels for each, under noise. */
function writeImages(part: string, count: number, seed: number): void {
  let state = seed;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const pixels = new Uint8Array(count * 784);
  for (const [i, label] of labels.entries()) {
    for (let p = 0; p < 784; p++) {
      const bright = (p * 7 + label * 31) % 40 < 4;
      if (bright ? random() < 0.6 : random() < 0.1) pixels[i * 784 + p] = 128 + 127 * random();
    }
  }
  writeIdx(`${part}-images-idx3`, [count, 28, 28], pixels);
  writeIdx(`${part}-labels-idx1`, [count], labels);
}

test("the training example learns ten classes of noisy images, without a framework", () => {
  writeImages("train", 1024, 1);
  writeImages("t10k", 200, 2);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "examples/training.ts", folder, "3"],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(Number(/accuracy ([\d.]+)/.exec(lines[2]!)![1])).toBeGreaterThan(0.95);
});
