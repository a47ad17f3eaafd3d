import { expect, test } from "vitest";
import { definitions } from "../../accuracy/exact.js";
import { subjects } from "../../accuracy/subjects.js";
import { testDefinitions } from "./exact.js";

test("every elementwise function has its definition at 60 digits, and every definition a function", () => {
  expect(Object.keys(definitions(60, "f64")).sort()).toEqual([...subjects.keys()].sort());
});

testDefinitions(29);
