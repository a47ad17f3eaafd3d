import { spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { bytesOf, CLI, folder, lanewise, shell } from "../support/cli.js";

/** What `lanewise` refuses, and that nothing stays of a run that did not end well. */

// Each test starts processes, on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 });

const files = folder();
const { at, save, write, names } = files;
const x = save("x.npy", Float32Array.of(-1, 0, 1, 2, 3, 4), [2, 3]);

/** An .npy file of version 1 with this header. */
function withHeader(name: string, header: string, data: number): string {
  const front = Buffer.alloc(10);
  front.write("\x93NUMPY\x01", "latin1");
  front.writeUInt16LE(header.length + 1, 8);
  return write(name, Buffer.concat([front, Buffer.from(`${header}\n`), Buffer.alloc(data)]));
}

const literal = (descr: string, shape: string) => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

async function refuses(args: readonly string[], code: number, message: RegExp, input?: Uint8Array) {
  const before = names();
  const result = await lanewise(args, input);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).toMatch(/^lanewise: .*\n$/);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(names()).toEqual(before);
}

describe("wrong usage: exit code 2", () => {
  const out = at("y.npy");

  test.each([
    ["no such command", ["aply"], /unknown command aply; did you mean apply\?/],
    ["no such function", ["apply", "gelo", x, out], /unknown function gelo; did you mean gelu\?/],
    ["no such option", ["apply", "gelu", x, out, "--axes", "1"], /unknown option --axes; did you mean --axis\?/],
    ["a parameter of another function", ["apply", "gelu", x, out, "--alpha", "1"], /gelu has no --alpha: it has no/],
    [
      "a parameter that is no number",
      ["apply", "elu", x, out, "--alpha", "one"],
      /--alpha expected a number, got "one"/,
    ],
    ["a parameter that is NaN", ["apply", "elu", x, out, "--alpha", "NaN"], /elu: "alpha" expected .*, got NaN/],
    ["a parameter out of range", ["apply", "softplus", x, out, "--beta=0"], /softplus: "beta" expected .*, got 0/],
    ["a parameter that is missing", ["apply", "threshold", x, out], /threshold: "threshold" expected .*no default/],
    ["slopes that are missing", ["apply", "prelu", x, out], /prelu needs --alpha/],
    ["an option without its value", ["apply", "elu", x, out, "--alpha"], /alpha.*argument missing; see --help/],
    ["another type", ["apply", "gelu", x, out, "--dtype", "f16"], /--dtype expected f32 or f64, got "f16"/],
    [
      "an axis of an elementwise function",
      ["apply", "gelu", x, out, "--axis", "0"],
      /gelu is elementwise: .*no --axis/,
    ],
    ["an axis that is not there", ["apply", "softmax", x, out, "--axis", "2"], /"axis" expected from -2 to 1/],
    [
      "an axis that is no whole number",
      ["apply", "softmax", x, out, "--axis", "1.5"],
      /--axis expected a whole number/,
    ],
    ["an odd size", ["apply", "glu", x, out], /glu: "shape" expected an even size along the axis, got 3/],
    ["pieces that do not fit", ["apply", "maxout", x, out, "--pieces=2"], /maxout: "pieces" expected a divisor of 3/],
    [
      "the derivative of a shaped function",
      ["apply", "softmax", x, out, "--derivative"],
      /softmax has no --derivative/,
    ],
    ["a loss", ["apply", "softmaxCrossEntropy", x, out], /compares two arrays/],
    ["threads that are none", ["apply", "gelu", x, out, "--threads", "0"], /--threads expected a number > 0, got 0/],
    ["training of another function", ["apply", "gelu", x, out, "--training"], /gelu has no --training/],
    ["no output", ["apply", "gelu", x], /expected OP IN OUT/],
    ["too many files", ["apply", "gelu", x, out, out], /expected OP IN OUT/],
    ["the shape of a file", ["apply", "gelu", x, out, "--columns", "3"], /a file has its own shape/],
    ["stdin without a type", ["apply", "gelu", "-", out], /--dtype f32 or f64/],
    ["rows of stdin without a length", ["apply", "softmax", "-", out, "--dtype=f32"], /--columns says how long/],
    [
      "the axis of the rows of stdin",
      ["apply", "softmax", "-", out, "--dtype=f32", "--columns=3", "--axis=0"],
      /axis 0/,
    ],
    ["a gradient of stdin", ["apply", "gelu", "-", out, "--dtype=f32", "--grad", x], /--grad takes x from a file/],
    ["input = output", ["apply", "gelu", x, x, "--overwrite"], /x\.npy: is an input, too/],
  ] as const)("%s", (_, args, message) => refuses(args, 2, message));

  test("the input by another name", async () => {
    linkSync(x, at("hard.npy"));
    symlinkSync(x, at("soft.npy"));
    for (const other of ["hard.npy", "soft.npy"]) {
      await refuses(["apply", "gelu", x, at(other), "--overwrite"], 2, /is an input, too/);
    }
  });

  test("no command: the help", async () => {
    const { code, stdout } = await lanewise([]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/lanewise apply/);
  });
});

describe("files that cannot be used: exit code 1", () => {
  const out = at("y.npy");
  const dy = save("dy.npy", new Float32Array(6), [3, 2]);
  const fortran = save("fortran.npy", new Float32Array(6), [2, 3], true);
  mkdirSync(at("folder"));
  const npy = readFileSync(x);

  test.each([
    ["none", at("none.npy"), /none\.npy: no such file or directory$/m],
    ["a folder", at("folder"), /folder: expected an \.npy file, got a folder/],
    ["a device", "/dev/zero", /expected an \.npy file, got a device or pipe/],
    ["another format", write("text.npy", Buffer.from("1, 2, 3")), /not an \.npy file/],
    ["an empty file", write("empty.npy", new Uint8Array(0)), /not an \.npy file/],
    ["a header that ends early", write("h.npy", npy.subarray(0, 50)), /truncated: the file ends in the header/],
    ["data that end early", write("t.npy", npy.subarray(0, npy.length - 1)), /truncated: .* takes 24 bytes, .* has 23/],
    ["more than one array", write("m.npy", Buffer.concat([npy, npy])), /more data than one array/],
    [
      "a huge header",
      write("huge.npy", Buffer.concat([Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\x7f", "latin1"), Buffer.alloc(99)])),
      /header says it has 2147483647 bytes/,
    ],
    ["version 4", write("v4.npy", Buffer.from(npy).fill(4, 6, 7)), /version 4 is not known/],
    ["objects", withHeader("o.npy", literal("'|O'", "(1,)"), 8), /dtype \|O is not supported: .*float32/],
    ["whole numbers", withHeader("i.npy", literal("'<i8'", "(1,)"), 8), /dtype <i8 is not supported/],
    ["big-endian numbers", withHeader("b.npy", literal("'>f4'", "(1,)"), 4), /dtype >f4 is not supported/],
    ["structures", withHeader("s.npy", literal("[('a', '<f4')]", "(1,)"), 4), /dtype \[\('a', '<f4'\)\] is not/],
    ["a broken header", withHeader("c.npy", "{'descr': '<f4'}", 4), /header is broken/],
    ["too many elements", withHeader("e.npy", literal("'<f4'", `(${2 ** 40}, ${2 ** 40})`), 4), /than can be counted/],
  ])("%s", (_, path, message) => refuses(["apply", "gelu", path, out], 1, message));

  test("rows in Fortran order", () =>
    refuses(["apply", "softmax", fortran, out], 1, /Fortran order, .* rows: .*ascontiguousarray/));

  test("dy of another shape or order", async () => {
    await refuses(["apply", "gelu", x, out, "--grad", dy], 1, /dy\.npy: expected shape \(2, 3\), .* got \(3, 2\)/);
    await refuses(["apply", "gelu", x, out, "--grad", fortran], 1, /fortran\.npy: the order/);
  });

  test("no file of slopes, or as many as do not fit", async () => {
    await refuses(["apply", "prelu", x, out, "--alpha", at("none.npy")], 1, /none\.npy: no such file/);
    const two = save("two.npy", new Float32Array(2));
    await refuses(["apply", "prelu", x, out, "--alpha", two], 2, /"alpha" expected 1 slope, or 3/);
  });

  test("an output that is there, or is no file, or has no folder to be in", async () => {
    await refuses(["apply", "gelu", x, dy], 1, /dy\.npy: exists; --overwrite replaces it/);
    await refuses(["apply", "gelu", x, at("folder"), "--overwrite"], 1, /folder: expected a file or a new name/);
    await refuses(["apply", "gelu", x, "/dev/null", "--overwrite"], 1, /null: expected a file or a new name/);
    await refuses(["apply", "gelu", x, at("no/y.npy")], 1, /y\.npy: no such file or directory/);
    await refuses(["apply", "gelu", x, `${x}/y.npy`], 1, /y\.npy: not a directory/);
    // Not even root may write there.
    await refuses(["apply", "gelu", x, "/proc/y.npy"], 1, /y\.npy: /);
  });

  test("rows that no memory holds", () =>
    refuses(
      ["apply", "softmax", "-", out, "--dtype=f32", "--columns=2000000000"],
      1,
      /the rows are too long: .* 8 GB/,
    ));

  test("stdin that ends within a value or a row, or is an .npy file", async () => {
    const stdin = (...more: string[]) => ["apply", "softmax", "-", out, "--dtype=f32", ...more];
    const values = bytesOf(new Float32Array(100));
    await refuses(stdin("--columns=10"), 1, /stdin: ends within a value: 2 of its 4 bytes/, values.subarray(0, 398));
    await refuses(stdin("--columns=30"), 1, /stdin: ends within a row: 10 of its 30 values/, values);
    await refuses(stdin("--columns=10"), 1, /stdin: an \.npy file/, npy);
  });
});

describe("a run that fails on the way", () => {
  const large = at("large.npy");
  save("large.npy", new Float32Array(2 ** 22));

  test("on a full disk", async () => {
    const { code, stderr } = await shell(`$LANEWISE apply gelu ${large} - > /dev/full`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "lanewise: stdout: no space left on device\n" });
  });

  test("on a file that may not become so large", async () => {
    const before = names();
    const { code, stderr } = await shell(`ulimit -f 4096; $LANEWISE apply gelu ${large} ${at("y.npy")}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lanewise: .*y\.npy: file too large\n$/);
    expect(names()).toEqual(before);
  });

  test("when nobody reads", async () => {
    const { stdout, stderr } = await shell(
      `$LANEWISE apply gelu ${large} - | head -c 4 | wc -c; echo \${PIPESTATUS[0]}`,
    );
    expect(stderr).toBe("");
    expect(stdout.trim().split(/\s+/)).toEqual(["4", "141"]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s: nothing stays", async (signal, expected) => {
    const before = names();
    const child = spawn(process.execPath, [CLI, "apply", "gelu", "-", at("y.npy"), "--dtype=f32"]);
    child.stdin.on("error", () => {});
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    // Stdin stays open: it waits for more, with what there is in a temporary file.
    child.stdin.write(new Uint8Array(2 ** 23));
    while (names().length === before.length) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await ended).toBe(expected);
    expect(names()).toEqual(before);
  });
});
