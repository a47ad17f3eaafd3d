/** How a message names a value: by its kind, and its length or value. Runs nothing of the caller's that may throw. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an Array of length ${value.length}`;
  if (typeof value === "object") {
    const length = ArrayBuffer.isView(value) && "length" in value ? ` of length ${String(value.length)}` : "";
    return `${article(kindOf(value))}${length}`;
  }
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === "number" ? String(value) : `${typeof value} ${String(value)}`;
}

/** The class of a built-in object, as the engine names it. */
export function kindOf(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return "Object";
  }
}

/** `op: "argument" expected …, got …; remedy` */
export function message(op: string, argument: string, expected: string, got: string, remedy?: string): string {
  return `${op}: "${argument}" expected ${expected}, got ${got}${remedy ? `; ${remedy}` : ""}`;
}

/** An argument of the wrong kind. */
export function wrongKind(op: string, argument: string, expected: string, value: unknown, remedy?: string): TypeError {
  return new TypeError(message(op, argument, expected, describe(value), remedy));
}

/** An argument of the right kind with a value that cannot be used. */
export function wrongValue(op: string, argument: string, expected: string, got: string, remedy?: string): RangeError {
  return new RangeError(message(op, argument, expected, got, remedy));
}

function article(noun: string): string {
  return `${/^[AEIO]/i.test(noun) ? "an" : "a"} ${noun}`;
}
