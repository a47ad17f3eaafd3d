import * as library from "lanewise";
import { expect, test } from "vitest";
import { folder, lanewise } from "../support/cli.js";
import { expectSame } from "../support/same.js";

/** `lanewise apply` on arrays of many megabytes. */

const { at, save, load } = folder();

test("a slice that is larger than a block is cut into columns", async () => {
  const shape = [1200, 9001];
  const data = Float32Array.from({ length: 1200 * 9001 }, (_, i) => ((i * 7919) % 4001) / 250 - 8);
  const wide = save("wide.npy", data, shape);
  const apply = async (name: string) => {
    const { code, stderr } = await lanewise(["apply", name, wide, at("y.npy"), "--axis", "0", "--overwrite"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  };
  await apply("softmax");
  expectSame(load("y.npy").data, library.softmax(data, { shape, axis: 0 }));
  await apply("glu");
  expectSame(load("y.npy").data, library.glu(data, { shape, axis: 0 }));
});
