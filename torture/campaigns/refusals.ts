import { types } from "node:util";
import { Guarded, Snapshot } from "../calls/arrays.js";
import { type Drawn, drawCall } from "../calls/draw.js";
import { type Arguments, spoilers, Thrown } from "../calls/spoil.js";
import { direct, outputNames, title } from "../calls/ways.js";
import { type Campaign, expect } from "../campaign.js";
import type { Random } from "../random.js";

export const refusals: Campaign = {
  name: "refusals",
  about:
    "valid calls with one thing made invalid (operands, outputs, lengths, overlaps, shapes, axes, labels, parameters, " +
    "options): each is refused with a TypeError or RangeError that names the function, nothing is written, and the next " +
    "valid call is right",
  share: 2,
  async prepare() {
    return {
      run(random, tally) {
        const drawn = drawCall(random, { most: 300 });
        const spoiler = random.pick(spoilers);
        const output = drawn.subject.result === "number" ? undefined : new Guarded(random, drawn.type, drawn.length);
        const args: Arguments = { operands: [...drawn.operands], options: { ...drawn.options } };
        if (output && random.chance(0.8)) Object.assign(args.options as object, { out: output.array });
        const refused = spoiler.spoil(args, drawn, random, output);
        if (refused === undefined) return;
        refuse(drawn, spoiler.name, args, output);
        tally.count("refused calls");
        if (random.chance(0.2)) refuseBatch(random, drawn, spoiler.name, args, output);
        if (random.chance(0.1)) direct(drawn);
      },
    };
  },
};

function refuse(drawn: Drawn, how: string, { operands, options }: Arguments, output: Guarded | undefined): void {
  const what = () => `${title(drawn)} with ${how}`;
  const watched = output ? [new Uint8Array(output.array.buffer)] : [];
  const before = new Snapshot([...watched, ...drawn.operands]);
  let thrown: unknown;
  let returned = false;
  try {
    drawn.subject.call(...operands, options);
    returned = true;
  } catch (error) {
    thrown = error;
  }
  expect(!returned, () => `${what()}: not refused`);
  expectError(drawn, thrown, what);
  expect(before.changed === undefined, () => `${what()}: refused, but array ${before.changed} changed`);
}

function expectError({ subject }: Drawn, error: unknown, what: () => string): void {
  if (error instanceof Thrown) return;
  const known = types.isNativeError(error) && (error instanceof TypeError || error instanceof RangeError);
  expect(known, () => `${what()}: threw ${String(error)}`);
  const named = error.message.startsWith(`${subject.name}: "`) || error.message.startsWith(`${subject.name}.batch: "`);
  expect(named && error.message.includes(" expected "), () => `${what()}: a message of another form: ${error.message}`);
}

/** The same arguments as the second of a batch: nothing of the first is written either. */
function refuseBatch(random: Random, drawn: Drawn, how: string, args: Arguments, output: Guarded | undefined): void {
  const { subject, operands, type, length } = drawn;
  const first = new Guarded(random, type, length);
  const names = outputNames(drawn);
  const options = args.options;
  const isRecord =
    typeof options === "object" && options !== null && Object.getPrototypeOf(options) === Object.prototype;
  if (!isRecord || subject.operands.includes("alpha") || args.operands.length < operands.length || names.length !== 1)
    return;
  const descriptors = Object.getOwnPropertyDescriptors(options as Record<string, unknown>);
  if (descriptors.out) {
    if (descriptors.out.get) return;
    descriptors.out.value = [first.array, descriptors.out.value];
  }
  const lists = operands.map((array, k) => [array, args.operands[k]]);
  const batched = { operands: lists, options: Object.defineProperties({}, descriptors) };
  const call = Object.assign((...all: readonly unknown[]) => subject.call.batch(...all), { batch: subject.call.batch });
  refuse({ ...drawn, subject: { ...subject, call } }, `${how}, in a batch`, batched, output);
  expect(first.damage === undefined, () => `${title(drawn)} with ${how}, in a batch: wrote byte ${first.damage}`);
}
