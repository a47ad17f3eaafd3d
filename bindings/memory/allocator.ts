/**
 * First-fit allocation in a range of addresses, with all bookkeeping outside of the memory: blocks
 * need no headers, and addresses may pass 2 GiB (@thi.ng/malloc, looked at first, computes them
 * as 32-bit signed numbers and keeps its lists in the memory itself).
 */
export class Allocator {
  /** Free ranges, by address, never adjacent. */
  readonly #free: { start: number; end: number }[];
  readonly #sizes = new Map<number, number>();
  #used = 0;

  constructor(start: number, end: number) {
    this.#free = [{ start, end }];
  }

  get used(): number {
    return this.#used;
  }

  /** The largest size that `allocate` would grant. */
  get largest(): number {
    return this.#free.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  }

  /** The address of a new block, or undefined if no free range is large enough. */
  allocate(size: number): number | undefined {
    const i = this.#free.findIndex(({ start, end }) => end - start >= size);
    const range = this.#free[i];
    if (!range) return undefined;
    const address = range.start;
    range.start += size;
    if (range.start === range.end) this.#free.splice(i, 1);
    this.#sizes.set(address, size);
    this.#used += size;
    return address;
  }

  /** True if the address was one of a block. */
  release(address: number): boolean {
    const size = this.#sizes.get(address);
    if (size === undefined) return false;
    this.#sizes.delete(address);
    this.#used -= size;
    let i = this.#free.findIndex(({ start }) => start > address);
    if (i < 0) i = this.#free.length;
    const before = this.#free[i - 1];
    const after = this.#free[i];
    const start = before?.end === address ? before.start : address;
    const end = after?.start === address + size ? after.end : address + size;
    const first = before?.end === address ? i - 1 : i;
    const last = after?.start === address + size ? i + 1 : i;
    this.#free.splice(first, last - first, { start, end });
    return true;
  }
}
