import fc from "fast-check";
import { expect, test } from "vitest";
import { Allocator } from "../../bindings/memory/allocator.js";

/** Against a model that knows which bytes are taken, and by whom. */

const START = 65_536;
const SIZE = 512;

const commands = fc.array(
  fc.oneof(
    fc.record({ allocate: fc.integer({ min: 1, max: 96 }) }),
    fc.record({ release: fc.nat(40) }),
    fc.record({ misuse: fc.integer({ min: START - 8, max: START + SIZE + 8 }) }),
  ),
  { maxLength: 120 },
);

interface Block {
  readonly address: number;
  readonly size: number;
}

function freeRuns(blocks: readonly Block[]): { longest: number; first: (size: number) => number | undefined } {
  const sorted = [...blocks].sort((a, b) => a.address - b.address);
  const starts = [START, ...sorted.map(({ address, size }) => address + size)];
  const ends = [...sorted.map(({ address }) => address), START + SIZE];
  const runs = starts.map((start, i) => ({ start, length: ends[i]! - start }));
  return {
    longest: runs.reduce((most, { length }) => Math.max(most, length), 0),
    first: (size) => runs.find(({ length }) => length >= size)?.start,
  };
}

test("takes the first room that is large enough, joins what is free, and never the same byte twice", () => {
  const property = fc.property(commands, (list) => {
    const allocator = new Allocator(START, START + SIZE);
    const blocks: Block[] = [];
    for (const command of list) {
      if ("allocate" in command) {
        const size = command.allocate;
        const address = allocator.allocate(size);
        expect(address).toBe(freeRuns(blocks).first(size));
        if (address !== undefined) blocks.push({ address, size });
      } else if ("release" in command) {
        const [block] = blocks.splice(command.release % Math.max(blocks.length, 1), 1);
        if (!block) continue;
        expect(allocator.release(block.address)).toBe(true);
        expect(allocator.release(block.address)).toBe(false);
      } else if (!blocks.some(({ address }) => address === command.misuse)) {
        expect(allocator.release(command.misuse)).toBe(false);
      }
      expect(allocator.used).toBe(blocks.reduce((sum, { size }) => sum + size, 0));
      expect(allocator.largest).toBe(freeRuns(blocks).longest);
    }
    for (const { address } of blocks) expect(allocator.release(address)).toBe(true);
    expect(allocator.used).toBe(0);
    expect(allocator.allocate(SIZE)).toBe(START);
  });
  fc.assert(property, { numRuns: 300 });
});

test("addresses may pass 2 GiB", () => {
  const allocator = new Allocator(2 ** 31 - 64, 2 ** 32 - 64);
  const [a, b] = [allocator.allocate(128), allocator.allocate(2 ** 31 - 128)];
  expect([a, b]).toEqual([2 ** 31 - 64, 2 ** 31 + 64]);
  expect(allocator.largest).toBe(0);
  expect(allocator.release(b!)).toBe(true);
  expect(allocator.release(a!)).toBe(true);
  expect(allocator.largest).toBe(2 ** 31);
});
