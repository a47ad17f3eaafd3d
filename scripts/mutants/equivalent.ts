/**
 * Mutants that no test can tell from the original, by id, with the reason. The id of a mutant of a kernel depends on its
 * function alone.
 */
export const EQUIVALENT: Readonly<Record<string, string>> = {
  "42f6e3c283": "states of neighbouring rows lie 145 bytes apart instead of 144, and have 144",
  "209e4389bc": "the last group of vectors is left to the loop over single vectors, with the same bits: only slower",
  "291f8f2ebf": "the bytes that are left are a multiple of 4: at least 63 is at least 64",
  a083ca28f7: "from 0 to the smallest numbers, e^−x is 1 on either side of the branch",
  "35133b43dc": "at most one element is left to the last loop, which has no use for the address of the next one",
};

export function isEquivalent(id: string): boolean {
  return Object.hasOwn(EQUIVALENT, id);
}
