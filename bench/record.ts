import { readFileSync, writeFileSync } from "node:fs";

export function readRecord<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Writes a record as JSON, with one line per row and four digits per figure, for readable diffs. */
export function writeRecord(file: string, about: object, rows: readonly object[]): void {
  const head = JSON.stringify(about, null, 2).slice(0, -2);
  const lines = rows.map((row) => `    ${JSON.stringify(row, (_, value) => rounded(value))}`);
  writeFileSync(file, `${head},\n  "rows": [\n${lines.join(",\n")}\n  ]\n}\n`);
}

function rounded(value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
