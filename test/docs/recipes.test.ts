import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type PlatformsRecord, platformsPage } from "../../scripts/docs/platforms-page.js";

/** The lines of docs/recipes.md are lines of the files that `npm run test:ecosystem` runs. */

const recipes = readFileSync("docs/recipes.md", "utf8");
const blocks = [...recipes.matchAll(/^<!-- (\S+) -->\n```(\w+)\n(.*?)^```$/gms)].map(([, file, language, code]) => ({
  file: file!,
  language: language!,
  code: code!,
}));

/** Lines without their indentation and without a comma at the end. */
const linesOf = (text: string) => text.split("\n").map((line) => line.trim().replace(/,$/, ""));

describe("recipes", () => {
  test("all say where they are from", () => {
    expect(blocks.length).toBe([...recipes.matchAll(/^```\w/gm)].length);
    expect(blocks.filter(({ file }) => !existsSync(file))).toEqual([]);
  });

  test.each(blocks.filter(({ language }) => language !== "sh"))("$file has these lines", ({ file, code }) => {
    expect(linesOf(readFileSync(file, "utf8")).join("\n")).toContain(linesOf(code.trimEnd()).join("\n"));
  });

  test.each(blocks.filter(({ language }) => language === "sh"))("$file runs these words", ({ file, code }) => {
    const words = code.split(/\s+/).filter((word) => word && word !== "npx");
    const text = readFileSync(file, "utf8");
    expect(words.filter((word) => !text.includes(`"${word}"`))).toEqual([]);
  });
});

test("docs/platforms.md is what npm run test:ecosystem has written", () => {
  const record = JSON.parse(readFileSync("docs/platforms.json", "utf8")) as PlatformsRecord;
  expect(readFileSync("docs/platforms.md", "utf8")).toBe(platformsPage(record));
});
