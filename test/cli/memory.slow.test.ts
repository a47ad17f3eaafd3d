import { expect, test } from "vitest";
import { folder, spawned } from "../support/cli.js";

const { at, save } = folder();

test("large files take little memory, large slices not much more", async () => {
  const dy = save("dy.npy", new Float64Array(1e7), [5, 2_000_000]);
  const most = async (...args: string[]) => {
    const result = await spawned(["apply", ...args, at("y.npy"), "--json", "--overwrite"]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    return JSON.parse(result.stdout).peakBytes;
  };
  // Files of 80 MB: two of them in memory would be 160, on top of the 60 of Node.
  expect(await most("softmax", dy, "--grad", dy, "--axis", "0")).toBeLessThan(200e6);
  expect(await most("gelu", dy)).toBeLessThan(150e6);
});
