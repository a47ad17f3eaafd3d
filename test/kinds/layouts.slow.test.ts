import { test } from "vitest";
import { HUGE, LARGE_LAYOUTS, modest, titleOf } from "../support/layouts.js";
import { testAccumulate } from "./layouts/accumulate.js";
import { testLosses } from "./layouts/losses.js";
import { compareRows, testRows } from "./layouts/rows.js";
import { testSlopes } from "./layouts/slopes.js";
import { testSparsemax } from "./layouts/sparsemax.js";
import { testSplits } from "./layouts/split.js";

/** Functions with a shape, on layouts that cross every boundary of blocks of the size that they have. */

const small = modest(LARGE_LAYOUTS, 100_000);

testRows(LARGE_LAYOUTS, small);
test(`f32: rows give the same bits staged and in a Workspace, ${titleOf(HUGE)}`, () => compareRows("f32", HUGE));
testSlopes(LARGE_LAYOUTS, small);
testSparsemax(small);
testLosses(LARGE_LAYOUTS, small);
testSplits(LARGE_LAYOUTS, small);
testAccumulate(LARGE_LAYOUTS);
