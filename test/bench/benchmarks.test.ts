import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { GOALS, scores } from "../../bench/comparison/goals.js";
import { type Benchmarks, RECORD, readBenchmarks, replaced, toText } from "../../bench/comparison/record.js";
import type { Row } from "../../bench/comparison/row.js";
import { SIZES, typesFor } from "../../bench/comparison/settings.js";
import { subjects } from "../../bench/comparison/subjects.js";
import { peerNames } from "../../bench/peers/index.js";
import { charts } from "../../scripts/docs/benchmarks-charts.js";
import { currentPage } from "../../scripts/docs/benchmarks-page.js";

const benchmarks = readBenchmarks();

describe("npm run docs has been run since docs/benchmarks.json changed", () => {
  const drawn = charts(benchmarks);

  test("docs/benchmarks.md", () => {
    expect(readFileSync("docs/benchmarks.md", "utf8")).toBe(currentPage());
  });

  test.each([...drawn.keys()])("docs/%s", (name) => {
    expect(readFileSync(`docs/${name}`, "utf8")).toBe(drawn.get(name));
  });

  test("the page shows every chart, and no chart is left over", () => {
    const files = readdirSync("docs").filter((name) => /^benchmarks-.*\.svg$/.test(name));
    const shown = [...currentPage().matchAll(/\((benchmarks-[^)]*\.svg)\)/g)].map(([, name]) => name);
    expect(files.sort()).toEqual([...drawn.keys()].sort());
    expect(shown.sort()).toEqual([...drawn.keys()].sort());
  });

  test("docs/benchmarks.json is formatted as the bench writes it", () => {
    expect(readFileSync(RECORD, "utf8")).toBe(toText(benchmarks));
  });
});

describe("docs/benchmarks.json has every row", () => {
  test.each(subjects)("%s, at all sizes", (name) => {
    const rows = benchmarks.rows.filter((row) => row.name === name);
    const wanted = SIZES.flatMap((size) =>
      typesFor(size).flatMap((type) => ["value", "gradient"].map((direction) => `${direction} ${type} ${size}`)),
    );
    expect(rows.map(({ direction, type, size }) => `${direction} ${type} ${size}`)).toEqual(wanted);
  });

  test("and nothing else", () => {
    expect([...new Set(benchmarks.rows.map(({ name }) => name))].sort()).toEqual([...subjects].sort());
  });

  test("from every library that the bench has", () => {
    expect(Object.keys(benchmarks.titles).sort()).toEqual([...peerNames].sort());
  });
});

describe("goals", () => {
  test.each(GOALS.map((goal) => [`${goal.title} ≥ ${goal.atLeast}`, goal] as const))("%s: has figures", (_, goal) => {
    const judged = new Set(scores(goal, benchmarks.rows).map(({ name }) => name));
    for (const name of goal.names ?? []) expect(judged, name).toContain(name);
    expect(judged.size).toBeGreaterThan(0);
  });

  test("count figures below the limit as missed", () => {
    const row: Row = {
      name: "relu",
      direction: "value",
      type: "f32",
      size: 2 ** 16,
      elements: 2 ** 16,
      ways: { workspace: { ns: 1, spread: 0 }, copy: { ns: 0.8, spread: 0 } },
    };
    const goal = GOALS.find(({ other }) => other === "copy")!;
    expect(scores(goal, [row])).toEqual([{ name: "relu", size: 2 ** 16, ratio: 0.8, hit: false, unsteady: false }]);
    expect(scores(goal, [{ ...row, direction: "gradient" }])).toEqual([]);
    expect(scores({ ...goal, atLeast: 0.8 }, [row])[0]!.hit).toBe(true);
  });
});

test("the figures of some functions replace their rows in the record", () => {
  const row = (name: string, ns: number) => ({ name, ways: { workspace: { ns, spread: 0 } } }) as unknown as Row;
  const known = { environment: { commit: "old" }, titles: {}, processes: 1, rows: [row("elu", 1), row("tanh", 2)] };
  const results = { environment: { commit: "new" }, titles: {}, processes: 1, rows: [row("elu", 3)] };
  expect(replaced(known as unknown as Benchmarks, results as unknown as Benchmarks)).toEqual({
    environment: { commit: "old" },
    titles: {},
    processes: 1,
    later: { elu: { commit: "new" } },
    rows: [row("elu", 3), row("tanh", 2)],
  });
  const others = { ...results, processes: 3 } as unknown as Benchmarks;
  expect(() => replaced(known as unknown as Benchmarks, others)).toThrow("--processes: expected 1, as in docs/");
});
