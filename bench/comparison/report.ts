import { type PeerName, peerNames } from "../peers/index.js";
import { figure, percent, sizeName, table } from "../report.js";
import { GOALS, type Score, scores } from "./goals.js";
import { type Direction, endToEnd, type Row, ratio, type Way } from "./row.js";

/** The results as the console shows them. */

interface Sheet {
  readonly title: string;
  readonly ours: Way;
  readonly others: readonly Way[];
  readonly direction: Direction;
  readonly type: Row["type"];
}

export function describe(rows: readonly Row[]): string {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  const tables = sizes.flatMap((size) => sheets().map((sheet) => describeSheet(sheet, size, rows)));
  return [...tables.filter((text) => text !== undefined), describeGoals(rows)].join("\n\n");
}

function sheets(): readonly Sheet[] {
  const f32 = { type: "f32", direction: "value" } as const;
  const resident: readonly Way[] = [...peerNames, "plain", "copy"];
  return [
    { ...f32, title: "values, resident", ours: "workspace", others: resident },
    { ...f32, title: "values, end to end", ours: "fresh", others: peerNames.map(endToEnd) },
    { ...f32, title: "gradients, resident", ours: "workspace", others: resident, direction: "gradient" },
    { ...f32, title: "values", ours: "workspace", others: ["plain", "copy"], type: "f64" },
    { ...f32, title: "gradients", ours: "workspace", others: ["plain", "copy"], type: "f64", direction: "gradient" },
  ];
}

function describeSheet({ title, ours, others, ...of }: Sheet, size: number, all: readonly Row[]): string | undefined {
  const rows = all.filter((row) => row.size === size && row.type === of.type && row.direction === of.direction);
  const there = others.filter((other) => rows.some((row) => ratio(row, ours, other)));
  if (there.length === 0) return undefined;
  const cells = rows.map((row) => {
    const mine = row.ways[ours]!;
    return [
      row.name,
      figure(mine.ns),
      percent(mine.spread),
      ...there.flatMap((other) => {
        const times = ratio(row, ours, other);
        return times ? [figure(times), percent(row.ways[other]!.spread)] : ["", ""];
      }),
    ];
  });
  const header = ["", "ns", "", ...there.flatMap((other) => [short(other), ""])];
  const head = `${sizeName(size)} elements, ${of.type}, ${title}: ns of an element of ours, and how many times as long others take`;
  return `${head}\n${table(header, cells)}`;
}

function short(way: Way): string {
  return way.split(", ")[0] as PeerName;
}

export function describeGoals(rows: readonly Row[]): string {
  const lines = GOALS.flatMap((goal) => {
    const all = scores(goal, rows);
    if (all.length === 0) return [];
    const missed = all.filter(({ hit }) => !hit);
    return [
      [goal.title, `≥ ${goal.atLeast}`, `${all.length - missed.length} of ${all.length}`, missed.map(miss).join(", ")],
    ];
  });
  const header = ["goal", "", "met", "missed"];
  return lines.length > 0 ? table(header, lines) : "";
}

export function miss({ name, size, ratio }: Score): string {
  return `${name} ${figure(ratio)} at ${sizeName(size)}`;
}
