/** Mutants that no test can tell from the original, by id, with the reason. */
export const EQUIVALENT: Readonly<Record<string, string>> = {};

export function isEquivalent(id: string): boolean {
  return Object.hasOwn(EQUIVALENT, id);
}
