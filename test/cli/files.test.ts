import { spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";
import { relu } from "lanewise";
import { afterEach, describe, expect, test, vi } from "vitest";
import { AtomicFile } from "../../cli/io/atomic-file.js";
import { targetAt } from "../../cli/io/target.js";
import { singleThread } from "../../cli/pipeline/engine.js";
import { plan } from "../../cli/pipeline/plan.js";
import { bytesOf, folder, lanewise, withHeader } from "../support/cli.js";

/** The files of a run: the ones that are there, and the one that is made. */

const { at, save, write, load, names } = folder();
const x = save("x.npy", Float32Array.of(-1, 2));
const want = relu(Float32Array.of(-1, 2));

async function apply(...args: string[]) {
  const { code, stderr } = await lanewise(["apply", "relu", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

async function refuses(args: readonly string[], code: number, message: RegExp, input?: Uint8Array) {
  const before = names();
  const result = await lanewise(args, input);
  expect(result.stderr).toMatch(message);
  expect(result.code).toBe(code);
  expect(names()).toEqual(before);
}

afterEach(() => {
  expect(names().filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

describe("OUT as a symbolic link", () => {
  test("stays one: the file that it names is replaced", async () => {
    mkdirSync(at("elsewhere"));
    write("elsewhere/old.npy", Buffer.from("old"));
    symlinkSync("elsewhere/old.npy", at("one.npy"));
    symlinkSync("one.npy", at("two.npy"));
    await refuses(["apply", "relu", x, at("two.npy")], 1, /two\.npy: exists/);
    await apply(x, at("two.npy"), "--overwrite");
    expect(load("elsewhere/old.npy").data).toEqual(want);
    expect([readlinkSync(at("one.npy")), readlinkSync(at("two.npy"))]).toEqual(["elsewhere/old.npy", "one.npy"]);
  });

  test("may name a file that is not there yet", async () => {
    symlinkSync("made.npy", at("dangling.npy"));
    await apply(x, at("dangling.npy"));
    expect(lstatSync(at("dangling.npy")).isSymbolicLink()).toBe(true);
    expect(load("made.npy").data).toEqual(want);
  });

  test("that leads nowhere is refused", async () => {
    symlinkSync("loop.npy", at("loop.npy"));
    await refuses(["apply", "relu", x, at("loop.npy"), "--overwrite"], 1, /loop\.npy: too many symbolic links/);
    symlinkSync("no/such.npy", at("lost.npy"));
    await refuses(["apply", "relu", x, at("lost.npy")], 1, /lost\.npy: no such file or directory/);
  });
});

describe("a file that is replaced", () => {
  test.each([0o600, 0o640, 0o444, 0o755])("hands on its mode, %i", async (mode) => {
    const path = write("mode.npy", Buffer.from("old"));
    chmodSync(path, mode);
    await apply(x, path, "--overwrite");
    expect(statSync(path).mode & 0o7777).toBe(mode);
    expect(load("mode.npy").data).toEqual(want);
  });

  test.skipIf(process.getuid?.() !== 0)("hands on its owner and group (needs root)", async () => {
    const path = write("owner.npy", Buffer.from("old"));
    chownSync(path, 1234, 4321);
    await apply(x, path, "--overwrite");
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  test("stays as it was when the run fails", async () => {
    const path = write("kept.npy", Buffer.from("old"));
    const args = ["apply", "relu", "-", path, "--dtype=f32", "--overwrite"];
    await refuses(args, 1, /ends within a value/, new Uint8Array(7));
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test("keeps its contents under other hard links", async () => {
    const path = write("first.npy", Buffer.from("old"));
    linkSync(path, at("second.npy"));
    await apply(x, path, "--overwrite");
    expect(readFileSync(at("second.npy"), "utf8")).toBe("old");
  });
});

describe("a file that appears during the run", () => {
  test("is kept without --overwrite, and replaced with it", async () => {
    for (const overwrite of [false, true]) {
      const path = at(`late-${overwrite}.npy`);
      const file = await AtomicFile.create(await targetAt(path, overwrite));
      await file.write(Buffer.from("new"), 0);
      writeFileSync(path, "theirs");
      const finished = await file.finish().then(
        () => "done",
        (cause: Error) => cause.message,
      );
      if (!overwrite) await file.abandon();
      expect([finished, readFileSync(path, "utf8")]).toEqual(
        overwrite ? ["done", "new"] : ["exists; --overwrite replaces it", "theirs"],
      );
    }
  });

  test("is kept where the file system has no hard links, too", async () => {
    const spy = vi.spyOn(fs, "linkSync").mockImplementation(() => {
      throw Object.assign(new Error("no links here"), { code: "EPERM" });
    });
    syncBuiltinESMExports();
    try {
      for (const there of [false, true]) {
        const path = at(`reserved-${there}.npy`);
        const file = await AtomicFile.create(await targetAt(path, false));
        await file.write(Buffer.from("new"), 0);
        if (there) writeFileSync(path, "theirs");
        await file.finish().catch(() => file.abandon());
        expect(readFileSync(path, "utf8")).toBe(there ? "theirs" : "new");
      }
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });
});

describe("an input is never OUT", () => {
  const slopes = save("slopes.npy", Float32Array.of(0.5, 0.25));
  const dy = save("dy.npy", Float32Array.of(1, 1));
  const inputs = { IN: x, "--alpha": slopes, "--grad": dy };
  const command = ["apply", "prelu", x];
  const options = ["--alpha", slopes, "--grad", dy, "--overwrite"];

  test.each(Object.entries(inputs))("%s, by its name, a link, a hard link, as the part of a shard", async (_, path) => {
    const bytes = readFileSync(path);
    const name = basename(path, ".npy");
    symlinkSync(path, at(`${name}-soft.npy`));
    linkSync(path, at(`${name}-hard.npy`));
    const shard = ["--shard", "0/1"];
    for (const each of [path, at(`${name}-soft.npy`), at(`${name}-hard.npy`)]) {
      await refuses([...command, each, ...options], 2, /is an input, too; write to another file/);
      await refuses([...command, each, ...options, ...shard], 2, /is an input, too; write to another file/);
    }
    for (const suffix of ["", ".json"]) {
      linkSync(path, at(`${name}-out.npy.part-00000-of-00001${suffix}`));
      await refuses([...command, at(`${name}-out.npy`), ...options, ...shard], 2, /is an input, too/);
      unlinkSync(at(`${name}-out.npy.part-00000-of-00001${suffix}`));
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

test("an input that changes during the run makes it fail", async () => {
  const path = save("changing.npy", new Float32Array(10));
  const streams = { stdin: () => process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} };
  const planned = await plan({ op: "relu", input: path }, streams);
  save(
    "changing.npy",
    Float32Array.from({ length: 10 }, () => 1),
  );
  const run = planned.run({ path: at("out.npy"), engine: singleThread() });
  await expect(run).rejects.toThrow("changing.npy: changed while it was read; run it again");
  await planned.close();
  expect(existsSync(at("out.npy"))).toBe(false);
});

test("names may begin with a hyphen after --, be long, and have control characters", async () => {
  const long = at(`${"ö".repeat(120)}.npy`);
  await apply(x, long);
  const odd = at("a\n\x1b[31m\u202eb.npy");
  const { stdout } = await lanewise(["apply", "relu", x, odd]);
  expect(stdout).toMatch(/^.*a\\x0a\\x1b\[31m\\u\{202e\}b\.npy: relu, .*\n$/);
  const { stderr } = await lanewise(["apply", "relu", x, odd]);
  expect(stderr).toMatch(/^lanewise: .*a\\x0a\\x1b\[31m\\u\{202e\}b\.npy: exists; --overwrite replaces it\n$/);
  for (const name of ["-x", "--x.npy", "--help", "-h", "--negative-slope=x", "--"]) {
    const { code, stderr } = await lanewise(["apply", "relu", "--", name, "-y.npy"]);
    expect([code, stderr]).toEqual([1, `lanewise: ${name}: no such file or directory\n`]);
  }
});

test("a slope file is opened like IN", async () => {
  spawnSync("mkfifo", [at("pipe")]);
  const prelu = (alpha: string) => ["apply", "prelu", x, at("never.npy"), "--alpha", alpha];
  await refuses(prelu(at("pipe")), 1, /pipe: expected an \.npy file, got a device or pipe/);
  await refuses(prelu("/dev/zero"), 1, /\/dev\/zero: expected an \.npy file/);
  const many = save("many.npy", new Float32Array(1000));
  await refuses(prelu(many), 2, /prelu: --alpha expected 1 slope, or 2, one for each index along the axis, got 1000/);
  // Data at an odd address, big-endian.
  const header = "{'descr': '>f8', 'fortran_order': False, 'shape': (2,)}";
  const data = Buffer.from(bytesOf(Float64Array.of(0.5, 0.25))).swap64();
  await lanewise(["apply", "prelu", x, at("odd.npy"), "--alpha", write("alpha.npy", withHeader(`${header}  `, data))]);
  expect(load("odd.npy").data).toEqual(Float32Array.of(-0.5, 2));
});
