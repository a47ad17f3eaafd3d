/** Which side the cells of a column after the first are flush with: text reads from the left, figures from the right. */
export type Side = "left" | "right";

/** A table with columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], side: Side = "right"): string {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const cell = (text: string, i: number) =>
    i === 0 || side === "left" ? text.padEnd(widths[i]!) : text.padStart(widths[i]!);
  const lines = all.map((row) => row.map(cell).join("  ").trimEnd());
  return [lines[0], widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

/** A figure with three digits. */
export function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}
