import { describe, expect, test } from "vitest";
import { type CallClass, MeasuredCosts, type Way } from "../../bindings/pool/measured-costs.js";

const CLASS: CallClass = { call: "gelu", type: "f32", inPlace: true, elements: 2 ** 17, row: 1 };
const LARGE: CallClass = { ...CLASS, elements: 2 ** 24 };

/** The ways of so many calls that take these times, by way, in milliseconds. */
function waysOf(costs: MeasuredCosts, kind: CallClass, calls: number, times: (call: number) => Record<Way, number>) {
  return Array.from({ length: calls }, (_, i) => {
    const way = costs.next(kind);
    costs.add(kind, way, kind.elements, times(i)[way]);
    return way;
  });
}

const T = "threads" as const;
const D = "direct" as const;

describe("which calls of a pool go to threads", () => {
  test("small calls are tried directly first, large ones on threads", () => {
    const costs = new MeasuredCosts();
    expect(waysOf(costs, CLASS, 4, () => ({ direct: 1, threads: 2 }))).toEqual([D, T, T, D]);
    expect(waysOf(costs, LARGE, 4, () => ({ direct: 1, threads: 2 }))).toEqual([T, D, D, T]);
  });

  test("until a call was measured, the first way is taken", () => {
    const costs = new MeasuredCosts();
    expect([costs.next(LARGE), costs.next(LARGE), costs.next(CLASS)]).toEqual([T, T, D]);
  });

  test.each([
    [D, { direct: 1, threads: 1.1 }],
    [T, { direct: 1.1, threads: 1 }],
    [D, { direct: 1, threads: 1 }],
  ])("%s, if it takes less time: %o", (faster, times) => {
    const ways = waysOf(new MeasuredCosts(), CLASS, 64, () => times).slice(4);
    expect(ways.filter((way) => way !== faster)).toHaveLength(0);
  });

  test("the first call of a way, which compiles, does not count if the second takes less", () => {
    const cold = (i: number) => ({ direct: i === 0 ? 100 : 1, threads: 2 });
    expect(waysOf(new MeasuredCosts(), CLASS, 8, cold).slice(4)).toEqual([D, D, D, D]);
  });

  test("the slower way is tried again at every 64th call, and taken once it is the faster one", () => {
    const costs = new MeasuredCosts();
    const before = waysOf(costs, CLASS, 4 + 128, () => ({ direct: 1, threads: 3 })).slice(4);
    expect(before.flatMap((way, i) => (way === T ? [i + 1] : []))).toEqual([64, 128]);
    const after = waysOf(costs, CLASS, 1_000, () => ({ direct: 3, threads: 1 }));
    expect(after.slice(-60).filter((way) => way === T).length).toBeGreaterThan(57);
  });

  test("one slow call does not change the choice", () => {
    const costs = new MeasuredCosts();
    waysOf(costs, CLASS, 10, () => ({ direct: 1, threads: 2 }));
    costs.add(CLASS, D, CLASS.elements, 4);
    expect(costs.next(CLASS)).toBe(D);
  });

  test("classes know nothing of each other", () => {
    const costs = new MeasuredCosts();
    waysOf(costs, CLASS, 10, () => ({ direct: 2, threads: 1 }));
    for (const other of [{ call: "relu" }, { type: "f64" }, { inPlace: false }, { elements: 2 ** 18 }, { row: 2 }]) {
      expect(costs.next({ ...CLASS, ...other } as CallClass), JSON.stringify(other)).toBe(D);
    }
    expect(costs.next(CLASS)).toBe(T);
  });

  test("a thousand classes are kept, the latest ones", () => {
    const costs = new MeasuredCosts();
    for (let i = 0; i < 1_500; i++) costs.next({ ...CLASS, call: `formula ${i}` });
    const calls = costs.list().map(({ call }) => call);
    expect([calls.length, calls[0], calls.at(-1)]).toEqual([1_000, "formula 500", "formula 1499"]);
  });

  test("the list has nanoseconds an element, and what was not tried", () => {
    const costs = new MeasuredCosts();
    costs.add(CLASS, D, 100_000, 1);
    costs.add(LARGE, T, 10, -1);
    expect(costs.list()).toEqual([
      { ...CLASS, direct: 10, threads: undefined, chosen: D },
      { ...LARGE, direct: undefined, threads: 0, chosen: T },
    ]);
  });
});
