import { describe, expect, test } from "vitest";
import { dense } from "../../accuracy/points.js";
import { parameterReference } from "../reference/index.js";
import { arrayOf, generator, parametersOf } from "../support/arrays.js";
import { TYPES } from "../support/call.js";
import { elementwise, variants } from "../support/functions.js";
import { totalsOf } from "../support/totals.js";
import { ulpError } from "../support/ulp.js";

/** The terms of the gradients of parameters, ∂f/∂p, one by one. */

export const TERM_BOUND = 4;
/** The exponents beyond which eˣ is no normal number. */
const VANISHED = { f32: 87, f64: 700 } as const;
const LARGEST = { f32: 2 ** 127, f64: 2 ** 1023 } as const;

export const totals = elementwise.flatMap((f) =>
  totalsOf(f).flatMap((each) =>
    variants(f).map(
      (options) => [`${f.spec.name}.${each.member} ${JSON.stringify(options)}`, { f, options, ...each }] as const,
    ),
  ),
);

/** Compares every `step`-th of numbers of all magnitudes with the reference. */
export function testTerms(step: number): void {
  describe.each(TYPES)("%s", (type) => {
    const ones = arrayOf(type, [1]);
    const x = arrayOf(
      type,
      [...dense(generator(3), 256)].filter((_, i) => i % step === 0),
    );

    test.each(totals)(
      `%s: each term is within ${TERM_BOUND} ULP, and less than it is where an exponential vanishes`,
      (_, { f, options, parameter, total }) => {
        const p = parametersOf(f, type, options);
        const term = parameterReference[f.spec.name]![parameter]!;
        // The reference errs by some units of f64, too.
        const bound = type === "f32" ? TERM_BOUND : TERM_BOUND + 4;
        for (let i = 0; i < x.length; i++) {
          const want = term(x[i]!, p);
          // Squares out of range.
          if (Math.abs(want) > LARGEST[type] || Number.isNaN(want)) continue;
          const got = total(x.subarray(i, i + 1), ones, options);
          const vanished = Math.abs((p.beta ?? 0) * x[i]!) > VANISHED[type];
          const error = vanished ? Math.max(0, Math.abs(got) - Math.abs(want)) : ulpError(got, want, type);
          if (error > bound) expect.fail(`x = ${x[i]}: got ${got}, want ${want}, ${error} ULP`);
        }
      },
    );
  });
}
