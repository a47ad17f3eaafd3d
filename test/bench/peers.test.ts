import { describe, expect, test } from "vitest";
import { check } from "../../bench/comparison/check.js";
import { parseCommandLine } from "../../bench/comparison/command-line.js";
import { merged } from "../../bench/comparison/merge.js";
import type { Row } from "../../bench/comparison/row.js";
import { SIZES } from "../../bench/comparison/settings.js";
import { subjects } from "../../bench/comparison/subjects.js";
import { peerNames } from "../../bench/peers/index.js";
import { installed } from "../../bench/peers/installed.js";
import { model } from "../../bench/peers/onnx.js";
import { MODELS } from "../../bench/peers/onnx-models.js";
import { FUNCTIONS } from "../../bench/peers/tensorflow-functions.js";
import { functions } from "../../catalogue/functions.js";
import { measureAsync } from "../../catalogue/timing/measure.js";

describe("libraries", () => {
  test("what they compute has the names of ours", () => {
    const names = functions.map(({ spec }) => spec.name);
    for (const name of [...Object.keys(FUNCTIONS), ...Object.keys(MODELS)]) expect(names).toContain(name);
  });

  test("one that is not installed is named, with the command that installs it", () => {
    expect(() => installed("not-a-library")).toThrow(
      new TypeError(
        "bench/peers: expected not-a-library there, got none that loads; run npm install --prefix bench/peers --ignore-scripts",
      ),
    );
  });

  test("another function is found out", () => {
    const want = Float32Array.of(1, 2, 3);
    expect(() => check("a library", Float32Array.of(1.0001, 2, 3), want)).not.toThrow();
    expect(() => check("a library", Float32Array.of(1, 2, 3.1), want)).toThrow("expected 3 at index 2, got 3.0999");
    expect(() => check("a library", Float32Array.of(1, Number.NaN, 3), want)).toThrow("expected 2 at index 1, got NaN");
    expect(() => check("a library", Float32Array.of(1, 2), want)).toThrow("expected 3 results, got 2");
  });
});

test("several processes count as their median, and differ by half their range", () => {
  const row = (ns: number, spread: number) => ({ name: "elu", ways: { plain: { ns, spread } } }) as unknown as Row;
  expect(merged([[row(1, 0.1)]])).toEqual([row(1, 0.1)]);
  expect(merged([[row(2, 0.1)], [row(1, 0.2)], [row(1.5, 0.3)]])).toEqual([row(1.5, 0.33)]);
  expect(merged([[row(1, 0.1)], [row(1, 0.2)], [row(1, 0.3)]])).toEqual([row(1, 0.2)]);
});

test("an ONNX model of a node is encoded as protobuf says", () => {
  const bytes = model([{ operator: "Elu", attributes: { alpha: 1 } }], { shape: [300] });
  const hex = Buffer.from(bytes).toString("hex");
  // ir_version 9; a graph of 66 bytes, in which a node of 28: input "x", output "y", op_type "Elu", …
  expect(hex.startsWith("08093a420a1c0a01781201792203456c75")).toBe(true);
  // … and the attribute "alpha": a float, 1, of type FLOAT.
  expect(hex).toContain("2a0f0a05616c706861150000803fa00101");
  // The input "x" is a tensor of floats, whose one dimension is 300; opset 20 is the end.
  expect(hex).toContain("5a100a0178120b0a09080112050a0308ac02");
  expect(hex.endsWith("42021014")).toBe(true);
});

describe("measureAsync", () => {
  const settings = { rounds: 2, time: 1, warmup: 1, samples: 1 };

  test("waits for promises, calls functions, and says whose turn it is", async () => {
    const turns: string[] = [];
    let open = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
    };
    const timings = await measureAsync({ slow, fast: () => 1 }, settings, (name) => turns.push(name));
    expect(most).toBe(1);
    expect(open).toBe(0);
    expect(timings.slow.ns).toBeGreaterThan(1e6);
    expect(timings.fast.ns).toBeGreaterThan(0);
    // Once each to be warmed, then in another order each round.
    expect(turns).toEqual(["slow", "fast", "slow", "fast", "fast", "slow"]);
  });

  test("an error of a candidate is one of the measurement", async () => {
    const failing = () => Promise.reject(new Error("no result"));
    await expect(measureAsync({ failing }, settings, () => {})).rejects.toThrow("no result");
  });
});

describe("npm run bench:peers", () => {
  test("runs everything, or what is asked for, in the order in which libraries may be loaded", () => {
    expect(parseCommandLine([])).toMatchObject({ names: subjects, peers: peerNames, sizes: SIZES, record: "no" });
    const asked = ["--op", "tanh", "--size", "1Mi", "--peer", "ort-web", "--peer", "ort-node"];
    expect(parseCommandLine(asked)).toMatchObject({
      names: ["tanh"],
      peers: ["ort-node", "ort-web"],
      sizes: [2 ** 20],
    });
    expect(parseCommandLine(["--quick"]).sizes).toEqual([2 ** 16]);
    expect(parseCommandLine(["--record"]).record).toBe("all");
    expect(parseCommandLine(["--record", "--op", "elu"]).record).toBe("some");
  });

  test.each([
    [["--op", "sigmod"], /^--op: expected one of binaryStep, .*, got sigmod; did you mean sigmoid\?$/],
    [["--peer", "tfjs"], /^--peer: expected one of tfjs-wasm, .*, got tfjs/],
    [["--size", "12"], /^--size: expected a multiple of 64 from 1Ki on, such as 64Ki, got 12$/],
    [["--record", "--quick"], /^--record: expected all sizes and libraries with it, got --quick/],
    [["--processes", "0"], /^--processes: expected a number from 1 to 99, got 0$/],
    [["--fast"], /^Unknown option '--fast'/],
  ])("%j is refused", (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
