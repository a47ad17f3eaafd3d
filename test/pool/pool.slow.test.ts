import { vi } from "vitest";
import { allCalls } from "../support/all-calls.js";
import { testCalls } from "./calls-of-pools.js";

/** Every parameter in copies that threads are sent; pool.test.ts has the default ones. */

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

testCalls("copy", allCalls());
