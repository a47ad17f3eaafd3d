/** The place of something in a formula: its first character, and the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const MOST_SHOWN = 72;
// Tabs, and what would change the direction or the colour of a terminal's text.
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/gu;

/** A formula that cannot be used: the message shows the place in the formula, and `start` and `end` tell it. */
export class FormulaError extends SyntaxError {
  override readonly name = "FormulaError";
  readonly formula: string;
  /** The first character of what is wrong. */
  readonly start: number;
  /** The character after its last one. */
  readonly end: number;

  /** @internal */
  constructor(formula: string, { start, end }: Span, problem: string) {
    super(`${problem}\n${excerpt(formula, start, end)}`);
    this.formula = formula;
    this.start = start;
    this.end = end;
  }
}

/** Something else stands at the place than was expected there. */
export function unexpected(formula: string, span: Span, expected: string, got: string, remedy?: string): FormulaError {
  const problem = `activation: "formula" expected ${expected}, got ${got}${remedy ? `; ${remedy}` : ""}`;
  return new FormulaError(formula, span, problem);
}

/** The line of the formula, shortened around the place, and carets under it. */
function excerpt(formula: string, start: number, end: number): string {
  const before = formula.slice(0, start).search(/[^\n\r\u2028\u2029]*$/);
  const rest = formula.slice(before);
  const line = rest.slice(0, rest.search(/[\n\r\u2028\u2029]|$/));
  const from = Math.max(0, Math.min(start - before - MOST_SHOWN / 2, line.length - MOST_SHOWN));
  const shown = line.slice(from, from + MOST_SHOWN).replace(UNPRINTABLE, ({ length }) => " ".repeat(length));
  const lead = from > 0 ? "…" : "";
  const tail = from + MOST_SHOWN < line.length ? "…" : "";
  const at = start - before - from;
  const carets = Math.max(1, Math.min(end - start, shown.length - at));
  return `  ${lead}${shown}${tail}\n  ${" ".repeat(lead.length + at)}${"^".repeat(carets)}`;
}
