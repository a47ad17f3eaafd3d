import { expect } from "vitest";

/** Comparisons of single elements: `expect` takes 10 µs, so it is called only where one fails. */

/** `got` is at most `bound`, which NaN is not. */
export function expectAtMost(got: number, bound: number, what: () => string): void {
  if (!(got <= bound)) expect(got, what()).toBeLessThanOrEqual(bound);
}

/** The condition holds. */
export function expectTrue(condition: boolean, what: () => string): void {
  if (!condition) expect.fail(what());
}
