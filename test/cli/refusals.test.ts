import { linkSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bytesOf, folder, lanewise, withHeader } from "../support/cli.js";

/** Refusals of `lanewise`, with the exit code and a line that helps; nothing stays of the run. */

const files = folder();
const { at, save, write, names } = files;
const x = save("x.npy", Float32Array.of(-1, 0, 1, 2, 3, 4), [2, 3]);

const npyOf = (name: string, header: string, data: number) => write(name, withHeader(`${header}\n`, data));
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
    ["an option of PyTorch", ["apply", "softmax", x, out, "--dim", "1"], /unknown option --dim; did you mean --axis\?/],
    ["a short word for one", ["apply", "leakyRelu", x, out, "--slope=1"], /did you mean --negative-slope\?/],
    ["an approximation", ["apply", "gelu", x, out, "--approximate", "tanh"], /; call geluTanh for the approximation/],
    ["a parameter of another function", ["apply", "gelu", x, out, "--alpha", "1"], /gelu has no --alpha: it has no/],
    [
      "a parameter that is no number",
      ["apply", "elu", x, out, "--alpha", "one"],
      /--alpha expected a number, got "one"/,
    ],
    ["a parameter that is NaN", ["apply", "elu", x, out, "--alpha", "NaN"], /elu: --alpha expected .*, got NaN/],
    ["a parameter out of range", ["apply", "softplus", x, out, "--beta=0"], /softplus: --beta expected .*, got 0/],
    ["a parameter that is missing", ["apply", "threshold", x, out], /threshold: --threshold expected .*no default/],
    ["slopes that are missing", ["apply", "prelu", x, out], /prelu needs --alpha/],
    [
      "an option without its value",
      ["apply", "elu", x, out, "--alpha"],
      /--alpha expected a value, got none; see --help/,
    ],
    ["another type", ["apply", "gelu", x, out, "--dtype", "i8"], /--dtype expected f16, f32 or f64, got "i8"/],
    [
      "an axis of an elementwise function",
      ["apply", "gelu", x, out, "--axis", "0"],
      /gelu is elementwise: .*no --axis/,
    ],
    ["an axis that is not there", ["apply", "softmax", x, out, "--axis", "2"], /softmax: --axis expected from -2 to 1/],
    [
      "an axis that is no whole number",
      ["apply", "softmax", x, out, "--axis", "1.5"],
      /--axis expected a whole number/,
    ],
    ["an odd size", ["apply", "glu", x, out], /glu: the shape of IN: expected an even size along the axis, got 3/],
    ["pieces that do not fit", ["apply", "maxout", x, out, "--pieces=2"], /maxout: --pieces expected a divisor of 3/],
    [
      "the derivative of a shaped function",
      ["apply", "softmax", x, out, "--derivative"],
      /softmax has no --derivative/,
    ],
    ["a loss", ["apply", "softmaxCrossEntropy", x, out], /compares two arrays/],
    ["threads that are none", ["apply", "gelu", x, out, "--threads", "0"], /--threads expected a number > 0, got 0/],
    ["training of another function", ["apply", "gelu", x, out, "--training"], /gelu has no --training/],
    ["a value that is empty", ["apply", "elu", x, out, "--alpha="], /--alpha expected a value, got an empty one/],
    ["a value of spaces", ["apply", "elu", x, out, "--alpha", " "], /--alpha expected a value, got an empty one/],
    ["an option twice", ["apply", "elu", x, out, "--alpha=1", "--alpha=2"], /--alpha is given twice/],
    [
      "an option in place of a value",
      ["apply", "elu", x, out, "--alpha", "--json"],
      /--alpha expected a value, got "--j/,
    ],
    ["a switch with a value", ["apply", "elu", x, out, "--json=yes"], /--json takes no value, got "yes"/],
    ["an unknown letter", ["apply", "elu", "-x", out], /unknown option -x; "--" comes before names that begin so/],
    ["an empty name", ["apply", "elu", "", out], /expected names, got an empty one/],
    ["a name that every object has", ["constructor"], /unknown command constructor; "lanewise --help" lists them/],
    ["an option that every object has", ["apply", "elu", x, out, "--constructor=1"], /unknown option --constructor/],
    ["a function that every object has", ["apply", "toString", x, out], /unknown function toString/],
    ["a wrong function, before files", ["apply", "gelo", at("none.npy")], /unknown function gelo; did you mean gelu/],
    ["a wrong member, before files", ["apply", "softmax", at("none.npy"), out, "--derivative"], /has no --derivative/],
    ["a wrong parameter, before files", ["apply", "gelu", at("none.npy"), out, "--beta=1"], /gelu has no --beta/],
    ["more threads than can be", ["apply", "gelu", x, out, "--threads=100000"], /--threads expected from 1 to 256/],
    ["absurd threads", ["apply", "gelu", x, out, `--threads=${"9".repeat(40)}`], /--threads expected a whole number/],
    ["absurd shards", ["apply", "gelu", x, out, `--shard=0/${"9".repeat(20)}`], /expected at most 10000000 shards/],
    [
      "40,000 dimensions",
      ["apply", "softmax", "-", out, "--dtype=f32", `--shape=${Array(40_000).fill(1).join()}`],
      /^lanewise: --shape: 40001 dimensions: at most 64 can be/,
    ],
    [
      "more elements than can be counted",
      ["apply", "softmax", "-", out, "--dtype=f32", `--shape=${2 ** 50},${2 ** 50}`],
      /--shape: .*than can be counted/,
    ],
    ["a picture in another format", ["plot", "gelu", "-o", at("x.png")], /x\.png: pictures are SVG: .*\.svg/],
    ["no output", ["apply", "gelu", x], /expected OP IN OUT/],
    ["too many files", ["apply", "gelu", x, out, out], /expected OP IN OUT/],
    ["the shape of a file", ["apply", "gelu", x, out, "--columns", "3"], /a file has its own shape/],
    ["stdin without a type", ["apply", "gelu", "-", out], /--dtype f32, f64 or f16/],
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
      /header is broken: it says it has 2147483647 bytes/,
    ],
    ["version 4", write("v4.npy", Buffer.from(npy).fill(4, 6, 7)), /version 4\.0 is not known/],
    ["objects", npyOf("o.npy", literal("'|O'", "(1,)"), 8), /dtype \|O is not supported: .*astype/],
    ["complex numbers", npyOf("i.npy", literal("'<c8'", "(1,)"), 8), /dtype <c8 is not supported: .*astype/],
    ["an archive", write("a.npz", Buffer.from("PK\x03\x04and so on")), /an \.npz archive, .*unzip FILE\.npz/],
    [
      "structures",
      npyOf("s.npy", literal("[('a', '<f4')]", "(1,)"), 4),
      /dtype with fields is not supported: .*one field/,
    ],
    ["a broken header", npyOf("c.npy", "{'descr': '<f4'}", 4), /header is broken/],
    ["too many elements", npyOf("e.npy", literal("'<f4'", `(${2 ** 40}, ${2 ** 40})`), 4), /than can be counted/],
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
    await refuses(["apply", "prelu", x, out, "--alpha", two], 2, /--alpha expected 1 slope, or 3/);
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
