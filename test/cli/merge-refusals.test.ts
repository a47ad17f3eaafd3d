import { copyFileSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Folder } from "../support/shards.js";

/** Parts that are not joined: a merge says why, and leaves no output. */

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe("merge refuses", () => {
  beforeEach(() => folder.npy("x.npy", "f32", [10, 10]));
  const args = ["elu", "x.npy", "y.npy"];

  test("a shard that is missing", async () => {
    await folder.runShards(args, [0, 2], 4);
    await folder.refusesToMerge(["y.npy"], "y.npy: 2 of 4 shards are not finished: 1, 3; run them again, --shard 1/4");
  });

  test("no parts at all, a folder that is not there", async () => {
    await folder.refusesToMerge(["y.npy"], "y.npy: there are no parts next to it: make them with lanewise apply");
    await folder.refusesToMerge(["no/y.npy"], "no/y.npy: ");
  });

  test("a part without a manifest, a manifest without a part", async () => {
    await folder.runShards(args, [0, 1], 2);
    const part = folder.at("y.npy.part-00000-of-00002");
    renameSync(part, `${part}.gone`);
    await folder.refusesToMerge(["y.npy"], "y.npy.part-00000-of-00002: no such file");
    renameSync(`${part}.gone`, part);
    renameSync(`${part}.json`, `${part}.gone`);
    await folder.refusesToMerge(["y.npy"], "1 of 2 shards are not finished: 0; run it again, --shard 0/2");
  });

  test("a part that was cut short, grew, or changed", async () => {
    await folder.runShards(args, [0, 1], 2);
    const part = folder.at("y.npy.part-00001-of-00002");
    const bytes = readFileSync(part);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1]! ^= 1;
    for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, bytes]), changed]) {
      writeFileSync(part, wrong);
      await folder.refusesToMerge(
        ["y.npy"],
        "y.npy.part-00001-of-00002: is not what its shard wrote, or was cut short: run it again",
      );
    }
    await folder.runShards([...args, "--overwrite"], [1], 2);
    expect(await folder.run(["merge", "y.npy"])).toMatchObject({ code: 0 });
  });

  test("parts of other commands and inputs", async () => {
    await folder.runShards(args, [0, 1], 2);
    await folder.runShards([...args, "--alpha", "2"], [1], 2);
    await folder.refusesToMerge(
      ["y.npy"],
      'part-00001-of-00002.json: not of one run with shard 0: options {"alpha":"2"',
    );
    folder.npy("x.npy", "f32", [10, 10], 2);
    await folder.runShards(args, [1], 2);
    await folder.refusesToMerge(["y.npy"], 'part-00001-of-00002.json: not of one run with shard 0: inputs {"x":{');
    folder.npy("x.npy", "f64", [10, 10], 2);
    await folder.runShards(args, [1], 2);
    await folder.refusesToMerge(["y.npy"], "not of one run with shard 0: ");
  });

  test("itself in place of a part, and absurd numbers", async () => {
    await folder.runShards(args, [0, 1], 2);
    symlinkSync("y.npy.part-00000-of-00002", folder.at("link.npy"));
    const parts = readdirSync(folder.path).filter((name) => name.includes(".part-"));
    for (const name of parts) copyFileSync(folder.at(name), folder.at(name.replace("y.npy", "link.npy")));
    symlinkSync("link.npy.part-00000-of-00002", folder.at("other"));
    renameSync(folder.at("other"), folder.at("link.npy"));
    const { code, stderr } = await folder.run(["merge", "link.npy", "--overwrite"]);
    expect(stderr).toContain("link.npy: is an input, too");
    expect(code).toBe(2);
    writeFileSync(folder.at("y.npy.part-99999999-of-99999999.json"), "{}");
    writeFileSync(folder.at("y.npy.part-000000-of-00003.json"), "{}");
    expect(await folder.run(["merge", "y.npy", "--shards", "99999999"])).toMatchObject({ code: 2 });
    await folder.refusesToMerge(
      ["y.npy", "--shards", "9999999"],
      "9999999 of 9999999 shards are not finished: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …",
    );
    expect(await folder.run(["merge", "y.npy"])).toMatchObject({ code: 0, stderr: "" });
  });

  test("parts of two runs, unless told which", async () => {
    await folder.runShards(args, [0, 1], 2);
    await folder.runShards(args, [0], 3);
    await folder.refusesToMerge(
      ["y.npy"],
      "y.npy: there are parts of runs with 2 and 3 shards: say which are wanted, --shards N",
    );
    await folder.refusesToMerge(["y.npy", "--shards", "3"], "2 of 3 shards are not finished: 1, 2");
    expect(await folder.run(["merge", "y.npy", "--shards", "2", "--remove-parts"])).toMatchObject({ code: 0 });
    expect(folder.parts).toHaveLength(2);
  });

  test("a broken manifest, one under another name", async () => {
    await folder.runShards(args, [0, 1], 2);
    const manifest = folder.at("y.npy.part-00001-of-00002.json");
    copyFileSync(folder.at("y.npy.part-00000-of-00002.json"), manifest);
    await folder.refusesToMerge(["y.npy"], "y.npy.part-00001-of-00002.json: is of another shard than its name says");
    for (const text of ["", "{}", "null", '{"shard":{"index":1,"count":2}}']) {
      writeFileSync(manifest, text);
      await folder.refusesToMerge(
        ["y.npy"],
        "y.npy.part-00001-of-00002.json: not the manifest of a part: run its shard again",
      );
    }
  });

  test("to replace a file, unless told to", async () => {
    await folder.runShards(args, [0, 1], 2);
    writeFileSync(folder.at("y.npy"), "mine");
    const { code, stderr } = await folder.run(["merge", "y.npy"]);
    expect(stderr).toMatch(/^lanewise: .*y\.npy: exists; --overwrite replaces it\n$/);
    expect(code).toBe(1);
    expect(readFileSync(folder.at("y.npy"), "utf8")).toBe("mine");
    expect(await folder.run(["merge", "y.npy", "--overwrite"])).toMatchObject({ code: 0 });
  });

  test("wrong usage", async () => {
    for (const wrong of [[], ["y.npy", "z.npy"], ["y.npy", "--shards", "0"], ["y.npy", "--removeparts"]]) {
      expect((await folder.run(["merge", ...wrong])).code).toBe(2);
    }
  });
});
