/** What a message says a value is: its kind, and its length or value. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (ArrayBuffer.isView(value))
    return `${article(tag(value))}${"length" in value ? ` of length ${value.length}` : ""}`;
  if (Array.isArray(value)) return `an Array of length ${value.length}`;
  if (typeof value === "object") return article(tag(value));
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" ? String(value) : `${typeof value} ${String(value)}`;
}

/** `op: "argument" expected …, got …; remedy` */
export function message(op: string, argument: string, expected: string, got: string, remedy?: string): string {
  return `${op}: "${argument}" expected ${expected}, got ${got}${remedy ? `; ${remedy}` : ""}`;
}

/** The wrong kind of argument. */
export function wrongKind(op: string, argument: string, expected: string, value: unknown, remedy?: string): TypeError {
  return new TypeError(message(op, argument, expected, describe(value), remedy));
}

/** The right kind of argument with a value that does not do. */
export function wrongValue(op: string, argument: string, expected: string, got: string, remedy?: string): RangeError {
  return new RangeError(message(op, argument, expected, got, remedy));
}

function tag(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function article(noun: string): string {
  return `${/^[AEIO]/i.test(noun) ? "an" : "a"} ${noun}`;
}
