import { createHash } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { partPath } from "../../cli/shards/manifest.js";
import { Folder } from "../support/shards.js";

/** Shards, joined to the bytes of one run. */

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe("parts make the bytes of one run", () => {
  test.each<[string, readonly number[], readonly string[], number]>([
    ["elementwise", [1_001, 7], ["gelu"], 3],
    ["with parameters", [50], ["leakyRelu", "--negative-slope", "0.25"], 4],
    ["rows", [13, 100], ["softmax"], 4],
    ["more shards than rows", [2, 3, 10], ["softmax", "--axis", "1"], 5],
    ["one row", [6], ["softmax"], 2],
    ["no rows", [0, 5], ["softmax"], 2],
    ["one value a row", [9, 4], ["logSumExp"], 2],
    ["half as long", [9, 4], ["glu"], 2],
    ["a gradient", [11, 4], ["softmax", "--grad", "dy.npy"], 3],
    ["slopes of channels", [11, 4], ["prelu", "--alpha", "alpha.npy"], 3],
    ["random slopes", [11, 4], ["rrelu", "--training", "--seed", "7"], 3],
    ["in threads", [11, 4], ["softmax", "--threads", "2"], 3],
    ["converted", [11, 4], ["tanh", "--dtype", "f32"], 3],
  ])("%s", async (_, shape, args, count) => {
    folder.npy("x.npy", "f64", shape);
    folder.npy("dy.npy", "f64", shape, 2);
    folder.npy("alpha.npy", "f64", shape.slice(-1), 3);
    const [op, ...options] = args;
    expect(await folder.run(["apply", op!, "x.npy", "want.npy", ...options])).toMatchObject({ code: 0, stderr: "" });
    await folder.runShards(
      [op!, "x.npy", "y.npy", ...options],
      Array.from({ length: count }, (_, index) => index),
      count,
    );
    expect(folder.parts).toHaveLength(2 * count);

    expect(await folder.run(["merge", "y.npy", "--remove-parts"])).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(folder.at("y.npy")).equals(readFileSync(folder.at("want.npy")))).toBe(true);
    expect(folder.parts).toEqual([]);
  });

  test("told by the variables of a scheduler", async () => {
    folder.npy("x.npy", "f32", [10, 10]);
    await folder.run(["apply", "softmax", "x.npy", "want.npy"]);
    for (const JOB_COMPLETION_INDEX of ["0", "1", "2"]) {
      const args = ["apply", "softmax", "x.npy", "y.npy", "--shard", "auto", "--shards", "3"];
      expect(await folder.run(args, { JOB_COMPLETION_INDEX })).toMatchObject({ code: 0 });
    }
    expect(await folder.run(["merge", "y.npy"])).toMatchObject({ code: 0 });
    expect(readFileSync(folder.at("y.npy")).equals(readFileSync(folder.at("want.npy")))).toBe(true);
    expect(folder.parts).toHaveLength(6);
  });
});

describe("a shard that runs again", () => {
  test("twice at once, or after it was done, changes nothing", async () => {
    folder.npy("x.npy", "f32", [100, 1_000]);
    const args = ["gelu", "x.npy", "y.npy"];
    await folder.runShards(args, [0, 1, 1, 0, 0, 1], 2);
    const before = readFileSync(folder.at("y.npy.part-00001-of-00002"));
    const again = await folder.run(["apply", ...args, "--shard", "1/2"]);
    expect(again.stdout).toContain("y.npy.part-00001-of-00002: gelu, there already\n");
    expect(readFileSync(folder.at("y.npy.part-00001-of-00002")).equals(before)).toBe(true);
    expect(await folder.run(["merge", "y.npy"])).toMatchObject({ code: 0, stderr: "" });
  });

  test("computes what was cut short, or is of another command or input", async () => {
    folder.npy("x.npy", "f32", [10, 10]);
    const path = folder.at(partPath("y.npy", { index: 0, count: 2 }));
    const run = (...args: string[]) => folder.run(["apply", ...args, "x.npy", "y.npy", "--shard", "0/2"]);
    const bytes = async (...args: string[]) => {
      expect((await run(...args)).stdout).not.toContain("there already");
      return readFileSync(path);
    };
    const first = await bytes("elu");
    expect(await bytes("elu", "--alpha", "2")).not.toEqual(first);
    expect(await bytes("elu")).toEqual(first);
    writeFileSync(path, first.subarray(4));
    expect(await bytes("elu")).toEqual(first);
    expect(await bytes("elu", "--overwrite")).toEqual(first);
    folder.npy("x.npy", "f32", [10, 10], 5);
    expect(await bytes("elu")).not.toEqual(first);
  });

  test("on a copy of the input makes a part of the same run: without asking if it has the time of the original", async () => {
    folder.npy("x.npy", "f32", [10, 10]);
    await folder.runShards(["elu", "x.npy", "y.npy"], [0], 2);
    copyFileSync(folder.at("x.npy"), folder.at("copy.npy"));
    utimesSync(folder.at("copy.npy"), 1, 1);
    await folder.runShards(["elu", "copy.npy", "y.npy"], [1], 2);
    await folder.refusesToMerge(
      ["y.npy"],
      "the input was changed between the shards: run them again, or give --copies",
    );
    expect(await folder.run(["merge", "y.npy", "--copies"])).toMatchObject({ code: 0 });
    utimesSync(folder.at("x.npy"), 1, 1);
    await folder.runShards(["elu", "x.npy", "y.npy"], [0], 2);
    expect(await folder.run(["merge", "y.npy", "--overwrite"])).toMatchObject({ code: 0 });
  });
});

describe("a part is never taken for another", () => {
  // Samples of the input leave gaps: bytes 4096 to 5000 of a megabyte are in one of them.
  const large = [64, 4_096];
  const change = () => {
    const file = openSync(folder.at("x.npy"), "r+");
    writeSync(file, Uint8Array.of(0, 0, 0, 64), 0, 4, 128 + 4_800);
    closeSync(file);
  };

  test("when the input changed between the samples", async () => {
    folder.npy("x.npy", "f32", large);
    const args = ["elu", "x.npy", "y.npy"];
    await folder.runShards(args, [0, 1], 2);
    change();
    const again = await folder.run(["apply", ...args, "--shard", "0/2"]);
    expect(again.stdout).not.toContain("there already");
    await folder.refusesToMerge(["y.npy"], "the input was changed between the shards");
    await folder.run(["apply", ...args, "--shard", "1/2"]);
    expect(await folder.run(["merge", "y.npy"])).toMatchObject({ code: 0, stderr: "" });
    expect(await folder.run(["apply", "elu", "x.npy", "want.npy"])).toMatchObject({ code: 0 });
    expect(readFileSync(folder.at("y.npy")).equals(readFileSync(folder.at("want.npy")))).toBe(true);
  });

  test("when two commands write it at once: a manifest never approves the bytes of the other", async () => {
    folder.npy("x.npy", "f32", [10, 10]);
    const run = (alpha: string) =>
      folder.run(["apply", "elu", "x.npy", "y.npy", "--alpha", alpha, "--shard", "0/1", "--overwrite"]);
    const hashes = new Map<string, string>();
    const manifest = () => JSON.parse(readFileSync(folder.at("y.npy.part-00000-of-00001.json"), "utf8"));
    for (const alpha of ["1", "2"]) {
      await run(alpha);
      hashes.set(alpha, manifest().sha256);
    }
    for (let round = 0; round < 20; round++) {
      await Promise.all([run("1"), run("2")]);
      const { job, sha256 } = manifest();
      expect(sha256).toBe(hashes.get(job.options.alpha));
    }
  });

  test("when its bytes were written out of order: columns of a large slice", async () => {
    folder.npy("x.npy", "f32", [2_200, 4_001]);
    const args = ["softmax", "x.npy", "y.npy", "--axis", "0"];
    await folder.runShards(args, [0], 1);
    const { bytes, sha256 } = JSON.parse(readFileSync(folder.at("y.npy.part-00000-of-00001.json"), "utf8"));
    const part = readFileSync(folder.at("y.npy.part-00000-of-00001"));
    expect({ bytes, sha256 }).toEqual({
      bytes: part.length,
      sha256: createHash("sha256").update(part).digest("hex"),
    });
  });
});

test("what runs left that were killed goes with the parts", async () => {
  folder.npy("x.npy", "f32", [10, 10]);
  await folder.runShards(["elu", "x.npy", "y.npy"], [0, 1], 2);
  for (const name of ["part-00000-of-00002", "part-00001-of-00002.json", "part-00000-of-00003"]) {
    writeFileSync(folder.at(`.y.npy.${name}.0123456789ab.tmp`), "");
  }
  expect(await folder.run(["merge", "y.npy", "--remove-parts"])).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(folder.path).sort()).toEqual([".y.npy.part-00000-of-00003.0123456789ab.tmp", "x.npy", "y.npy"]);
});

describe("shards of", () => {
  test("stdin, stdout and a file onto itself are refused", async () => {
    folder.npy("x.npy", "f32", [10, 10]);
    const run = async (...args: string[]) => {
      const { code, stderr } = await folder.run(["apply", ...args, "--shard", "0/2"]);
      expect(code).toBe(2);
      return stderr;
    };
    const message = "--shard needs files for input and output: stdin and stdout have no parts";
    expect(await run("elu", "-", "y.npy", "--dtype", "f32")).toContain(message);
    expect(await run("elu", "x.npy", "-")).toContain(message);
    expect(await run("elu", "x.npy", "x.npy")).toContain("x.npy: is an input, too; write to another file");
    expect(folder.parts).toEqual([]);
  });
});
