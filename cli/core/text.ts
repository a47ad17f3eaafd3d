const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes in the unit that leaves few digits: 1,500,000 is 1.5 MB. */
export function amount(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}

/** One line that a terminal only shows: control characters, of file names and broken files, are escaped. */
export function printable(text: string): string {
  // Controls, marks that turn the direction of text around, line separators, halves of surrogate pairs.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
  });
}

/** JSON, with NaN and the infinities as strings: it has no numbers for them. */
export function json(value: unknown, indent?: number): string {
  const named = (_: string, each: unknown) =>
    typeof each === "number" && !Number.isFinite(each) ? String(each) : each;
  return JSON.stringify(value, named, indent);
}
