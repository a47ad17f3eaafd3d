import { wrongValue } from "../core/errors.js";
import { isArray } from "../core/lists.js";
import { bufferOf, bytesOf, lengthOf, type Numbers, offsetOf } from "../core/types.js";
import type { List } from "./lists.js";

/** The arrays that a batch reads and writes. */
export interface Lists {
  readonly operands: readonly List[];
  readonly outputs: readonly List[];
  /** The call adds to the outputs, so that none may be an operand. */
  readonly accumulate: boolean;
}

/** The bytes of an array. */
interface Span {
  readonly list: List;
  readonly index: number;
  readonly isOutput: boolean;
  readonly buffer: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Refuses an output of a batch that shares memory with another array of the batch. An operand of the
 * same index may be exactly the same memory.
 *
 * Nothing is written. A set of the outputs' buffers tells which of them hold another
 * array, too. Only there can anything overlap, and only those arrays are sorted by address.
 */
export function checkSeparate(op: string, lists: Lists): void {
  if (!lists.outputs[0]?.arrays.length) return;
  const shared = sharedBuffers(lists);
  if (shared.size > 0) sweep(op, spansIn(shared, lists));
}

/** The arrays that passed in some lists of a caller's, and the lists that have come with these. */
class Checked {
  readonly next = new WeakMap<object, Checked>();
  accumulate = false;
  /** Of the outputs, then of the operands. */
  arrays: readonly (readonly Numbers[])[] = [];
  outputs = 0;
  lengths: readonly (readonly number[])[] = [];
}

/** Nothing else holds it, so that it is gone, with all that it keeps, when the engine collects garbage. */
let checked: WeakRef<Checked> | undefined;

function checkedBefore(): Checked {
  let first = checked?.deref();
  if (!first) checked = new WeakRef((first = new Checked()));
  return first;
}

/**
 * The same for arrays whose lengths follow from these. An array keeps its buffer and address: where the caller's lists hold the
 * same arrays of the same lengths as when they last passed, as in each step of a loop, they pass again. They are remembered
 * while the caller has all of the lists, until garbage is collected.
 */
export function checkSeparateOnce(
  op: string,
  lists: Lists,
  lengths: readonly (readonly number[])[],
  keys: readonly unknown[],
): void {
  if (!lists.outputs[0]?.arrays.length) return;
  let last = checkedBefore();
  for (const key of keys) {
    if (!isArray(key)) continue;
    let next = last.next.get(key);
    if (!next) last.next.set(key, (next = new Checked()));
    last = next;
  }
  const { operands, outputs, accumulate } = lists;
  const all = [...outputs, ...operands].map(({ arrays }) => arrays);
  const isAlike = last.accumulate === accumulate && last.outputs === outputs.length;
  if (isAlike && areAll(areSame, all, last.arrays) && areAll(areEqual, lengths, last.lengths)) return;
  checkSeparate(op, lists);
  last.accumulate = accumulate;
  last.outputs = outputs.length;
  // The outputs go back to the caller, who may write into the list.
  last.arrays = all.map((arrays) => arrays.slice());
  last.lengths = lengths;
}

function areAll<T>(compare: (a: T, b: T) => boolean, a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, i) => compare(value, b[i]!));
}

// Two functions, since engines compare objects and numbers by different code (a third of the time).
function areSame(a: readonly Numbers[], b: readonly Numbers[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** The buffers that hold an output and, unless it is an operand in that output's place, another array. */
function sharedBuffers(lists: Lists): Set<ArrayBufferLike> {
  const buffers = new Set<ArrayBufferLike>();
  const shared = new Set<ArrayBufferLike>();
  let last: ArrayBufferLike | undefined;
  for (const { arrays } of lists.outputs) {
    for (let i = 0; i < arrays.length; i++) {
      const buffer = bufferOf(arrays[i]!);
      const { size } = buffers;
      if (buffer === last || buffers.add(buffer).size === size) shared.add(buffer);
      last = buffer;
    }
  }
  for (const list of lists.operands) {
    const { arrays } = list;
    // The very same array need not be asked: the first question makes an engine allocate a buffer.
    const own = ownOutputs(lists, list)[0]?.arrays ?? [];
    for (let i = 0; i < arrays.length; i++) {
      const array = arrays[i]!;
      if (array === own[i]) continue;
      const buffer = bufferOf(array);
      if (buffers.has(buffer) && !isOwnOutput(lists, list, i)) shared.add(buffer);
    }
  }
  return shared;
}

/** The lists of outputs that an operand may be in. */
function ownOutputs({ outputs, accumulate }: Lists, { common }: List): readonly List[] {
  return accumulate || common ? [] : outputs;
}

/** An operand that is exactly its own output shares with others what that output shares with them. */
function isOwnOutput(lists: Lists, list: List, index: number): boolean {
  const array = list.arrays[index]!;
  for (const { arrays } of ownOutputs(lists, list)) {
    const output = arrays[index]!;
    if (array === output) return true;
    if (offsetOf(array) !== offsetOf(output) || bytesOf(array) !== bytesOf(output)) continue;
    if (bufferOf(array) === bufferOf(output)) return true;
  }
  return false;
}

/** The arrays with elements in these buffers, in the order of their addresses. */
function spansIn(shared: ReadonlySet<ArrayBufferLike>, lists: Lists): Span[] {
  const numbers = new Map([...shared].map((buffer, i) => [buffer, i]));
  const spans: Span[] = [];
  for (const isOutput of [false, true]) {
    for (const list of isOutput ? lists.outputs : lists.operands) {
      for (let index = 0; index < list.arrays.length; index++) {
        const array = list.arrays[index]!;
        const buffer = numbers.get(bufferOf(array));
        if (buffer === undefined || lengthOf(array) === 0 || (!isOutput && isOwnOutput(lists, list, index))) continue;
        const start = offsetOf(array);
        spans.push({ list, index, isOutput, buffer, start, end: start + bytesOf(array) });
      }
    }
  }
  return spans.sort((a, b) => a.buffer - b.buffer || a.start - b.start);
}

/** Looks for overlaps in the order of addresses. */
function sweep(op: string, spans: readonly Span[]): void {
  // Of the arrays so far, the ones that end last: among all, and among outputs.
  let last: Span | undefined;
  let lastOutput: Span | undefined;
  for (const span of spans) {
    const before = span.isOutput ? last : lastOutput;
    if (before && before.buffer === span.buffer && before.end > span.start) {
      throw span.isOutput ? refusal(op, span, before) : refusal(op, before, span);
    }
    if (endsLater(span, last)) last = span;
    if (span.isOutput && endsLater(span, lastOutput)) lastOutput = span;
  }
}

function endsLater(span: Span, other: Span | undefined): boolean {
  return !other || other.buffer !== span.buffer || span.end > other.end;
}

function refusal(op: string, output: Span, other: Span): RangeError {
  const nameOf = ({ list: { name, common }, index }: Span) => (common ? name : `${name}[${index}]`);
  return wrongValue(
    op,
    nameOf(output),
    "memory of its own, or exactly the memory of an operand of its index",
    `some of "${nameOf(other)}"`,
    "pass another array",
  );
}
