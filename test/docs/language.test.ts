import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Turns of phrase that a native editor would mend, with the remedy. */
const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\banew\b/, "again"],
  [/\bto the bit\b/, "bit for bit"],
  [
    /\bas long as (x|y|dx|dy|alpha|the (array|input|output|operand|result|row)s?)(?=[,.;:) ]|$)(?! (is|are|has|have)\b)/,
    "of its length",
  ],
  [/\b(that|those) of\b/i, "repeat the noun"],
  [/\bbeside\b/i, "next to, compared with"],
  [/\b(behind|in front of)\b/i, "after, before"],
  [/\bbut for\b/, "except"],
  [/\bNaN whole\b/, "every element is NaN"],
  [/(^|[.;:] )So (is|are|does|do|has|have)\b/, "as … is"],
];

/** Words that should not open a comment: it names its subject first. */
const OPENER = /^(What|Where|Whether|Those|That)\b/;

/** This file names what it forbids. */
const SELF = "test/docs/language.test.ts";

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(md|ts|mjs|js|c|h|sh|sbatch|ya?ml|sollya)$/.test(file) && file !== SELF && existsSync(file));

/** The first words of the comment that begins in a line, if one does. */
function opening(lines: readonly string[], i: number): string | undefined {
  const [, block] = /\/\*\*?\s*(.*)/.exec(lines[i]!) ?? [];
  if (block !== undefined) return block || lines[i + 1]?.replace(/^\s*\*\s*/, "");
  const [, mark, line] = /(?:^|\s)(\/\/|#)\s+(.*)/.exec(lines[i]!) ?? [];
  return mark && !lines[i - 1]?.trimStart().startsWith(mark) ? line : undefined;
}

function faults(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, i) => {
    const phrases = PATTERNS.flatMap(([pattern, instead]) => {
      const [found] = pattern.exec(line) ?? [];
      return found === undefined ? [] : [`"${found.trim()}" → ${instead}`];
    });
    const [opener] = (!file.endsWith(".md") && OPENER.exec(opening(lines, i) ?? "")) || [];
    if (opener) phrases.push(`a comment that opens with "${opener}" → name its subject first`);
    return phrases.map((text) => `${file}:${i + 1}: ${text}`);
  });
}

describe("language", () => {
  test("no unidiomatic turn of phrase in any file", () => {
    expect(files.flatMap(faults)).toEqual([]);
  });
});
