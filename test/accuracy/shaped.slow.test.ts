import { describe, test } from "vitest";
import { LONG, measure, ROWS } from "../../accuracy/shaped/measure.js";
import { TYPES } from "../support/call.js";
import { expectWithin } from "./shaped.js";

describe.each(TYPES)("%s: values and gradients keep their bounds in rows of 65,536 elements", (type) => {
  test.each(ROWS)("%s", (op) => {
    expectWithin(op, type, measure(op, type, LONG));
  });
});
