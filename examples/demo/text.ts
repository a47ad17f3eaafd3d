import { Failure } from "../../cli/failure.js";

/** Numbers as people write them, between spaces, commas and line ends. */
export interface NumberText {
  readonly data: Float64Array<ArrayBuffer>;
  /** One dimension, or two where the lines hold more than one number each, and all as many. */
  readonly shape: readonly number[];
  /** The same text with other numbers in the places of its own. */
  readonly withNumbers: (values: ArrayLike<number>) => string;
}

const TOKEN = /[^\s,]+/g;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/**
 * Reads a text of numbers.
 *
 * @throws {Failure} that names the line of what is not a number
 */
export function parseNumbers(text: string): NumberText {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line, i) => (line.match(TOKEN) ?? []).map((token) => parseNumber(token, i + 1)))
    .filter((numbers) => numbers.length > 0);
  const data = Float64Array.from(lines.flat());
  if (data.length === 0) throw new Failure("the file holds no numbers");
  const width = lines[0]!.length;
  const rectangular = width > 1 && lines.length > 1 && lines.every((numbers) => numbers.length === width);
  return {
    data,
    shape: rectangular ? [lines.length, width] : [data.length],
    withNumbers: (values) => {
      let i = 0;
      return text.replace(/^\ufeff/, "").replace(TOKEN, () => formatNumber(values[i++]!));
    },
  };
}

/** Rows of the last dimension, a line each. */
export function formatRows(values: ArrayLike<number>, shape: readonly number[]): string {
  const width = Math.max(1, shape.length > 1 ? shape.at(-1)! : 1);
  const texts = Array.from(values, formatNumber);
  const lines = Array.from({ length: texts.length / width }, (_, r) =>
    texts.slice(r * width, (r + 1) * width).join(" "),
  );
  return `${lines.join("\n")}\n`;
}

function parseNumber(token: string, line: number): number {
  if (NUMBER.test(token)) return Number(token);
  const [, sign = "", name = ""] = /^([+-]?)(.*)$/s.exec(token) ?? [];
  const special = SPECIAL[name.toLowerCase()];
  if (special === undefined) {
    const shown = JSON.stringify(token.length > 40 ? `${token.slice(0, 40)}…` : token);
    throw new Failure(`line ${line}: ${shown} is not a number`);
  }
  return sign === "-" ? -special : special;
}

function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
