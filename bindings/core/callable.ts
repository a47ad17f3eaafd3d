/** A frozen function with members. */
export function callable<F extends (...args: never[]) => unknown, M extends object>(
  name: string,
  call: F,
  members: M,
): F & Readonly<M> {
  Object.defineProperty(call, "name", { value: name });
  return Object.freeze(Object.assign(call, members));
}

export function deepFreeze<T>(value: T): Readonly<T> {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
