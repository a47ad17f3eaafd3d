import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../bench/comparison/check.js";
import { GOALS, scores } from "../bench/comparison/goals.js";
import { type Benchmarks, RECORD, readBenchmarks, renewed, toText } from "../bench/comparison/record.js";
import type { Row } from "../bench/comparison/row.js";
import { SIZES } from "../bench/comparison/settings.js";
import { subjects } from "../bench/comparison/subjects.js";
import { measureAsync } from "../bench/measure.js";
import { peerNames } from "../bench/peers/index.js";
import { installed } from "../bench/peers/installed.js";
import { model } from "../bench/peers/onnx.js";
import { MODELS } from "../bench/peers/onnx-models.js";
import { FUNCTIONS } from "../bench/peers/tensorflow-functions.js";
import { charts } from "../scripts/benchmarks-charts.js";
import { benchmarksPage } from "../scripts/benchmarks-page.js";
import { functions } from "../scripts/functions.js";

const benchmarks = readBenchmarks();

describe("what npm run docs makes of docs/benchmarks.json is up to date", () => {
  const drawn = charts(benchmarks);

  test("docs/benchmarks.md", () => {
    expect(readFileSync("docs/benchmarks.md", "utf8")).toBe(benchmarksPage(benchmarks));
  });

  test.each([...drawn.keys()])("docs/%s", (name) => {
    expect(readFileSync(`docs/${name}`, "utf8")).toBe(drawn.get(name));
  });

  test("no picture that is gone, and none that the page does not show", () => {
    const files = readdirSync("docs").filter((name) => /^benchmarks-.*\.svg$/.test(name));
    const shown = [...benchmarksPage(benchmarks).matchAll(/\((benchmarks-[^)]*\.svg)\)/g)].map(([, name]) => name);
    expect(files.sort()).toEqual([...drawn.keys()].sort());
    expect(shown.sort()).toEqual([...drawn.keys()].sort());
  });

  test("docs/benchmarks.json is as it is written", () => {
    expect(readFileSync(RECORD, "utf8")).toBe(toText(benchmarks));
  });
});

describe("docs/benchmarks.json has everything", () => {
  test.each(subjects)("%s, at all sizes", (name) => {
    const rows = benchmarks.rows.filter((row) => row.name === name);
    const wanted = SIZES.flatMap((size) =>
      ["f32", "f64"].flatMap((type) => ["value", "gradient"].map((direction) => `${direction} ${type} ${size}`)),
    );
    expect(rows.map(({ direction, type, size }) => `${direction} ${type} ${size}`)).toEqual(wanted);
  });

  test("and nothing else", () => {
    expect([...new Set(benchmarks.rows.map(({ name }) => name))].sort()).toEqual([...subjects].sort());
  });

  test("by every library", () => {
    expect(Object.keys(benchmarks.titles).sort()).toEqual([...peerNames].sort());
  });
});

describe("goals", () => {
  test.each(GOALS.map((goal) => [`${goal.title} ≥ ${goal.atLeast}`, goal] as const))("%s: has figures", (_, goal) => {
    const judged = new Set(scores(goal, benchmarks.rows).map(({ name }) => name));
    for (const name of goal.names ?? []) expect(judged, name).toContain(name);
    expect(judged.size).toBeGreaterThan(0);
  });

  test("are missed by the figures that are too low", () => {
    const row: Row = {
      name: "relu",
      direction: "value",
      type: "f32",
      size: 2 ** 16,
      elements: 2 ** 16,
      ways: { workspace: { ns: 1, spread: 0 }, copy: { ns: 0.8, spread: 0 } },
    };
    const goal = GOALS.find(({ other }) => other === "copy")!;
    expect(scores(goal, [row])).toEqual([{ name: "relu", size: 2 ** 16, ratio: 0.8, hit: false }]);
    expect(scores(goal, [{ ...row, direction: "gradient" }])).toEqual([]);
    expect(scores({ ...goal, atLeast: 0.8 }, [row])[0]!.hit).toBe(true);
  });
});

test("figures of some functions take the place of what the record has of them", () => {
  const row = (name: string, ns: number) => ({ name, ways: { workspace: { ns, spread: 0 } } }) as unknown as Row;
  const known = { environment: { commit: "old" }, titles: {}, rows: [row("elu", 1), row("tanh", 2)] };
  const results = { environment: { commit: "new" }, titles: {}, rows: [row("elu", 3)] };
  expect(renewed(known as unknown as Benchmarks, results as unknown as Benchmarks)).toEqual({
    environment: { commit: "old" },
    titles: {},
    anew: { elu: { commit: "new" } },
    rows: [row("elu", 3), row("tanh", 2)],
  });
});

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

test("an ONNX model of a node is encoded as protobuf says", () => {
  const bytes = model([{ operator: "Elu", attributes: { alpha: 1 } }], { shape: [300] });
  const hex = Buffer.from(bytes).toString("hex");
  // ir_version 9; the node: input "x", output "y", op_type "Elu", the attribute "alpha", float 1, FLOAT.
  expect(hex.startsWith("0809")).toBe(true);
  expect(hex).toContain("0a01781201792203456c752a110a05616c706861150000803fa00101");
  // "x": a tensor of floats of one dimension of 300; at the end opset 20.
  expect(hex).toContain("5a100a01780a0b0a090801");
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
    expect(timings.fast.ns).toBeLessThan(timings.slow.ns);
    // Once each to be warmed, then in another order each round.
    expect(turns).toEqual(["slow", "fast", "slow", "fast", "fast", "slow"]);
  });

  test("an error of a candidate is one of the measurement", async () => {
    const failing = () => Promise.reject(new Error("no result"));
    await expect(measureAsync({ failing }, settings, () => {})).rejects.toThrow("no result");
  });
});

describe("npm run bench:peers", () => {
  const bench = (...args: string[]) => {
    const { status, stderr, stdout } = spawnSync("npx", ["tsx", "bench/comparison/index.ts", ...args], {
      encoding: "utf8",
    });
    return { status, stdout, error: stderr.trim().split("\n").at(-1) };
  };

  test("--help", () => expect(bench("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--peer") }));

  test.each([
    [["--op", "sigmod"], "--op: expected one of binaryStep,", "got sigmod; did you mean sigmoid?"],
    [["--peer", "tfjs"], "--peer: expected one of tfjs-wasm,", "got tfjs"],
    [["--size", "12"], "--size: expected a multiple of 64 from 1Ki on, such as 64Ki, got 12", ""],
    [["--record", "--quick"], "--record: expected all sizes and libraries with it", "got --quick"],
  ])(
    "%j is refused",
    (args, begin, end) => {
      const { status, error } = bench(...args);
      expect(status).toBe(1);
      expect(error).toContain(begin);
      expect(error).toContain(end);
    },
    60_000,
  );
});
