import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { gelu } from "lanewise";
import { fill } from "../calls/arrays.js";
import { type Campaign, expect } from "../campaign.js";
import { Folder, start } from "../files/cli.js";
import { SmallDisk } from "../files/disk.js";
import { closedPipe, fullDisk, killedShards, OP, signals, truncatedStdin } from "../files/scenarios.js";
import { Random } from "../random.js";

const ELEMENTS = 3_000_000;
const DISK_BYTES = 4 * 2 ** 20;

const SCENARIOS = [signals, signals, signals, signals, closedPipe, closedPipe, truncatedStdin, fullDisk, killedShards];

export const commandLine: Campaign = {
  name: "command-line",
  about:
    "runs of the command line that are ended by signals at drawn moments, whose disk is full, whose reader closes the " +
    "pipe, whose stdin ends anywhere, and shards that are killed and run again: OUT is whole, or as it was, the exit code " +
    "is the documented one, errors are one line, and no temporary file stays (except after SIGKILL)",
  share: 1.5,
  async prepare() {
    const folder = new Folder();
    const input = folder.at("in.npy");
    const x = new Float32Array(ELEMENTS);
    fill(x, new Random("input"), "wild");
    writeFileSync(input, npyOf(x));
    const { code, stderr } = await start([...OP, input, folder.at("out.npy")]).ended;
    expect(code === 0, () => `an undisturbed run: exit code ${code}, ${stderr}`);
    const whole = readFileSync(folder.at("out.npy"));
    rmSync(folder.at("out.npy"));
    const values = whole.subarray(whole.length - 4 * ELEMENTS);
    // The payload of a NaN is not specified; both come from the same kernel on the same machine.
    const direct = gelu(x);
    expect(values.equals(new Uint8Array(direct.buffer)), () => "an undisturbed run: other bits than the direct call");
    const disk = SmallDisk.mount(DISK_BYTES);
    return {
      async run(random, tally) {
        await random.pick(SCENARIOS)({ folder, disk, input, whole, values, random, tally });
      },
      close() {
        disk?.unmount();
        folder.remove();
      },
    };
  },
};

function npyOf(x: Float32Array): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${x.length},), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`);
  return Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00", "latin1"),
    Buffer.of(header.length, 0),
    header,
    new Uint8Array(x.buffer),
  ]);
}
