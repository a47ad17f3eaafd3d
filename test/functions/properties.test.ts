import { vi } from "vitest";
import { testProperties } from "./properties.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

testProperties({ most: 600, runs: 10 });
