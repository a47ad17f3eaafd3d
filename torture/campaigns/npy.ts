import { existsSync, rmSync, writeFileSync } from "node:fs";
import { type Campaign, expect, type Tally } from "../campaign.js";
import { expectOneLine, Folder, start } from "../files/cli.js";
import { drawFile } from "../files/grammar.js";
import { Judge, type Verdict } from "../files/judge.js";
import type { Random } from "../random.js";

// Processes at a time.
const AT_ONCE = 3;

export const npy: Campaign = {
  name: "npy",
  about:
    "`.npy` files from a grammar of headers, many with something odd, or with bytes changed: the command line reads what " +
    "NumPy reads, with the same shape and numbers, and refuses the rest in one line with exit code 1, leaving no file (also other types, and data after the array, which NumPy ignores)",
  share: 1.5,
  async prepare() {
    const judge = Judge.start();
    if (!judge) return "no Python with NumPy here (Debian: apt-get install python3-numpy)";
    const folder = new Folder();
    return {
      async run(random, tally) {
        const tries = Array.from({ length: AT_ONCE }, (_, i) => compare(random, judge, folder, i, tally));
        const results = await Promise.allSettled(tries);
        for (const result of results) if (result.status === "rejected") throw result.reason;
        expect(
          folder.names().every((name) => /^(in|out)\d+\.npy$/.test(name)),
          () => `left: ${folder.names().join(", ")}`,
        );
      },
      close() {
        judge.close();
        folder.remove();
      },
    };
  },
};

async function compare(random: Random, judge: Judge, folder: Folder, i: number, tally: Tally): Promise<void> {
  const input = folder.at(`in${i}.npy`);
  const output = folder.at(`out${i}.npy`);
  const file = drawFile(random);
  writeFileSync(input, file);
  rmSync(output, { force: true });
  const verdict = await judge.read(input);
  const { code, signal, stderr } = await start(["apply", "identity", input, output, "--quiet"]).ended;
  tally.count("files");
  const what = () =>
    `${JSON.stringify(file.subarray(0, 400).toString("latin1"))}, ${file.length} bytes, NumPy: ${JSON.stringify(verdict)}`;
  expect(signal === null, () => `${what()}: ended by ${signal}`);
  const [, dtype = "<f4"] = /: dtype (.*) is not supported: /.exec(stderr) ?? [];
  const isSpelledOtherwise = !/^[<>|=]?[a-zA-Z]\d+$/.test(dtype);
  if (verdict.read && verdict.result && !isSpelledOtherwise) {
    tally.count("files that both read");
    expect(code === 0 && stderr === "", () => `${what()}: refused with ${code}: ${stderr}`);
    expectEqual(verdict, await judge.read(output), what);
    return;
  }
  tally.count(verdict.read ? "files that only NumPy reads" : "files that both refuse");
  expect(code === 1, () => `${what()}: exit code ${code} ${stderr}`);
  expectOneLine(stderr, what);
  expect(!existsSync(output), () => `${what()}: refused, but there is a result`);
}

function expectEqual(want: Verdict, got: Verdict, what: () => string): void {
  const same = got.dtype === want.result && got.digest === want.digest && String(got.shape) === String(want.shape);
  expect(same, () => `${what()}: the result is ${JSON.stringify(got)}`);
}
