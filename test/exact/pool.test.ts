import { expect, test } from "vitest";
import { gelu, sigmoid } from "../../dist/exact.js";
import * as lanewise from "../../dist/index.js";
import { createPool } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";

test.each(["shared", "copy"] as const)(
  "threads have the bits of direct calls, and of either entry: %s",
  async (mode) => {
    await using pool = await createPool({ threads: 1, threshold: 0, mode });
    const x = uniform("f32", 5_000, 9, 1);
    const dy = uniform("f32", 5_000, 2, 2);
    expectSame(await pool.run(lanewise.sigmoid, x), lanewise.sigmoid(x));
    expectSame(await pool.run(sigmoid, x), sigmoid(x));
    expectSame(await pool.run(gelu.grad, x, dy), gelu.grad(x, dy));
    await expect(pool.run(sigmoid, new Float64Array(3))).rejects.toThrow("only f32 results are rounded correctly");
    using ws = pool.workspace({ bytes: 2 ** 17 });
    const inside = ws.float32(x);
    expectSame(await pool.run(sigmoid, inside, { out: inside }), sigmoid(x));
  },
);
