import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { sigmoid, softmax, tanh } from "../../bindings/index.js";

/** The arrays of a batch that passed are remembered, so that the next step of a loop need not compare them again. */

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

type Batch = (x: Float32Array[], options: { out: Float32Array[] }) => unknown[];

const COUNT = 8;
const fresh = () => Array.from({ length: COUNT }, (_, i) => Float32Array.of(i, -1, 2, -3));
const SHARED = /expected memory of its own/;

describe.each<[string, Batch]>([
  ["sigmoid", sigmoid.batch],
  ["softmax", softmax.batch],
])("the arrays of %s.batch", (_, batch) => {
  test("are collected when the caller lets go of them, though it keeps its lists", async () => {
    const lists = [fresh(), fresh()] as const;
    const known = (() => {
      for (let step = 0; step < 2; step++) batch(lists[0], { out: lists[1] });
      return lists.flat().map((array) => new WeakRef(array));
    })();
    for (const list of lists) list.length = 0;
    // An engine keeps what it has been asked for until the running task ends.
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    expect(known.filter((array) => array.deref()).length).toBe(0);
  });

  test("are looked at again when the caller has changed a list, also the list of results", () => {
    const [x, out] = [fresh(), fresh()];
    for (let step = 0; step < 2; step++) {
      const results = batch(x, { out });
      expect(results).toEqual(out);
      results[0] = x[1];
    }
    expect(() => batch(x, { out: changed(out, x[1]!) })).toThrow(SHARED);
    out[0] = x[1]!;
    expect(() => batch(x, { out })).toThrow(SHARED);
  });
});

test("lists that have passed as others of another call are looked at again", () => {
  const x = fresh();
  const lists = [x, [...x], [...x]] as const;
  tanh.grad.batch(lists[0], lists[1], { out: lists[2] });
  const both = () => tanh.valueAndDerivative.batch(lists[0], { out: lists[1], derivative: lists[2] });
  expect(both).toThrow(SHARED);
});

function changed(list: readonly Float32Array[], first: Float32Array): Float32Array[] {
  return [first, ...list.slice(1)];
}
