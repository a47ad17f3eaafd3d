import { expect, test } from "vitest";
import { readFigures } from "../../accuracy/record.js";
import { subjects } from "../../accuracy/subjects.js";

/** A new function needs no figures to be tried; a release needs all of them. */
test.each(["f32", "f64"] as const)("docs/accuracy.json has measured errors of every function: %s", (section) => {
  const measured = Object.keys(readFigures()[section]?.functions ?? {});
  const remedy = "run npm run accuracy -- --op NAME --record, with --exhaustive and with --type f64";
  expect(
    [...subjects.keys()].filter((name) => !measured.includes(name)),
    remedy,
  ).toEqual([]);
});
