/** Whether the value is an ordinary array or a proxy of one. The engine's own test throws for a revoked proxy. */
export function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** The length of an array, if it can be one: a proxy may claim anything. This may run the caller's code. */
export function lengthOfList(list: readonly unknown[]): number | undefined {
  const { length }: { readonly length: unknown } = list;
  const isLength = typeof length === "number" && Number.isInteger(length) && length >= 0 && length < 2 ** 32;
  return isLength ? length : undefined;
}
