import { FormulaError, type Span } from "./error.js";

export interface Token extends Span {
  readonly kind: "number" | "name" | "operator" | "end";
  readonly text: string;
}

const SPACE = /[\s\uFEFF]+/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const OPERATOR = /===|!==|\*\*|==|!=|<=|>=|&&|\|\||[-+*/<>!?:(),{}]/y;

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
  const problem = `activation: "formula" expected a number, a name or an operator, got ${JSON.stringify(character)}`;
  return new FormulaError(formula, { start: at, end: at + character.length }, problem + (remedy ? `; ${remedy}` : ""));
}

/** 2x, 1_000, 0x10 and 012 are no numbers here. */
function checkNumber(formula: string, start: number, end: number, text: string): void {
  NAME.lastIndex = end;
  const name = NAME.exec(formula)?.[0];
  const octal = /^0\d/.test(text);
  if (name === undefined && !octal && formula[end] !== ".") return;
  const remedy = name && !octal ? `; write ${text} * ${name} for a product` : "";
  const got = JSON.stringify(text + (name ?? (octal ? "" : ".")));
  throw new FormulaError(
    formula,
    { start, end: end + (name?.length ?? 0) },
    `activation: "formula" expected a decimal number, got ${got}${remedy}`,
  );
}
