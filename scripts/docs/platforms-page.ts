import { markdownTable } from "./markdown.js";

/** docs/platforms.json, which `npm run test:ecosystem -- --record` writes. */
export interface PlatformsRecord {
  readonly date: string;
  readonly rows: readonly {
    readonly case: string;
    readonly title: string;
    readonly version: string;
    readonly functions: string;
    readonly threads: string;
    readonly streams: string;
    /** The commit of the package that was tried. */
    readonly commit: string;
  }[];
}

const NOTES = "docs/platforms-notes.md";

/** docs/platforms.md */
export function platformsPage({ date, rows }: PlatformsRecord): string {
  return `${NOTES}${date}${markdownTable([], [])}${rows.length}`;
}
