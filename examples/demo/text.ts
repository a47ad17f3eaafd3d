import { Failure } from "../../cli/core/failure.js";

/** Numbers as people write them, separated by spaces, commas and line ends. */
export interface NumberText {
  readonly data: Float64Array<ArrayBuffer>;
  /** One dimension, or two if there are several lines with the same number of values, more than one. */
  readonly shape: readonly number[];
  /** The same text, with its numbers replaced. */
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
 * @throws {Failure} if a token is not a number; the message names its line
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

/** Formats rows of the last dimension, one per line. */
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
