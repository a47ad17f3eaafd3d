import { type FormulaError, type Span, unexpected } from "./error.js";

export interface Token extends Span {
  readonly kind: "number" | "name" | "operator" | "end";
  readonly text: string;
}

const SPACE = /[\s\uFEFF]+/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
// ++ and -- have no place in a formula: `x--1` is an error in JavaScript, too.
const OPERATOR = /===|!==|\*\*|\+\+|--|==|!=|<=|>=|&&|\|\||[-+*/<>!?:(),{}]/y;
// Characters that nobody sees.
const HIDDEN = /^[\p{C}\p{M}\p{Z}]$/u;

/** Notation of other languages, and its form in JavaScript. */
const INSTEAD: Readonly<Record<string, string>> = {
  "^": "write ** for powers",
  "=": "write == to compare",
  "&": "write &&",
  "|": "write ||, or abs(x)",
  "%": "write x - y * floor(x / y)",
  "×": "write *",
  "·": "write *",
  "÷": "write /",
  "−": "write -",
  "≤": "write <=",
  "≥": "write >=",
  "≠": "write !=",
  "²": "write ** 2",
  "[": "write ( and )",
  ";": "a formula is one expression",
};

/** The tokens of a formula; the last one marks its end. */
export function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(formula)?.[0];
  };
  while (at < formula.length) {
    const space = match(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    const start = at;
    const number = match(NUMBER);
    const text = number ?? match(NAME) ?? match(OPERATOR);
    if (text === undefined) throw unknownCharacter(formula, at);
    at += text.length;
    if (number !== undefined) checkNumber(formula, start, at, number);
    const kind = number !== undefined ? "number" : /^[\p{ID_Start}$_]/u.test(text) ? "name" : "operator";
    tokens.push({ kind, text, start, end: at });
  }
  tokens.push({ kind: "end", text: "", start: at, end: at });
  return tokens;
}

function unknownCharacter(formula: string, at: number): FormulaError {
  const character = String.fromCodePoint(formula.codePointAt(at)!);
  const remedy = INSTEAD[character];
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  const got = HIDDEN.test(character) ? `the character U+${code}` : JSON.stringify(character);
  const span = { start: at, end: at + character.length };
  return unexpected(formula, span, "a number, a name or an operator", got, remedy);
}

/** 2x, 1_000, 0x10 and 012 are no numbers here. */
function checkNumber(formula: string, start: number, end: number, text: string): void {
  NAME.lastIndex = end;
  const name = NAME.exec(formula)?.[0];
  const octal = /^0\d/.test(text);
  if (name === undefined && !octal && formula[end] !== ".") return;
  const remedy = name && !octal && text !== "0" && `write ${text} * ${name} for a product`;
  const got = JSON.stringify(text + (name ?? (octal ? "" : ".")));
  throw unexpected(formula, { start, end: end + (name?.length ?? 0) }, "a decimal number", got, remedy || undefined);
}
