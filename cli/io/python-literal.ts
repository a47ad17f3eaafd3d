/** A value of Python as its source has it, as far as .npy headers need it. */
export type Literal =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Literal[] }
  | { readonly kind: "dictionary"; readonly entries: readonly (readonly [Literal, Literal])[] }
  /** One that no header needs: a number with a point, bytes, None, a list, a set. */
  | { readonly kind: "other" };

const OTHER: Literal = { kind: "other" };

// Python has this limit, too.
const DEEPEST = 200;

const SPACE = /(?:[ \t\f\n]|#[^\n]*|\\\n)*/y;
const STRING_START = /(u|r|b|br|rb)?("""|'''|"|')/iy;
const INTEGER = /(?:0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*)(?![\w.])/iy;
/** With a point, an exponent or a j; the j is captured. */
const REAL = /(?:\d(?:_?\d)*(?=[.ej])|(?=\.\d))(?:\.(?:\d(?:_?\d)*)?)?(?:e[+-]?\d(?:_?\d)*)?(j)?(?!\w)/iy;
const PYTHON_2_INTEGER = /(0x[\da-f]+|0|[1-9]\d*)[ \t\f]*L(?!\w)/y;
const NAME = /[A-Za-z_]\w*/y;
const ESCAPE = /\\(?:(\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^xuUN]))/y;

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }),
);

/**
 * Reads one literal, as Python's `ast.literal_eval` does, in linear time.
 *
 * @param python2 whether an integer may end with L
 * @returns undefined for anything else
 */
export function parseLiteral(source: string, python2: boolean): Literal | undefined {
  const parser = new Parser(source.replace(/\r\n?/g, "\n").replace(/^[ \t]+/, ""), python2);
  try {
    return parser.whole();
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

class Parser {
  readonly #source: string;
  readonly #python2: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, python2: boolean) {
    this.#source = source;
    this.#python2 = python2;
  }

  whole(): Literal {
    // Python has no lines that begin with space, outside of brackets, and no zero bytes at all.
    if (/^(?:[ \t]*(?:#.*)?\n)*[ \t]+[^\s#]/.test(this.#source) || this.#source.includes("\0")) throw this.#error();
    // Nor a last line that goes on, or one of nothing but space that has no end: NumPy's filter for Python 2 removes it.
    if (this.#source.endsWith("\\\n") || (!this.#python2 && /\n[ \t]+$/.test(this.#source))) throw this.#error();
    this.#space();
    const value = this.#value();
    this.#space();
    if (this.#at < this.#source.length) throw this.#error();
    return value;
  }

  #value(): Literal {
    const next = this.#source[this.#at];
    if (next === "{") return this.#braces();
    if (next === "(") return this.#parentheses();
    if (next === "[") {
      this.#items("]");
      return OTHER;
    }
    if (this.#match(/\.\.\./y)) return OTHER;
    return this.#string() ?? (next !== undefined && /[\d.+-]/.test(next) ? this.#number() : this.#name());
  }

  #braces(): Literal {
    const entries: (readonly [Literal, Literal])[] = [];
    let isSet: boolean | undefined;
    this.#separated("}", () => {
      const key = this.#value();
      const pair = this.#skip(":");
      if (isSet === pair) throw this.#error();
      isSet = !pair;
      if (pair) entries.push([key, this.#value()]);
    });
    return isSet ? OTHER : { kind: "dictionary", entries };
  }

  #parentheses(): Literal {
    const { items, comma } = this.#items(")");
    return items.length === 1 && !comma ? items[0]! : { kind: "tuple", items };
  }

  #items(end: string): { readonly items: Literal[]; readonly comma: boolean } {
    const items: Literal[] = [];
    const comma = this.#separated(end, () => items.push(this.#value()));
    return { items, comma };
  }

  /** Elements between brackets, with commas between them and perhaps one after the last; whether there was any. */
  #separated(end: string, element: () => void): boolean {
    if (++this.#depth > DEEPEST) throw this.#error();
    this.#at++;
    let comma = false;
    for (this.#space(); !this.#skip(end); ) {
      element();
      this.#space();
      if (this.#skip(",")) comma = true;
      else if (this.#source[this.#at] !== end) throw this.#error();
    }
    this.#depth--;
    return comma;
  }

  #number(): Literal {
    const sign = this.#match(/[+-]?/y)![0];
    this.#space();
    const whole = (this.#python2 && this.#match(PYTHON_2_INTEGER)?.[1]) || this.#match(INTEGER)?.[0];
    this.#space();
    if (whole === undefined && !this.#match(REAL)?.[0]) throw this.#error();
    this.#space();
    // A complex number: a real part, and an imaginary one.
    if (this.#match(/[+-]/y)) {
      this.#space();
      if (!this.#match(REAL)?.[1]) throw this.#error();
      return OTHER;
    }
    if (whole === undefined) return OTHER;
    const value = BigInt(whole.replaceAll("_", ""));
    return { kind: "integer", value: sign === "-" ? -value : value };
  }

  #name(): Literal {
    const name = this.#match(NAME)?.[0];
    if (name === "True" || name === "False") return { kind: "boolean", value: name === "True" };
    if (name === "None") return OTHER;
    this.#space();
    if (name === "set" && this.#match(/\(\s*\)/y)) return OTHER;
    throw this.#error();
  }

  /** One string, or several in a row, which are one. */
  #string(): Literal | undefined {
    let value: string | undefined;
    let bytes: boolean | undefined;
    for (let start = this.#match(STRING_START); start; start = this.#match(STRING_START)) {
      const [, prefix = "", quote] = start;
      const isBytes = /b/i.test(prefix);
      if (bytes !== undefined && bytes !== isBytes) throw this.#error();
      bytes = isBytes;
      value = (value ?? "") + this.#characters(quote!, /r/i.test(prefix), isBytes);
      this.#space();
    }
    if (value === undefined) return undefined;
    return bytes ? OTHER : { kind: "string", value };
  }

  #characters(quote: string, raw: boolean, bytes: boolean): string {
    const parts: string[] = [];
    while (!this.#source.startsWith(quote, this.#at)) {
      const next = this.#source[this.#at];
      if (next === undefined || (next === "\n" && quote.length === 1)) throw this.#error();
      if (bytes && next > "\x7f") throw this.#error();
      if (next !== "\\") {
        parts.push(next);
        this.#at++;
      } else if (raw) {
        parts.push(this.#source.slice(this.#at, this.#at + 2));
        this.#at += 2;
      } else parts.push(this.#escape());
    }
    this.#at += quote.length;
    return parts.join("");
  }

  #escape(): string {
    const found = this.#match(ESCAPE);
    if (!found) throw this.#error();
    const [all, line, letter, octal, ...others] = found;
    const hexadecimal = others.slice(0, 3).find((digits) => digits !== undefined);
    if (line) return "";
    if (letter) return ESCAPES.get(letter) ?? letter;
    if (octal) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (hexadecimal === undefined) return all;
    const code = Number.parseInt(hexadecimal, 16);
    if (code > 0x10ffff) throw this.#error();
    return String.fromCodePoint(code);
  }

  #space(): void {
    this.#match(SPACE);
  }

  /** True if that character came, which is then past, with the space after it. */
  #skip(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at++;
    this.#space();
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #error(): SyntaxError {
    return new SyntaxError(`at ${this.#at}`);
  }
}
