import { describe, expect, test } from "vitest";
import { readFigures } from "../../accuracy/record.js";
import { definitionOf } from "../../bindings/dispatch/plan.js";
import * as exact from "../../bindings/exact.js";
import * as lanewise from "../../bindings/index.js";
import { Workspace } from "../../bindings/index.js";
import { activationStream } from "../../bindings/stream.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";
import { joined, through } from "../support/streams.js";

/** The functions of lanewise/exact, compared with the functions that they are named after. */

type Call = (...args: readonly unknown[]) => Float32Array;
type Members = Readonly<Record<string, Call>> & { readonly spec: lanewise.Spec };
const named = (functions: object) =>
  Object.entries(functions).filter(([, f]) => (f as Members).spec?.kind === "elementwise") as [string, Members][];

const all = new Map(named(exact));
const others = new Map(named(lanewise));
/** The functions with kernels of their own. */
const rounded = [...all].filter(([name, f]) => f !== others.get(name) && f.spec.name === name);

test("every elementwise function is there, by all of its names", () => {
  expect([...all.keys()].sort()).toEqual([...others.keys()].sort());
});

test("a function that is the same as in the main entry rounds correctly there", () => {
  const { functions } = readFigures().f32!;
  const same = [...all].filter(([name, f]) => f === others.get(name)).map(([, { spec }]) => spec.name);
  const worst = same.flatMap((name) => [functions[name]!.value.worst.ulp, functions[name]!.derivative.worst.ulp]);
  expect(Math.max(...worst)).toBeLessThanOrEqual(0.5);
});

describe.each(rounded)("%s", (name, f) => {
  const fast = others.get(name)!;

  test("has the members, parameters and description of the function in the main entry", () => {
    expect(Object.keys(f).sort()).toEqual(Object.keys(fast).sort());
    const { errorBounds, layout, ...spec } = f.spec;
    const { errorBounds: _, layout: __, ...want } = fast.spec;
    expect(spec).toEqual(want);
    expect(errorBounds.f32).toEqual({ value: 0.5, derivative: 0.5 });
    expect(Object.isFrozen(f) && Object.isFrozen(f.spec)).toBe(true);
  });

  test("refuses f64 and says where to get it", () => {
    const x = Float64Array.of(1, 2);
    const remedy = 'got a Float64Array; only f32 results are rounded correctly: import it from "lanewise"';
    const refused = (operand: string) => `"${operand}" expected a Float32Array, ${remedy}`;
    expect(() => (f as unknown as Call)(x)).toThrow(`${name}: ${refused("x")}`);
    expect(() => f.grad!(x, x)).toThrow(`${name}.grad: ${refused("x")}`);
    expect(() => f.derivative!(x)).toThrow(refused("x"));
    expect(() => f.valueAndDerivative!(x)).toThrow(refused("x"));
    if (f.gradFromOutput) expect(() => f.gradFromOutput!(x, x)).toThrow(refused("y"));
    using ws = new Workspace({ bytes: 2 ** 16 });
    expect(() => (f as unknown as Call)(ws.float64(2), { out: ws.float64(2) })).toThrow(refused("x"));
    expect(() => (f as unknown as { batch: Call }).batch([x])).toThrow(refused("x"));
  });

  test("has the same bits wherever an element stands, and however it is called", async () => {
    const x = uniform("f32", 37, 6, 3) as Float32Array;
    const dy = uniform("f32", 37, 2, 4) as Float32Array;
    const call = f as unknown as Call;
    const y = call(x);
    const dx = f.grad!(x, dy);
    for (let n = 0; n <= 9; n++) {
      expectSame(call(x.subarray(n, 2 * n)), y.subarray(n, 2 * n));
      expectSame(f.grad!(x.subarray(n, 2 * n), dy.subarray(n, 2 * n)), dx.subarray(n, 2 * n));
    }
    using ws = new Workspace({ bytes: 2 ** 16 });
    const [inside, slopes] = [ws.float32(x), ws.float32(dy)];
    expectSame(f.grad!(inside, slopes, { out: slopes }), dx);
    expectSame(call(inside, { out: inside }), y);
    expectSame((f as unknown as { batch: (x: readonly Float32Array[]) => Float32Array[] }).batch([x, x])[1]!, y);
    const { value, derivative } = f.valueAndDerivative!(x) as unknown as {
      value: Float32Array;
      derivative: Float32Array;
    };
    expectSame(value, y);
    expectSame(derivative, f.derivative!(x));
    expectSame(derivative, f.grad!(x, new Float32Array(37).fill(1)));
    const stream = activationStream(call as never) as TransformStream<Float32Array, Float32Array>;
    const chunks = await through(stream, [x.subarray(0, 10), x.subarray(10)]);
    expectSame(new Float32Array(joined(chunks).buffer), y);
  });

  test("keeps a sum in out", () => {
    const x = uniform("f32", 5, 6, 5);
    const dx = f.grad!(x, x);
    const sum = f.grad!(x, x, { out: Float32Array.from(dx), accumulate: true });
    expectSame(
      sum,
      dx.map((v) => v + v),
    );
  });

  test("is known to threads as another function than the one in the main entry", () => {
    expect(definitionOf(f)).toMatchObject({ name, from: "exact" });
    expect(definitionOf(f.grad)).toMatchObject({ name: `${name}.grad`, from: "exact" });
    expect(definitionOf(fast)!.from).toBe(undefined);
  });
});
