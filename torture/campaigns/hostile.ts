import { types } from "node:util";
import { Workspace } from "lanewise";
import { Guarded, Snapshot } from "../calls/arrays.js";
import { type Drawn, drawCall } from "../calls/draw.js";
import { type Disguised, disguises } from "../calls/hostile.js";
import { call, direct, expectSame, resultsOf, title } from "../calls/ways.js";
import { type Campaign, expect } from "../campaign.js";

const names = Object.keys(disguises);

export const hostile: Campaign = {
  name: "hostile",
  about:
    "valid calls through hostile objects (subclasses and properties that lie, changed prototypes, memory that grows or is " +
    "shared, options with getters that call the package, detach the operands or change the shape, proxies): the bits of " +
    "the plain call, or a TypeError or RangeError; no byte around the output changes",
  share: 1,
  async prepare() {
    return {
      run(random, tally) {
        const drawn = drawCall(random, { most: 600 });
        const want = call(drawn);
        const name = random.pick(names);
        const ws = new Workspace({ bytes: 2 ** 20 });
        try {
          const output = drawn.subject.result === "number" ? undefined : new Guarded(random, drawn.type, drawn.length);
          if (output && random.chance(0.5)) drawn.options.out = output.array;
          const accepted = tryDisguise(drawn, name, disguises[name]!(drawn, random, ws), want, output);
          tally.count(accepted ? "calls that gave the plain result" : "calls that were refused");
        } finally {
          ws.dispose();
        }
        delete drawn.options.out;
        if (random.chance(0.1)) expectSame(drawn, `again, after ${name}`, direct(drawn), want);
      },
    };
  },
};

/** True if the call was made; otherwise it was refused. */
function tryDisguise(
  drawn: Drawn,
  name: string,
  { operands, options }: Disguised,
  want: readonly ArrayLike<number>[],
  output: Guarded | undefined,
): boolean {
  const what = () => `${title(drawn)}, ${name}`;
  const before = new Snapshot(drawn.operands);
  let got: unknown;
  try {
    got = drawn.subject.call(...operands, options);
  } catch (error) {
    const known = types.isNativeError(error) && (error instanceof TypeError || error instanceof RangeError);
    expect(known && error.message.startsWith(`${drawn.subject.name}: "`), () => `${what()}: threw ${String(error)}`);
    return false;
  } finally {
    expect(before.changed === undefined, () => `${what()}: operand ${before.changed} changed`);
    expect(output?.damage === undefined, () => `${what()}: wrote byte ${output!.damage} outside of out`);
  }
  expectSame(drawn, name, resultsOf(got), want as never);
  return true;
}
