import { Workspace } from "lanewise";
import { arrayOf, fill, firstDifference } from "../calls/arrays.js";
import { drawCall } from "../calls/draw.js";
import type { FloatArray } from "../calls/subjects.js";
import { call, expectSame, outputNames, title } from "../calls/ways.js";
import { type Campaign, expect, fail, type Tally } from "../campaign.js";
import type { Random } from "../random.js";

/** Arrays of a Workspace as they should be: what each holds, by the array itself. */
type Model = Map<FloatArray, FloatArray>;

export const workspace: Campaign = {
  name: "workspace",
  about:
    "drawn steps in a Workspace (allocate, copy, write, call, free, free twice, free a view, dispose, use after) next to " +
    "a model: arrays never overlap and keep their numbers, new ones are zero, wrong steps are refused, `used` returns to 0",
  share: 1,
  async prepare() {
    return {
      run(random, tally) {
        const bytes = random.pick([2 ** 16, 2 ** 18, 2 ** 20]);
        const ws = new Workspace({ bytes });
        const model: Model = new Map();
        const freed: FloatArray[] = [];
        const steps = random.between(5, 80);
        for (let i = 0; i < steps; i++) {
          random.pick(STEPS)({ ws, model, freed, random, tally });
          tally.count("steps");
          if (random.chance(0.2)) expectModel(model);
        }
        expectModel(model);
        if (random.chance(0.5)) {
          for (const array of model.keys()) ws.free(array);
          model.clear();
          expect(ws.used === 0, () => `${ws.used} bytes used after all arrays were freed`);
        }
        ws.dispose();
        useAfter(ws, [...model.keys(), ...freed], random);
        tally.count("Workspaces");
      },
    };
  },
};

interface Step {
  readonly ws: Workspace;
  readonly model: Model;
  readonly freed: FloatArray[];
  readonly random: Random;
  readonly tally: Tally;
}

const refused = (what: string, Kind: typeof RangeError | typeof TypeError, action: () => unknown) => {
  try {
    action();
  } catch (error) {
    expect(error instanceof Kind && error.message.startsWith("Workspace"), () => `${what}: threw ${String(error)}`);
    return;
  }
  fail(`${what}: not refused`);
};

function allocate({ ws, model, random, tally }: Step): void {
  const type = random.pick(["f32", "f64"] as const);
  const source = random.chance(0.5) ? arrayOf(type, random.below(2_000)) : random.below(4_000);
  if (typeof source !== "number") fill(source, random, "wild");
  const used = ws.used;
  let array: FloatArray;
  try {
    array = type === "f32" ? ws.float32(source) : ws.float64(source);
  } catch (error) {
    expect(error instanceof RangeError && /largest free block/.test(error.message), () => `allocate: ${String(error)}`);
    expect(ws.used === used, () => `a refused allocation took ${ws.used - used} bytes`);
    tally.count("full");
    return;
  }
  const expected = typeof source === "number" ? arrayOf(type, source) : source;
  const difference = firstDifference(array, expected);
  expect(difference === undefined, () => `a new array: ${difference}`);
  model.set(array, expected.slice());
}

function write({ model, random }: Step): void {
  if (model.size === 0) return;
  const [array, expected] = random.pick([...model]);
  fill(array, random, "wild");
  expected.set(array);
}

function compute({ ws, model, random }: Step): void {
  const drawn = drawCall(random, { most: 200 });
  const want = call(drawn);
  const make = (source: FloatArray | number) => (drawn.type === "f32" ? ws.float32(source) : ws.float64(source));
  const made: FloatArray[] = [];
  try {
    const operands = drawn.operands.map((array) => {
      if (array instanceof Int32Array) return array;
      const copy = make(array);
      made.push(copy);
      return copy;
    });
    const outputs = outputNames(drawn).map((name) => {
      const array = make(drawn.length);
      made.push(array);
      return [name, array] as const;
    });
    expectSame(drawn, "in the Workspace", call({ ...drawn, operands }, Object.fromEntries(outputs)), want);
    expectModel(model, () => title(drawn));
  } catch (error) {
    if (!(error instanceof RangeError && /largest free block/.test(error.message))) throw error;
  }
  for (const array of made) ws.free(array);
}

function free({ ws, model, freed, random }: Step): void {
  if (model.size === 0) return;
  const array = random.pick([...model.keys()]);
  const used = ws.used;
  ws.free(array);
  expect(ws.used < used, () => "free gave nothing back");
  model.delete(array);
  freed.push(array);
}

function freeTwice({ ws, freed, random }: Step): void {
  if (freed.length > 0) refused("a second free", RangeError, () => ws.free(random.pick(freed)));
}

function freeView({ ws, model, random }: Step): void {
  if (model.size === 0) return;
  const array = random.pick([...model.keys()]);
  refused("free of a view", RangeError, () => ws.free(array.subarray(0, random.below(array.length + 1))));
}

function freeForeign({ ws, random }: Step): void {
  const other = new Workspace({ bytes: 1 });
  const foreign = random.pick([new Float32Array(4), other.float32(4)]);
  refused("free of a foreign array", RangeError, () => ws.free(foreign));
  other.dispose();
}

const NO_SOURCES: readonly unknown[] = [
  ...[-1, 0.5, Number.NaN, Infinity, null, undefined, "4", {}, [[1, 2]], ["1"], [1, undefined]],
  ...[new Map(), new DataView(new ArrayBuffer(8)), new BigInt64Array(4), Symbol("n"), { length: -1 }, { length: "2" }],
];

function refuseSource({ ws, random }: Step): void {
  const used = ws.used;
  const source = random.pick(NO_SOURCES) as never;
  try {
    random.chance(0.5) ? ws.float32(source) : ws.float64(source);
  } catch (error) {
    const known = error instanceof TypeError || error instanceof RangeError;
    expect(known && error.message.startsWith("Workspace."), () => `a wrong source: threw ${String(error)}`);
    expect(ws.used === used, () => "a refused source keeps its block");
    return;
  }
  fail(`source ${String(source)}: not refused`);
}

const STEPS: readonly ((step: Step) => void)[] = [
  ...[allocate, allocate, allocate, write, compute, free, free],
  ...[freeTwice, freeView, freeForeign, refuseSource],
];

function expectModel(model: Model, what = () => "an array of the Workspace"): void {
  for (const [array, expected] of model) {
    const difference = firstDifference(array, expected);
    expect(difference === undefined, () => `${what()} changed: ${difference}`);
  }
}

function useAfter(ws: Workspace, arrays: readonly FloatArray[], random: Random): void {
  expect(ws.disposed && ws.used >= 0, () => "not disposed");
  ws.dispose();
  refused("float32 of a disposed Workspace", TypeError, () => ws.float32(4));
  refused("float64 of a disposed Workspace", TypeError, () => ws.float64([1]));
  refused("free in a disposed Workspace", TypeError, () => ws.free(new Float32Array(1)));
  for (const array of arrays) expect(array.length === 0, () => "an array of a disposed Workspace still has elements");
  if (arrays.length === 0) return;
  const drawn = drawCall(random, { most: 8 });
  try {
    drawn.subject.call(random.pick(arrays), ...drawn.operands.slice(1), drawn.options);
  } catch (error) {
    expect(error instanceof TypeError, () => `${title(drawn)} of a disposed array: threw ${String(error)}`);
    return;
  }
  fail(`${title(drawn)} of a disposed array: not refused`);
}
