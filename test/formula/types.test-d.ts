import { expectTypeOf, test } from "vitest";
import { activation } from "../../dist/formula.js";
import type { Pool } from "../../dist/pool.js";
import { activationStream } from "../../dist/stream.js";

declare const x: Float32Array;
declare const pool: Pool;
const snake = activation("x + sin(a * x) ** 2 / a", { parameters: { a: 1 } });
const plain = activation("x * x");

test("parameters flow into the options and the gradients", () => {
  expectTypeOf(snake(x, { a: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(snake.gradA(x, x, { a: 2 })).toEqualTypeOf<number>();
  expectTypeOf(snake.spec.parameters.a.default).toEqualTypeOf<number>();
  expectTypeOf(snake.valueAndDerivative(x).derivative).toEqualTypeOf<Float32Array<ArrayBuffer>>();
});

test("a misspelt one does not compile", () => {
  // @ts-expect-error: no parameter b
  snake(x, { b: 2 });
  // @ts-expect-error: no parameter b
  snake.gradB;
  // @ts-expect-error: no parameters
  plain(x, { a: 2 });
  // @ts-expect-error: a number
  snake(x, { a: "2" });
  // @ts-expect-error: the default of a parameter is a number
  activation("a * x", { parameters: { a: "1" } });
  // @ts-expect-error: another element type
  snake.grad(x, new Float64Array(1));
});

test("pools and streams take them", () => {
  expectTypeOf(pool.run(snake, x, { a: 2 })).resolves.toExtend<Float32Array>();
  // @ts-expect-error: no parameter b
  pool.run(snake, x, { b: 2 });
  activationStream(snake, { a: 2 });
  // @ts-expect-error: no parameter b
  activationStream(snake, { b: 2 });
});
