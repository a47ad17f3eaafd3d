import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { writeRecord } from "../../bench/record.js";
import { environment } from "../../bench/report.js";
import { type PlatformsRecord, platformsPage } from "../../scripts/docs/platforms-page.js";
import type { Row } from "./judge.js";

const FILE = "docs/platforms.json";

/** Writes the rows, in the order of the cases; the rows of cases that did not run stay. */
export function record(rows: readonly Row[], order: readonly string[]): void {
  const ran = new Set(rows.map((row) => row.case));
  const { date, commit } = environment();
  const known = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as PlatformsRecord).rows : [];
  const kept = known.filter((row) => !ran.has(row.case) && order.includes(row.case));
  const fresh = rows.filter(({ verdict }) => verdict === "ok").map(({ verdict, ...row }) => ({ ...row, commit }));
  const all = [...kept, ...fresh].sort((a, b) => order.indexOf(a.case) - order.indexOf(b.case));
  writeRecord(FILE, { date: date.slice(0, 10) }, all);
  writeFileSync("docs/platforms.md", platformsPage(JSON.parse(readFileSync(FILE, "utf8")) as PlatformsRecord));
}
