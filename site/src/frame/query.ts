import { notice } from "./notices.js";

/** The state of a page in its address: reads what a link says, with a word about what it cannot. */
export class Query {
  readonly #given = new URLSearchParams(location.search);

  text(name: string, otherwise: string): string {
    return this.#given.get(name) ?? otherwise;
  }

  number(name: string, otherwise: number, [low, high]: readonly [number, number]): number {
    const text = this.#given.get(name);
    if (text === null) return otherwise;
    const value = Number(text);
    if (text.trim() !== "" && value >= low && value <= high) return value;
    notice(`The link says ${name}=${text}, but ${name} is a number from ${low} to ${high}. Showing ${otherwise}.`);
    return otherwise;
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    return this.known(name, this.#given.get(name) ?? otherwise, choices, otherwise);
  }

  /** One of the choices, for a text that is part of a value. */
  known<T extends string>(name: string, text: string, choices: readonly T[], otherwise: T): T {
    const found = choices.find((choice) => choice === text);
    if (found) return found;
    const known = choices.length > 8 ? didYouMean(text, choices) : ` Known: ${choices.join(", ")}.`;
    notice(`The link says ${name}=${text}, which this page does not know.${known} Showing ${otherwise}.`);
    return otherwise;
  }
}

/** Writes the state into the address. Values that are undefined are left out. */
export function remember(state: Readonly<Record<string, string | number | undefined>>): void {
  const parts = Object.entries(state)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent(String(value)).replace(/%(2C|3A|3B|28|29|3D)/g, decodeURIComponent)}`,
    );
  history.replaceState(
    null,
    "",
    `${location.pathname}${parts.length > 0 ? "?" : ""}${parts.join("&")}${location.hash}`,
  );
}

export function didYouMean(text: string, names: readonly string[]): string {
  const ranked = names
    .map((name) => ({ name, distance: distance(text.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  return nearest && nearest.distance <= 3 ? ` Did you mean ${nearest.name}?` : "";
}

/** Letters to insert, delete, replace or exchange with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [last, before] = [rows[i - 1]!, rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = before && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + Number(a[i - 1] !== b[j - 1]), exchanged));
    }
    rows.push(row);
  }
  return rows.at(-1)!.at(-1)!;
}
