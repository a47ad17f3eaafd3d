import { vi } from "vitest";
import { LAYOUTS, modest } from "../support/layouts.js";
import { testAccumulate } from "./layouts/accumulate.js";
import { testLosses } from "./layouts/losses.js";
import { testRows } from "./layouts/rows.js";
import { testSlopes } from "./layouts/slopes.js";
import { testSparsemax } from "./layouts/sparsemax.js";
import { testSplits } from "./layouts/split.js";

/** Functions with a shape, on layouts that cross every boundary of small blocks. */

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

const small = modest(LAYOUTS, 20_000);

testRows(LAYOUTS, small);
testSlopes(LAYOUTS, small);
testSparsemax(small);
testLosses(LAYOUTS, small);
testSplits(LAYOUTS, small);
testAccumulate(LAYOUTS);
