import { figure, table } from "../../catalogue/table.js";
import { percent, sizeName } from "../report.js";
import { GOALS, type Score, scores } from "./goals.js";
import { type Row, ratio } from "./row.js";
import { othersIn, ownerOf, rowsOf, SHEETS, type Sheet, sizesOf } from "./sheets.js";

/** The results as text for the console. */
export function describe(rows: readonly Row[]): string {
  const tables = sizesOf(rows).flatMap((size) => SHEETS.map((sheet) => describeSheet(sheet, size, rows)));
  return [...tables, describeGoals(rows)].filter((text) => text !== "").join("\n\n");
}

function describeSheet(sheet: Sheet, size: number, all: readonly Row[]): string {
  const rows = rowsOf(sheet, size, all);
  const others = othersIn(sheet, rows);
  if (others.length === 0) return "";
  const header = ["", "ns", "", ...others.flatMap((other) => [ownerOf(other)!, ""])];
  const cells = rows.map((row) => {
    const ours = row.ways[sheet.ours]!;
    const ratios = others.flatMap((other) => {
      const times = ratio(row, sheet.ours, other);
      return times === undefined ? ["", ""] : [figure(times), percent(row.ways[other]!.spread)];
    });
    return [row.name, figure(ours.ns), percent(ours.spread), ...ratios];
  });
  return `${sizeName(size)} elements, ${sheet.title}: ns per element, and how many times as long others take\n${table(header, cells)}`;
}

function describeGoals(rows: readonly Row[]): string {
  const lines = GOALS.flatMap((goal) => {
    const all = scores(goal, rows);
    const missed = all.filter(({ hit }) => !hit);
    const met = `${all.length - missed.length} of ${all.length}`;
    return all.length > 0 ? [[goal.title, `≥ ${goal.atLeast}`, met, missed.map(miss).join(", ")]] : [];
  });
  return lines.length > 0 ? table(["goal", "", "met", "missed"], lines) : "";
}

function miss({ name, size, ratio }: Score): string {
  return `${name} ${figure(ratio)} at ${sizeName(size)}`;
}
