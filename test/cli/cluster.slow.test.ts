import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** With Slurm where it is installed, else with processes: the script tells which. */
test("shards of a cluster, one of which is killed, make the bytes of a single run", () => {
  const output = execFileSync("examples/cluster/try.sh", { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  console.log(output);
  expect(output).toMatch(/^with(out)? Slurm: /m);
  expect(output).toContain("the bytes of a single run, after shard 2 was killed");
}, 400_000);
