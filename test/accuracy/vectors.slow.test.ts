import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { files } from "../../accuracy/vectors/files.js";

test.each(files)(
  "npm run vectors writes test/vectors/$name as it is, byte for byte",
  ({ name, text }) => {
    const same = text() === readFileSync(`test/vectors/${name}`, "utf8");
    expect(same, "run npm run vectors, and look at the difference").toBe(true);
  },
  600_000,
);
