import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FloatArray, sigmoid, softmax } from "lanewise";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { formatNpy, parseNpy } from "../../cli/io/npy.js";
import { Tally } from "../../examples/demo/accuracy.js";
import { demonstrate } from "../../examples/demo/demonstration.js";
import { type Activation, activations } from "../../examples/demo/functions.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "lanewise-demo-"));
const at = (name: string) => join(directory, name);

beforeEach(() => {
  for (const name of readdirSync(directory)) rmSync(at(name));
});
afterAll(() => rmSync(directory, { recursive: true }));

function demo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "examples/demo.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, npm_lifecycle_event: "test" },
  });
  return { status, stdout, stderr };
}

describe("the whole, on a small batch", () => {
  test("is right, and says so", { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = demo("--count", "65536");
    expect(stderr).toBe("");
    expect(status, stdout).toBe(0);
    for (const { spec } of activations) expect(stdout).toMatch(new RegExp(`^${spec.name} .* ok$`, "m"));
    expect(stdout).toMatch(/0\.26894143 +0\.5 +0\.7310586 +lanewise f32 ok/);
    expect(stdout).toMatch(/0\.04383154 .* published, but not of this input/);
    expect(stdout).toMatch(/^[\d,]+ values checked, 0 off; [\d.]+ s; Node .+/m);
  });
});

describe("a value that is off", () => {
  type Broken = Partial<{ f: (x: FloatArray, y: FloatArray) => void; grad: (dx: FloatArray) => void; spec: object }>;

  /** sigmoid, except what the options say. */
  const broken = ({ f, grad, spec }: Broken): Activation =>
    Object.assign(
      (x: FloatArray, options?: object) => {
        const y = sigmoid(x, options);
        f?.(x, y);
        return y;
      },
      {
        derivative: sigmoid.derivative,
        grad: (x: FloatArray, dy: FloatArray, options?: object) => {
          const dx = sigmoid.grad(x, dy as Float32Array, options);
          grad?.(dx);
          return dx;
        },
        spec: { ...sigmoid.spec, ...spec },
      },
    ) as Activation;

  const run = (f: Activation) => {
    const lines: string[] = [];
    const code = demonstrate([f], 4_096, (line) => lines.push(line));
    return { code, output: lines.join("\n") };
  };

  test("none: exit code 0", () => {
    const { code, output } = run(broken({}));
    expect(output).not.toMatch(/OFF/);
    expect(code).toBe(0);
  });

  test.each<[string, Broken, RegExp]>([
    ["one value, the last one", { f: (_, y) => void (y[y.length - 1]! *= 1.000_001) }, /OFF sigmoid, f32 value: 1 of/],
    ["one gradient", { grad: (dx) => void (dx[1]! *= 1.000_001) }, /OFF sigmoid, f32 gradient: 1 of/],
    [
      "a NaN that got lost",
      { f: (x, y) => x.forEach((v, i) => void (y[i] = Number.isNaN(v) ? 0 : y[i]!)) },
      /= 0, exact NaN/,
    ],
    ["a NaN from nowhere", { f: (_, y) => void (y[5] = Number.NaN) }, /\[5\] = NaN, exact/],
    ["an infinity", { f: (_, y) => void (y[5] = Number.POSITIVE_INFINITY) }, /\[5\] = Infinity, exact/],
    ["a zero", { f: (_, y) => void (y[5] = 0) }, /\[5\] = 0, exact/],
    [
      "f64 only",
      { f: (_, y) => void (y.BYTES_PER_ELEMENT === 8 && (y[7]! *= 1 + 1e-14)) },
      /OFF sigmoid, f64 value: 1 of/,
    ],
    [
      "a bound that is too strict",
      { spec: { errorBounds: { f32: { value: 0.5, derivative: 4 }, f64: { value: 2.5, derivative: 4 } } } },
      /OFF sigmoid, f32 value: \d+ of 4096.*limit 0\.5/,
    ],
    [
      "other bits out of a Workspace, within the bound",
      { f: (_, y) => void (y.byteOffset > 0 && y.BYTES_PER_ELEMENT === 4 && (y[9] = y[9]! * (1 + 2 ** -23))) },
      /OFF sigmoid, f32 value: 1 of 4096, first \[9\] = .*Infinity units/,
    ],
  ])("%s: exit code 1", (_, change, message) => {
    const { code, output } = run(broken(change));
    expect(output).toMatch(message);
    expect(output).toMatch(/^sigmoid .* OFF$/m);
    expect(output).toMatch(/values checked, [1-9][\d,]* off/);
    expect(code).toBe(1);
  });

  test("in a row", () => {
    const wrong = Object.assign(
      (x: Float32Array, options?: object) => {
        const y = softmax(x, options);
        y[1_500]! *= 1.000_001;
        return y;
      },
      { grad: softmax.grad, spec: softmax.spec },
    ) as unknown as Activation;
    const { code, output } = run(wrong);
    expect(output).toMatch(/OFF softmax, f32 value: 1 of 4000, first \[1500\]/);
    expect(code).toBe(1);
  });

  test("a function without a loop or a reference names the file to add it to", () => {
    expect(() => run(broken({ spec: { name: "novel" } }))).toThrow(/novel.*catalogue\/timing\/plain\.ts/);
    const shaped = Object.assign(() => {}, { grad: () => {}, spec: { ...softmax.spec, name: "novel" } });
    expect(() => run(shaped as unknown as Activation)).toThrow(/novel.*test\/reference\/index\.ts/);
  });
});

describe("errors are counted in units in the last place", () => {
  const tally = (got: number, want: number, limit = 1, least?: number) => {
    const result = new Tally("f32", limit);
    result.add(Float32Array.of(got), 0, Float64Array.of(want), least === undefined ? least : Float64Array.of(least));
    return result;
  };
  test.each([
    ["a unit above a power of two", 1 + 2 ** -23, 1, 1],
    ["half a unit below is half a unit", 1, 1 - 2 ** -25, 0.5],
    ["subnormal numbers have the smallest unit", 3 * 2 ** -149, 2 ** -149, 2],
    ["what overflows when rounded is infinite", Number.POSITIVE_INFINITY, 2 ** 128, 0],
    ["infinity is a unit past the largest number", Number.POSITIVE_INFINITY, (2 - 2 ** -23) * 2 ** 127, 1],
    ["small numbers may be flushed", 0, 2 ** -127, 0],
    ["others may not", 0, 2 ** -125, 2 ** 23],
    ["NaN is NaN", Number.NaN, Number.NaN, 0],
    ["NaN is nothing else", 1, Number.NaN, Number.POSITIVE_INFINITY],
    ["the wrong infinity", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])("%s", (_, got, want, error) => {
    const { worst, off, checked } = tally(got, want);
    expect(worst).toBe(error);
    expect({ off, checked }).toEqual({ off: error > 1 ? 1 : 0, checked: 1 });
  });

  test("of a least unit", () => {
    expect(tally(2 ** -24, 0, 1, 0.5).worst).toBe(1);
  });
});

describe("own numbers", () => {
  test("a 2-D .npy file, rows along an axis", () => {
    const data = Float32Array.of(2, 1, 0.1, 0.1, 1, 3);
    writeFileSync(at("x.npy"), formatNpy({ data, shape: [2, 3], fortranOrder: false }));
    const { status, stdout, stderr } = demo("--input", at("x.npy"), "--op", "softmax", "--axis", "-2");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/x\.softmax\.npy\n6 values, min 0\.0\d+, max 0\.\d+, mean 0\.(5|49999999)\d*\n.* ms/);
    expect(parseNpy(readFileSync(at("x.softmax.npy")))).toEqual({
      data: softmax(data, { shape: [2, 3], axis: 0 }),
      shape: [2, 3],
      fortranOrder: false,
    });
  });

  test("Fortran order, f64, an alias, the derivative", () => {
    const data = Float64Array.of(-1, 0, 1, 2);
    writeFileSync(at("x.npy"), formatNpy({ data, shape: [2, 2], fortranOrder: true }));
    expect(demo("--input", at("x.npy"), "--op", "logistic", "--derivative").status).toBe(0);
    const expected = { data: sigmoid.derivative(data), shape: [2, 2], fortranOrder: true };
    expect(parseNpy(readFileSync(at("x.sigmoid-derivative.npy")))).toEqual(expected);
  });

  test("a text, which keeps its layout, and a negative parameter", () => {
    writeFileSync(at("x.txt"), "-1, 2\r\n\r\n  inf\t-4e0 nan\r\n");
    expect(demo("--input", at("x.txt"), "--op", "leakyRelu", "--negativeSlope", "-0.5").status).toBe(0);
    expect(readFileSync(at("x.leakyRelu.txt"), "utf8")).toBe("0.5, 2\r\n\r\n  Infinity\t2 NaN\r\n");
  });

  test("one value a row", () => {
    const log = Math.log(2);
    writeFileSync(at("x.txt"), "1 1\n3 3\n");
    expect(demo("--input", at("x.txt"), "--op", "logSumExp").status).toBe(0);
    const rows = readFileSync(at("x.logSumExp.txt"), "utf8").trim().split("\n").map(Number);
    expect(rows.map((value) => Math.round(value * 1e6))).toEqual([1 + log, 3 + log].map((v) => Math.round(v * 1e6)));
  });

  test("slopes for channels", () => {
    writeFileSync(at("x.txt"), "-1 -1\n-2 3\n");
    expect(demo("--input", at("x.txt"), "--op", "prelu", "--alpha", "0.5,0.25").status).toBe(0);
    expect(readFileSync(at("x.prelu.txt"), "utf8")).toBe("-0.5 -0.25\n-1 3\n");
  });

  test.each<[string, string[], 1 | 2, RegExp]>([
    ["an unknown function", ["--input", "ok.txt", "--op", "sigmiod"], 2, /did you mean "sigmoid"\?/],
    ["no function", ["--input", "ok.txt"], 2, /--input needs --op/],
    ["an unknown option", ["--input", "ok.txt", "--op", "elu", "--alhpa", "2"], 2, /did you mean --alpha\?/],
    ["another function's parameter", ["--input", "ok.txt", "--op", "elu", "--theta", "2"], 2, /elu: .*"alpha"/],
    ["a parameter out of range", ["--input", "ok.txt", "--op", "relu", "--maxValue", "-1"], 2, /"maxValue" expected/],
    ["a parameter that is no number", ["--input", "ok.txt", "--op", "elu", "--alpha", "x"], 2, /--alpha expected/],
    ["an axis that is not there", ["--input", "ok.txt", "--op", "softmax", "--axis", "2"], 2, /"axis" expected/],
    ["an axis for an elementwise function", ["--input", "ok.txt", "--op", "elu", "--axis", "0"], 2, /takes no --axis/],
    ["no derivative", ["--input", "ok.txt", "--op", "softmax", "--derivative"], 2, /no --derivative/],
    ["a loss", ["--input", "ok.txt", "--op", "softmaxCrossEntropy"], 2, /compares two arrays/],
    ["no slopes", ["--input", "ok.txt", "--op", "prelu"], 2, /needs --alpha/],
    ["a missing file", ["--input", "missing.npy", "--op", "elu"], 1, /missing\.npy: no such file/],
    ["no numbers", ["--input", "bad.txt", "--op", "elu"], 1, /bad\.txt: line 3: "four" is not a number/],
    ["an empty file", ["--input", "empty.txt", "--op", "elu"], 1, /holds no numbers/],
    ["Fortran order for rows", ["--input", "fortran.npy", "--op", "softmax"], 1, /ascontiguousarray/],
    ["a broken file", ["--input", "cut.npy", "--op", "elu"], 1, /cut\.npy: truncated/],
  ])("%s: nothing is written", (_, args, code, message) => {
    const npy = formatNpy({ data: new Float32Array(4), shape: [2, 2], fortranOrder: true });
    writeFileSync(at("ok.txt"), "1 2\n3 4\n");
    writeFileSync(at("bad.txt"), "1 2\n\n3 four\n");
    writeFileSync(at("empty.txt"), "\n");
    writeFileSync(at("fortran.npy"), npy);
    writeFileSync(at("cut.npy"), npy.subarray(0, -1));
    const before = readdirSync(directory);
    const inDirectory = args.map((arg) => (/\.(txt|npy)$/.test(arg) ? at(arg) : arg));
    const { status, stdout, stderr } = demo(...inDirectory);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(code);
    expect(readdirSync(directory)).toEqual(before);
  });

  test("--help names every function and parameter", () => {
    const { status, stdout } = demo("--help");
    expect(status).toBe(0);
    for (const name of ["--input", "negativeSlope", ...activations.map(({ spec }) => spec.name)]) {
      expect(stdout).toContain(name);
    }
  });
});
