import { sameMemory } from "../checks/aliasing.js";
import { wrongValue } from "../core/errors.js";
import type { List } from "./lists.js";

type Numbers = List["arrays"][number];

/** The arrays of a batch that are read and written. */
export interface Lists {
  readonly operands: readonly List[];
  readonly outputs: readonly List[];
  /** Whether outputs are added to: they must then be no operands. */
  readonly accumulate: boolean;
}

interface Place {
  readonly list: List;
  readonly index: number;
}

/** The bytes of an array. */
interface Span extends Place {
  readonly isOutput: boolean;
  readonly buffer: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Refuses an output of a batch that shares memory with another array of it. Only the memory of an
 * operand of the same index it may be, exactly.
 *
 * Arrays that start within a buffer are sorted by address. But most start where theirs does, and to
 * ask a small one for its buffer makes the engine allocate one: 216 ns, where all else that is done
 * for 16 elements takes 40; a Set of them takes 40. A mark in the first element of each output shows
 * in whatever shares it, for 7 ns. The elements are put back.
 *
 * @param sorted whether all arrays have to be sorted, since some cannot show a mark
 */
export function checkSeparate(op: string, lists: Lists, sorted: boolean): void {
  const { operands, outputs, accumulate } = lists;
  const first = outputs[0]?.arrays[0];
  if (first === undefined) return;
  const all = [...outputs, ...operands].map(({ arrays }) => arrays);
  const elements = lengthOf(outputs);
  const known = separate.get(first);
  if (known && known.accumulate === accumulate && known.elements === elements && areSame(all, known.all)) return;
  const { inner, reached } = offsets(lists);
  const everything = sorted || reached || outputs.length * outputs[0]!.arrays.length > MARK;
  if (everything || inner) sweep(op, lists, everything);
  if (!everything) compareMarks(op, lists);
  separate.set(first, { all: all.map((arrays) => arrays.slice()), elements, accumulate });
}

/**
 * The arrays of the last batch that passed, by its first output. Arrays share no more memory than
 * before unless their buffer grew, and a step of a training has those of the step before: to
 * recognise them takes 2 ns for an output and an operand, to look for shared memory 25.
 */
const separate = /* @__PURE__ */ new WeakMap<object, Known>();

interface Known {
  readonly all: readonly (readonly Numbers[])[];
  /** Of the outputs. */
  readonly elements: number;
  readonly accumulate: boolean;
}

function lengthOf(lists: readonly List[]): number {
  let elements = 0;
  for (const { arrays } of lists) for (let i = 0; i < arrays.length; i++) elements += arrays[i]!.length;
  return elements;
}

function areSame(lists: readonly (readonly Numbers[])[], known: readonly (readonly Numbers[])[]): boolean {
  if (lists.length !== known.length) return false;
  for (let k = 0; k < lists.length; k++) {
    const list = lists[k]!;
    const other = known[k]!;
    if (list.length !== other.length) return false;
    for (let i = 0; i < list.length; i++) if (list[i] !== other[i]) return false;
  }
  return true;
}

/** Whether arrays start within a buffer, and whether one that starts with its buffer is long enough to reach them. */
function offsets({ operands, outputs }: Lists): { inner: boolean; reached: boolean } {
  const written = outputs[0]!.arrays;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const { arrays } of [...outputs, ...operands]) {
    const known = arrays === written ? [] : written;
    for (let i = 0; i < arrays.length; i++) {
      const array = arrays[i]!;
      if (array === known[i]) continue;
      const start = array.byteOffset;
      if (start === 0) most = Math.max(most, array.length);
      else if (start < least) least = start;
    }
  }
  const size = (written[0] as Float32Array | undefined)?.BYTES_PER_ELEMENT ?? 1;
  return { inner: least < Number.POSITIVE_INFINITY, reached: most * size > least };
}

/** Looks for overlaps in the order of addresses: of all arrays, or of those that start within a buffer. */
function sweep(op: string, { operands, outputs, accumulate }: Lists, all: boolean): void {
  const buffers = new Map<ArrayBufferLike, number>();
  const spans: Span[] = [];
  const add = (list: List, index: number, isOutput: boolean) => {
    const array = list.arrays[index]!;
    const start = array.byteOffset;
    if (array.length === 0 || (start === 0 && !all)) return;
    // What an operand has in common with its own output is looked for with the output.
    const mayBeOutput = !isOutput && !accumulate && !list.common;
    const isOwn = (other: Numbers) => array.byteLength === other.byteLength && sameMemory(array, other);
    if (mayBeOutput && outputs.some(({ arrays }) => isOwn(arrays[index]!))) return;
    let buffer = buffers.get(array.buffer);
    if (buffer === undefined) {
      buffer = buffers.size;
      buffers.set(array.buffer, buffer);
    }
    spans.push({ list, index, isOutput, buffer, start, end: start + array.byteLength });
  };
  for (const list of operands) for (let i = 0; i < list.arrays.length; i++) add(list, i, false);
  for (const list of outputs) for (let i = 0; i < list.arrays.length; i++) add(list, i, true);
  spans.sort((a, b) => a.buffer - b.buffer || a.start - b.start);
  // Of those before, the ones that end last: of all, and of outputs.
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

// Marks are the whole numbers from here on that f32 has exactly, seldom seen among values.
const MARK = 2 ** 23;

/** Looks for arrays that start with the same element as an output. */
function compareMarks(op: string, { operands, outputs, accumulate }: Lists): void {
  const count = outputs[0]!.arrays.length;
  /** The output that has this mark. */
  const marked = (value: number): Place | undefined => {
    const list = outputs[Math.floor((value - MARK) / count)];
    return list && Number.isInteger(value) ? { list, index: (value - MARK) % count } : undefined;
  };
  const saved = outputs.map(({ arrays }, o) => mark(arrays, MARK + o * count));
  try {
    for (const [o, list] of outputs.entries()) {
      const index = firstWithout(list.arrays, MARK + o * count);
      if (index >= 0) throw refusal(op, { list, index }, marked(list.arrays[index]![0]!) ?? { list, index });
    }
    for (const list of operands) {
      const { arrays } = list;
      const apart = accumulate || list.common;
      const known = apart ? [] : outputs[0]!.arrays;
      for (let i = 0; i < arrays.length; i++) {
        const array = arrays[i]!;
        if (array === known[i] || !(array[0]! >= MARK)) continue;
        const output = marked(array[0]!);
        const other = output?.list.arrays[output.index];
        // It may be a value that looks like a mark.
        if (!output || !other || !sameMemory(array, other)) continue;
        if (apart || output.index !== i || array.byteLength !== other.byteLength)
          throw refusal(op, output, { list, index: i });
      }
    }
  } finally {
    // Of arrays that share an element the first one saved what was there.
    for (const [o, { arrays }] of [...outputs.entries()].reverse()) restore(arrays, saved[o]!);
  }
}

function mark(arrays: readonly Numbers[], first: number): Float64Array {
  const saved = new Float64Array(arrays.length);
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    if (array.length === 0) continue;
    saved[i] = array[0]!;
    array[0] = first + i;
  }
  return saved;
}

/** The index of the first array that has lost its mark, or −1. */
function firstWithout(arrays: readonly Numbers[], first: number): number {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    if (array.length > 0 && array[0] !== first + i) return i;
  }
  return -1;
}

function restore(arrays: readonly Numbers[], saved: Float64Array): void {
  for (let i = arrays.length - 1; i >= 0; i--) {
    const array = arrays[i]!;
    if (array.length > 0) array[0] = saved[i]!;
  }
}

function refusal(op: string, output: Place, other: Place): RangeError {
  const name = ({ list: { name, common }, index }: Place) => (common ? name : `${name}[${index}]`);
  return wrongValue(
    op,
    name(output),
    "memory of its own, or exactly that of an operand of its index",
    `some of "${name(other)}"`,
    "pass another array",
  );
}
