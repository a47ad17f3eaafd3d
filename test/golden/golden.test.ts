import { expect, test } from "vitest";
import { digests } from "./digests.js";
import { changesBetween, REMEDY, readDigests } from "./record.js";

/**
 * Results have the same bits in every engine and every version, so that any change of a kernel shows here,
 * also one within its error bound.
 */
test("every function, member and type has the bits of test/golden/digests.json", () => {
  expect(changesBetween(readDigests(), digests()), REMEDY).toEqual([]);
});
