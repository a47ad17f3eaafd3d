import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** Debian's package dataset-fashion-mnist, which CI installs. */
const FASHION = "/usr/share/datasets/fashion-mnist";
const folder = mkdtempSync(join(tmpdir(), "lanewise-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The text that an example prints. */
function run(example: string, ...options: string[]): string {
  const args = ["--import", "tsx", join(ROOT, `${example}.ts`), ...options];
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** The cells of the table that follows a line of dashes. */
function tableIn(text: string): string[][] {
  const lines = text.split("\n");
  const begin = lines.findIndex((line) => /^-+(?: +-+)+$/.test(line)) + 1;
  const length = lines.slice(begin).indexOf("");
  return lines.slice(begin, begin + length).map((line) => line.trim().split(/ {2,}/));
}

function pictureOf(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

test("the tutorials: every result is the published one, except the row that is wrong there", () => {
  const text = run("tutorials");
  expect([text.match(/ {2}ok$/gm)?.length, text.match(/the tutorial's row is wrong/g)?.length]).toEqual([4, 1]);
  expect(text.match(/: 109,386 parameters, as printed/g)).toHaveLength(4);
  expect(text).toContain("LeakyReLU, PReLU, ELU, ThresholdedReLU: 111,578 parameters, as printed");
  const deviations = tableIn(text).map(([, , deviation]) => Number(deviation));
  expect(deviations).toHaveLength(10);
  expect(deviations.every((deviation) => Math.abs(deviation - 1) < 0.05)).toBe(true);
});

test("the exercises: relu dies, leakyRelu does not, sigmoid's gradients vanish", () => {
  const parts = run("exercises", "--quick", "--out", folder).split("\nExercise ");
  expect(tableIn(parts[0]!).map(([name]) => name)).toContain("gelu");
  const [ours, theirs] = tableIn(parts[1]!);
  expect(ours!.slice(1, 3)).toEqual(theirs!.slice(1, 3));
  const [relu, leaky] = tableIn(parts[2]!).map((row) => row.slice(1).map((cell) => Number.parseInt(cell, 10)));
  expect(Math.max(...relu!)).toBeGreaterThan(0);
  expect(leaky).toEqual([0, 0, 0]);
  const sigmoid = tableIn(parts[3]!).map(([, magnitude]) => Number(magnitude));
  expect(sigmoid[0]! / sigmoid[9]!).toBeLessThan(1e-3);
  for (const name of ["dying-relu", "gradient-flow"]) expect(pictureOf(`${name}.svg`)).toMatch(/^<svg .*<polyline/s);
});

test("LeNet-5 on files in the format of CIFAR-10: 697,046 parameters, the table of epochs, the plot", () => {
  // Each class is a colour, so that a few steps learn something.
  const record = (label: number) => {
    const colour = (channel: number) => new Uint8Array(1024).fill(25 * ((label * (channel + 1)) % 10));
    return Buffer.concat([Uint8Array.of(label), ...[0, 1, 2].map(colour)]);
  };
  const batch = (count: number) => Buffer.concat(Array.from({ length: count }, (_, i) => record(i % 10)));
  writeFileSync(join(folder, "data_batch_1.bin"), batch(200));
  writeFileSync(join(folder, "data_batch_2.bin"), batch(56));
  writeFileSync(join(folder, "test_batch.bin"), batch(50));
  const text = run(
    ...["lenet", "--data", folder, "--epochs", "2", "--batch", "64", "--plot", join(folder, "lenet.svg")],
  );
  expect(text).toContain("Total params: 697046");
  expect(text).toMatch(/Epoch 2\/2\n4\/4 \[={30}\] - loss: \d\.\d{4} - acc: \d\.\d{4} - val_loss/);
  const rows = tableIn(text).map((row) => row.map(Number));
  expect(rows).toHaveLength(2);
  expect(rows[1]![1]).toBeLessThan(rows[0]![1]!);
  expect(pictureOf("lenet.svg")).toMatch(/^<svg .*validation/s);
});

test.skipIf(!existsSync(FASHION))("activations compared on Fashion-MNIST", () => {
  const text = run("mnist", "--quick", "--data", FASHION, "--plot", join(folder, "mnist.svg"));
  const rows = tableIn(text);
  expect(rows.map(([name]) => name)).toEqual(["relu", "tanh", "sigmoid"]);
  // One in ten by chance.
  expect(rows.every(([, , best]) => Number(best) > 0.4)).toBe(true);
  expect(pictureOf("mnist.svg")).toMatch(/^<svg .*sigmoid/s);
});
