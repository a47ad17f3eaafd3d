const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes in the unit that leaves few digits: 1,500,000 is 1.5 MB. */
export function amount(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}

/** Names in lines of at most 76 characters, those behind the first with `indent` in front. */
export function wrap(names: readonly string[], indent: string): string {
  const lines = [""];
  for (const name of names) {
    const last = lines.at(-1)!;
    if (indent.length + last.length + name.length > 76) lines.push(name);
    else lines[lines.length - 1] = last === "" ? name : `${last}, ${name}`;
  }
  return lines.join(`,\n${indent}`);
}
