import * as library from "lanewise";
import { describe, expect, test } from "vitest";
import type { FloatArray } from "../support/call.js";
import { bytesOf, folder, lanewise } from "../support/cli.js";
import { elementwise, requiredBy } from "../support/functions.js";
import { expectSame } from "../support/same.js";

/** `lanewise apply` gives the bits of the library, however the numbers come and go. */

const files = folder();
const { at, save, load } = files;

const numbers = (n: number) => new Float32Array(n).map((_, i) => ((i * 7919) % 4001) / 250 - 8);
const doubles = (n: number) => Float64Array.from(numbers(n), (x) => x * 1.1);

async function apply(...args: string[]) {
  const result = await lanewise(["apply", ...args, "--overwrite"]);
  expect(result.stderr).toBe("");
  expect(result.code).toBe(0);
  return result;
}

describe("elementwise functions", () => {
  const x = save("x.npy", numbers(1000), [10, 100]);

  test.each(elementwise.map((f) => [f.spec.name, f] as const))("%s", async (name, f) => {
    const options = requiredBy(f);
    const parameters = Object.entries(options).map(([key, value]) => `--${key}=${value}`);
    await apply(name, x, at(`${name}.npy`), ...parameters);
    const { data, shape } = load(`${name}.npy`);
    expectSame(data, f(numbers(1000), options));
    expect(shape).toEqual([10, 100]);
  });

  test("by an alias, with parameters as JavaScript and as shells write them", async () => {
    await apply("leakyRelu", x, at("y.npy"), "--negativeSlope", "-0.2");
    expectSame(load("y.npy").data, library.leakyRelu(numbers(1000), { negativeSlope: -0.2 }));
    await apply("leakyRelu", x, at("y.npy"), "--negative-slope=0.3");
    expectSame(load("y.npy").data, library.leakyRelu(numbers(1000), { negativeSlope: 0.3 }));
    await apply("relu", x, at("y.npy"), "--max-value", "Infinity");
    expectSame(load("y.npy").data, library.relu(numbers(1000)));
    await apply("logistic", x, at("y.npy"));
    expectSame(load("y.npy").data, library.sigmoid(numbers(1000)));
  });

  test("--derivative and --grad", async () => {
    await apply("gelu", x, at("d.npy"), "--derivative");
    expectSame(load("d.npy").data, library.gelu.derivative(numbers(1000)));
    const dy = doubles(1000).map((v) => v / 3);
    const path = save("dy.npy", dy, [10, 100]);
    await apply("gelu", x, at("g.npy"), "--grad", path);
    expectSame(load("g.npy").data, library.gelu.grad(numbers(1000), Float32Array.from(dy)));
  });

  test.each([
    ["f32", Float32Array.from(doubles(1000)), "doubles.npy"],
    ["f64", Float64Array.from(numbers(1000)), "x.npy"],
  ] as const)("--dtype %s converts", async (dtype, converted, name) => {
    save("doubles.npy", doubles(1000));
    await apply("tanh", at(name), at("y.npy"), "--dtype", dtype);
    expectSame(load("y.npy").data, library.tanh<FloatArray>(converted));
  });

  test("Fortran order stays", async () => {
    const path = save("fortran.npy", numbers(12), [3, 4], true);
    await apply("silu", path, at("y.npy"));
    const { data, fortranOrder, shape } = load("y.npy");
    expectSame(data, library.silu(numbers(12)));
    expect({ fortranOrder, shape }).toEqual({ fortranOrder: true, shape: [3, 4] });
  });

  test("versions 2 and 3 of the format", async () => {
    for (const version of [2, 3]) {
      const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n";
      const front = Buffer.alloc(12);
      front.write("\x93NUMPY", "latin1");
      front[6] = version;
      front.writeUInt32LE(header.length, 8);
      const data = Float64Array.of(-1, 0, 1);
      const path = files.write("v.npy", Buffer.concat([front, Buffer.from(header), bytesOf(data)]));
      await apply("elu", path, at("y.npy"));
      expectSame(load("y.npy").data, library.elu(data));
    }
  });

  test("no elements, and one without a dimension", async () => {
    const none = save("none.npy", new Float32Array(0), [0, 3]);
    await apply("gelu", none, at("y.npy"));
    expect(load("y.npy")).toMatchObject({ shape: [0, 3], data: new Float32Array(0) });
    const one = save("one.npy", Float64Array.of(2), []);
    await apply("gelu", one, at("y.npy"));
    expect(load("y.npy")).toMatchObject({ shape: [], data: library.gelu(Float64Array.of(2)) });
  });

  test("rrelu in training: the slopes of the library, across blocks", async () => {
    const length = 2 ** 20 + 1000;
    const long = save("long.npy", numbers(length));
    await apply("rrelu", long, at("y.npy"), "--training", "--seed", "5");
    expectSame(load("y.npy").data, library.rrelu(numbers(length), { training: true, seed: 5 }));
  });
});

describe("shaped functions", () => {
  const shape = [6, 8, 10];
  const data = doubles(480);
  const x = save("shaped.npy", data, shape);
  const axes = [0, 1, 2, -1, -3];

  test.each(axes)("softmax, logSumExp and their gradients, axis %i", async (axis) => {
    await apply("softmax", x, at("y.npy"), "--axis", `${axis}`);
    expectSame(load("y.npy").data, library.softmax(data, { shape, axis }));
    await apply("softmax", x, at("dx.npy"), "--axis", `${axis}`, "--grad", x);
    expectSame(load("dx.npy").data, library.softmax.grad(data, data, { shape, axis }));
    await apply("logSumExp", x, at("sum.npy"), "--axis", `${axis}`);
    const sums = load("sum.npy");
    expectSame(sums.data, library.logSumExp(data, { shape, axis }));
    expect(sums.shape).toEqual(shape.filter((_, i) => i !== (axis + 3) % 3));
    await apply("logSumExp", x, at("dx.npy"), "--axis", `${axis}`, "--grad", at("sum.npy"));
    expectSame(load("dx.npy").data, library.logSumExp.grad(data, sums.data as Float64Array, { shape, axis }));
  });

  test.each(axes)("halves, doubles and pieces, axis %i", async (axis) => {
    const sized = (factor: number) => shape.map((size, i) => (i === (axis + 3) % 3 ? size * factor : size));
    await apply("glu", x, at("y.npy"), "--axis", `${axis}`);
    expectSame(load("y.npy").data, library.glu(data, { shape, axis }));
    expect(load("y.npy").shape).toEqual(sized(1 / 2));
    await apply("glu", x, at("dx.npy"), "--axis", `${axis}`, "--grad", at("y.npy"));
    expectSame(load("dx.npy").data, library.glu.grad(data, load("y.npy").data as Float64Array, { shape, axis }));
    await apply("crelu", x, at("y.npy"), "--axis", `${axis}`);
    expectSame(load("y.npy").data, library.crelu(data, { shape, axis }));
    expect(load("y.npy").shape).toEqual(sized(2));
    await apply("maxout", x, at("y.npy"), "--axis", `${axis}`, "--pieces", "2");
    expectSame(load("y.npy").data, library.maxout(data, { shape, axis, pieces: 2 }));
  });

  test("prelu with one slope and with one a channel", async () => {
    await apply("prelu", x, at("y.npy"), "--alpha", "0.25");
    expectSame(load("y.npy").data, library.prelu(data, Float64Array.of(0.25)));
    const alpha = Float64Array.from({ length: 8 }, (_, i) => i / 8);
    const slopes = save("alpha.npy", alpha);
    await apply("prelu", x, at("y.npy"), "--alpha", slopes, "--axis", "1");
    expectSame(load("y.npy").data, library.prelu(data, alpha, { shape, axis: 1 }));
    await apply("prelu", x, at("y.npy"), "--alpha", slopes, "--axis", "1", "--grad", x);
    expectSame(load("y.npy").data, library.prelu.grad(data, alpha, data, { shape, axis: 1 }));
  });

  test("rows of nothing", async () => {
    const none = save("none.npy", new Float32Array(0), [3, 0]);
    await apply("logSumExp", none, at("y.npy"));
    expectSame(load("y.npy").data, new Float32Array(3).fill(Number.NEGATIVE_INFINITY));
  });
});

describe("larger than a block", () => {
  const shape = [2, 700, 1501];
  const data = numbers(2 * 700 * 1501);
  const x = save("large.npy", data, shape);

  const wanted = {
    sigmoid: library.sigmoid(data),
    softmax: [0, 1, 2].map((axis) => library.softmax(data, { shape, axis })),
    logSumExp: library.logSumExp(data, { shape, axis: 1 }),
  };

  test.each([
    ["in one thread", []],
    ["in two threads", ["--threads", "2"]],
  ] as const)("%s", async (_, more) => {
    await apply("sigmoid", x, at("y.npy"), ...more);
    expectSame(load("y.npy").data, wanted.sigmoid);
    for (const axis of [0, 1, 2]) {
      await apply("softmax", x, at("y.npy"), "--axis", `${axis}`, ...more);
      expectSame(load("y.npy").data, wanted.softmax[axis]!, `axis ${axis}`);
    }
    await apply("logSumExp", x, at("y.npy"), "--axis", "1", ...more);
    expectSame(load("y.npy").data, wanted.logSumExp);
  });

  test("one row of all", async () => {
    const row = save("row.npy", data, [data.length]);
    await apply("softmax", row, at("y.npy"));
    expectSame(load("y.npy").data, library.softmax(data));
  });
});

describe("stdin and stdout", () => {
  test("raw values, through a pipe", async () => {
    const x = doubles(200_001);
    const { code, bytes } = await lanewise(["apply", "mish", "-", "-", "--dtype", "f64"], bytesOf(x));
    expect(code).toBe(0);
    expectSame(new Float64Array(new Uint8Array(bytes).buffer), library.mish(x));
  });

  test("more blocks than are in memory, in order", async () => {
    const x = numbers(6 * 2 ** 20 + 5);
    const { bytes } = await lanewise(["apply", "tanh", "-", "-", "--dtype", "f32", "--threads", "2"], bytesOf(x));
    expectSame(new Float32Array(new Uint8Array(bytes).buffer), library.tanh(x));
  });

  test("rows: --columns, --shape, into a file and out of one", async () => {
    const x = numbers(600);
    const columns = await lanewise(["apply", "softmax", "-", "-", "--dtype=f32", "--columns", "30"], bytesOf(x));
    const expected = library.softmax(x, { shape: [20, 30] });
    expectSame(new Float32Array(new Uint8Array(columns.bytes).buffer), expected);
    const args = ["apply", "logSumExp", "-", at("rows.npy"), "--dtype=f32", "--shape", "3,10", "--axis=1"];
    const shaped = await lanewise(args, bytesOf(x));
    expect(shaped.code).toBe(0);
    const { data, shape } = load("rows.npy");
    expectSame(data, library.logSumExp(x, { shape: [20, 3, 10], axis: 1 }));
    expect(shape).toEqual([20, 10]);
    const out = await lanewise(["apply", "relu", at("rows.npy"), "-"]);
    expectSame(new Float32Array(new Uint8Array(out.bytes).buffer), library.relu<FloatArray>(data));
  });

  test("nothing at all", async () => {
    const { code, bytes } = await lanewise(["apply", "mish", "-", "-", "--dtype", "f64"]);
    expect({ code, length: bytes.length }).toEqual({ code: 0, length: 0 });
  });
});

describe("the summary", () => {
  const x = save("sum-x.npy", numbers(12), [3, 4]);

  test("for people, or none", async () => {
    const { stdout } = await apply("glu", x, at("y.npy"));
    expect(stdout).toMatch(/y\.npy: glu, shape \(3, 2\) of f32, [\d.]+ s(, .+\/s)?\n$/);
    expect((await apply("glu", x, at("y.npy"), "--quiet")).stdout).toBe("");
  });

  test("for programs", async () => {
    const { stdout } = await apply("leakyRelu", x, at("y.npy"), "--negative-slope", "0.5", "--derivative", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      function: "leakyRelu.derivative",
      parameters: { negativeSlope: 0.5 },
      type: "f32",
      inputShape: [3, 4],
      outputShape: [3, 4],
      elements: 12,
      threads: 1,
    });
  });

  test("is on stderr where stdout has the data", async () => {
    const { stderr, bytes } = await lanewise(["apply", "relu", x, "-", "--json"]);
    expect(bytes.length).toBe(48);
    expect(JSON.parse(stderr)).toMatchObject({ function: "relu", output: "-" });
  });
});
