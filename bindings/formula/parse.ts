import { type FormulaError, type Span, unexpected } from "./error.js";
import { type Token, tokensOf } from "./tokens.js";

/** A formula as a tree. */
export type Tree = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "unary"; readonly operator: string; readonly of: Tree }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Tree; readonly right: Tree }
    | { readonly kind: "conditional"; readonly test: Tree; readonly yes: Tree; readonly no: Tree }
    | { readonly kind: "call"; readonly name: Token; readonly args: readonly Tree[]; readonly options: Options }
  );

/** The options of a call, the last argument in braces, or none. */
export type Options = readonly { readonly name: Token; readonly value: Tree }[] | undefined;

export const MOST_DEPTH = 200;
export const MOST_NODES = 2000;

const BINARY: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "===": 3,
  "!==": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
};
const RELATION = BINARY["<"]!;
const UNARY = ["-", "+", "!"];

/**
 * Parses a formula, by precedence climbing. A parser for all of JavaScript is many times the size of the rest, and those
 * for expressions alone tell no positions and bind the minus of `-x ** 2` in their own way.
 */
export function parse(formula: string): Tree {
  return new Parser(formula).whole();
}

class Parser {
  readonly #formula: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #nodes = 0;

  constructor(formula: string) {
    this.#formula = formula;
    this.#tokens = tokensOf(formula);
  }

  whole(): Tree {
    const tree = this.#expression();
    if (this.#token.kind !== "end") throw this.#unexpected("an operator or the end");
    return tree;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    return this.#tokens[this.#at++]!;
  }

  #is(operator: string): boolean {
    return this.#token.kind === "operator" && this.#token.text === operator;
  }

  #take(operator: string, expected: string): Token {
    if (!this.#is(operator)) throw this.#unexpected(expected);
    return this.#next();
  }

  #made<T extends Tree>(tree: T): T {
    if (++this.#nodes > MOST_NODES)
      throw this.#problem(tree, `at most ${MOST_NODES} numbers, names and operators`, "more");
    return tree;
  }

  /** Runs a method one level further down. */
  #nested<T>(parse: () => T): T {
    if (++this.#depth > MOST_DEPTH) throw this.#problem(this.#token, `at most ${MOST_DEPTH} levels of nesting`, "more");
    const result = parse();
    this.#depth--;
    return result;
  }

  #expression(): Tree {
    return this.#nested(() => {
      const test = this.#binary(1);
      if (!this.#is("?")) return test;
      this.#next();
      const yes = this.#expression();
      this.#take(":", '":" and the other value');
      const no = this.#expression();
      return this.#made({ kind: "conditional", test, yes, no, start: test.start, end: no.end });
    });
  }

  #binary(least: number): Tree {
    let left = this.#unary();
    for (let last = 0; ; ) {
      const { kind, text } = this.#token;
      const precedence = kind === "operator" ? (BINARY[text] ?? 0) : 0;
      if (precedence < least || precedence === 0) return left;
      if (precedence === RELATION && last === RELATION) {
        throw this.#problem(this.#token, "one comparison at a time", JSON.stringify(text), "write a < x && x < b");
      }
      last = precedence;
      this.#next();
      const right = this.#binary(precedence + 1);
      left = this.#made({ kind: "binary", operator: text, left, right, start: left.start, end: right.end });
    }
  }

  #unary(): Tree {
    const { kind, text, start } = this.#token;
    if (kind !== "operator" || !UNARY.includes(text)) return this.#power();
    this.#next();
    const of = this.#nested(() => (UNARY.includes(this.#token.text) ? this.#unary() : this.#primary()));
    // As in JavaScript: nobody is sure what it means.
    if (this.#is("**")) {
      const remedy = `write ${text}(a ** b) or (${text}a) ** b`;
      throw this.#problem(this.#token, "parentheses around one of the two", `${text} before **`, remedy);
    }
    return this.#made({ kind: "unary", operator: text, of, start, end: of.end });
  }

  #power(): Tree {
    const left = this.#primary();
    if (!this.#is("**")) return left;
    this.#next();
    const right = this.#nested(() => this.#unary());
    return this.#made({ kind: "binary", operator: "**", left, right, start: left.start, end: right.end });
  }

  #primary(): Tree {
    const token = this.#token;
    const { start, end } = token;
    if (token.kind === "number") {
      this.#next();
      return this.#made({ kind: "number", value: Number(token.text), start, end });
    }
    if (token.kind === "name") {
      this.#next();
      return this.#is("(") ? this.#call(token) : this.#made({ kind: "name", name: token.text, start, end });
    }
    if (!this.#is("(")) throw this.#unexpected('a number, a name or "("');
    this.#next();
    const inner = this.#expression();
    this.#take(")", 'an operator or ")"');
    return inner;
  }

  #call(name: Token): Tree {
    this.#next();
    const args: Tree[] = [];
    let options: Options;
    while (!this.#is(")")) {
      if (this.#is("{")) options = this.#options();
      else args.push(this.#expression());
      if (options || !this.#is(",")) break;
      this.#next();
    }
    const { end } = this.#take(")", options ? '")" after the options' : 'an operator, "," or ")"');
    return this.#made({ kind: "call", name, args, options, start: name.start, end });
  }

  #options(): Options {
    this.#next();
    const options: { name: Token; value: Tree }[] = [];
    while (!this.#is("}")) {
      const name = this.#token;
      if (name.kind !== "name") throw this.#unexpected("the name of an option");
      this.#next();
      if (this.#is(":")) {
        this.#next();
        options.push({ name, value: this.#expression() });
      } else {
        options.push({ name, value: this.#made({ kind: "name", name: name.text, start: name.start, end: name.end }) });
      }
      if (!this.#is(",")) break;
      this.#next();
    }
    this.#take("}", '"," or "}"');
    return options;
  }

  #unexpected(expected: string): FormulaError {
    const { kind, text } = this.#token;
    return this.#problem(this.#token, expected, kind === "end" ? "the end" : JSON.stringify(text));
  }

  #problem(span: Span, expected: string, got: string, remedy?: string): FormulaError {
    return unexpected(this.#formula, span, expected, got, remedy);
  }
}
