import type { Random } from "../random.js";
import { arrayOf, fill, type Mood } from "./arrays.js";
import { type ElementType, type FloatArray, type Subject, subjects } from "./subjects.js";

export type Labels = Int32Array<ArrayBufferLike>;
export type Options = Record<string, unknown>;

/** A valid call: arrays, options without `out`, and the length of the result. */
export interface Drawn {
  readonly subject: Subject;
  readonly type: ElementType;
  readonly mood: Mood;
  readonly operands: readonly (FloatArray | Labels)[];
  readonly options: Options;
  readonly length: number;
}

export interface Wishes {
  readonly subject?: Subject;
  readonly type?: ElementType;
  readonly options?: Options;
  /** The most elements of x. */
  readonly most?: number;
}

export function drawCall(random: Random, wishes: Wishes = {}): Drawn {
  const subject = wishes.subject ?? random.pick(subjects);
  const type = wishes.type ?? random.pick(["f32", "f64"] as const);
  const mood = random.pick(["tame", "wild"] as const);
  const size = Math.min(drawSize(random), wishes.most ?? Infinity);
  const options = wishes.options ?? { ...drawParameters(random, subject, type), ...drawShape(random, subject, size) };
  return fit(random, subject, type, mood, options, sizeOf(subject, options, size));
}

/** Sizes around those where loops change their ways; few are large. */
function drawSize(random: Random): number {
  const kind = random.next();
  if (kind < 0.6) return random.below(40);
  if (kind < 0.95) return random.below(600);
  if (kind < 0.995) return random.below(6_000);
  return random.pick([8_192, 16_384, 32_768]) + random.between(-5, 5);
}

/** Without a shape the axis is all of x, and some functions need it to be divisible. */
function sizeOf(subject: Subject, options: Options, size: number): number {
  const shape = options.shape as readonly number[] | undefined;
  if (shape) return shape.reduce((product, n) => product * n, 1);
  return size - (size % divisor(subject, options));
}

function divisor({ spec }: Subject, options: Options): number {
  if (spec.kind !== "resizing" || spec.name === "crelu") return 1;
  return spec.name === "maxout" ? (options.pieces as number) : 2;
}

function drawShape(random: Random, subject: Subject, size: number): Options {
  if (!subject.options.includes("shape") || random.chance(0.2)) return {};
  const rank = random.between(1, 4);
  const axis = random.below(rank);
  const shape: number[] = [];
  let left = Math.max(size, 1);
  for (let i = 0; i < rank; i++) {
    const n = i === rank - 1 ? left : random.chance(0.03) ? 0 : random.between(1, Math.min(left, 12));
    shape.push(n);
    left = Math.max(1, Math.floor(left / Math.max(n, 1)));
  }
  // So that each function finds an axis it can divide, by any number of pieces that is drawn.
  if (subject.spec.kind === "resizing") shape[axis] = Math.ceil(shape[axis]! / 12) * 12;
  return random.chance(0.3) && axis === rank - 1 ? { shape } : { shape, axis: random.chance(0.5) ? axis : axis - rank };
}

const CANDIDATES = [0, 1, 0.25, 1.5, -2, 6, 0.01, Infinity, 1e-3, -1e-3];

/** Some parameters by name, such that the function takes them together. */
export function drawParameters(random: Random, subject: Subject, type: ElementType): Options {
  const parameters = Object.entries(subject.spec.parameters ?? {});
  const required = parameters.filter(([, parameter]) => parameter.default === undefined);
  const always = Object.fromEntries(required.map(([name]) => [name, name === "pieces" ? 2 : 0.5]));
  const own = subject.options;
  for (let attempt = 0; attempt < 4; attempt++) {
    const options: Options = { ...always };
    for (const [name, { default: preset, range }] of parameters) {
      if (preset !== undefined && !random.chance(0.3)) continue;
      const value = name === "pieces" ? random.pick([1, 2, 3, 4, 6]) : random.pick(valuesFor(name));
      if (range.holds(value)) options[name] = value;
    }
    if (subject.operands.includes("targets") && subject.spec.kind === "cross-entropy") {
      delete options.labelSmoothing;
      delete options.ignoreIndex;
    }
    if (own.includes("training") && random.chance(0.7)) options.training = random.chance(0.8);
    if (own.includes("offset") && random.chance(0.3))
      options.offset = random.pick([0, 5, 2 ** 31, 2 ** 32 + 3, 2 ** 45]);
    if (accepts(subject, type, options)) return options;
  }
  return always;
}

const valuesFor = (name: string): readonly number[] =>
  name === "seed" ? [0, 1, 4_294_967_295] : name === "ignoreIndex" ? [-100, 0, 1, -1] : CANDIDATES;

function accepts(subject: Subject, type: ElementType, options: Options): boolean {
  const { operands } = subject;
  const arrays = operands.map((operand) => {
    if (operand === "labels") return Int32Array.of(Number(options.ignoreIndex ?? -100));
    return arrayOf(type, operand === "alpha" ? 1 : 0);
  });
  try {
    // One row of nothing, whose label is to be ignored.
    subject.call(...arrays, options);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Operands of the lengths that the options ask for. */
export function fit(
  random: Random,
  subject: Subject,
  type: ElementType,
  mood: Mood,
  options: Options,
  length: number,
): Drawn {
  const { spec, member, operands } = subject;
  const { outer, n, made, inner } = spec.layout(length, options);
  const resized = outer * made * inner;
  const slopes = random.chance(0.5) ? 1 : n;
  const arrays = operands.map((operand) => {
    if (operand === "labels") return drawLabels(random, outer * inner, n, options);
    const size = operand === "alpha" ? slopes : operand === "dy" ? resized : length;
    const array = arrayOf(type, size);
    fill(array, random, mood);
    if (operand === "targets") for (let i = 0; i < size; i++) array[i] = Math.abs(array[i]!) / 6;
    return array;
  });
  const backward = member.startsWith("grad") || member === "slopes" || spec.kind === "element-loss";
  const makes = member === "gradAlpha" && spec.kind === "prelu" ? slopes : backward ? length : resized;
  return { subject, type, mood, operands: arrays, options, length: makes };
}

function drawLabels(random: Random, rows: number, classes: number, options: Options): Labels {
  const none = Number(options.ignoreIndex ?? -100);
  return Int32Array.from({ length: rows }, () => (classes === 0 || random.chance(0.1) ? none : random.below(classes)));
}
