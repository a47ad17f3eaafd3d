/** True if the value is an ordinary array or a proxy of one. */
export function isArray(value: unknown): value is readonly unknown[] {
  return !isRevoked(value) && Array.isArray(value);
}

/** True if the value is a revoked proxy, about which nothing can be asked. */
export function isRevoked(value: unknown): boolean {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}

/** The length of an array, if it can be one: a proxy may claim anything. This may run the caller's code. */
export function lengthOfList(list: readonly unknown[]): number | undefined {
  const { length }: { readonly length: unknown } = list;
  const isLength = typeof length === "number" && Number.isInteger(length) && length >= 0 && length < 2 ** 32;
  return isLength ? length : undefined;
}
