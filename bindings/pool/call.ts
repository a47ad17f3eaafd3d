import { type Division, optionsOf, type Part, partsOf } from "./division.js";
import type { Elements } from "./elements.js";
import type { Target } from "./functions.js";
import { Parcel, type ReferenceTo, type Result, unpack } from "./parcel.js";
import type { OptionValues, Task } from "./protocol.js";
import type { Slot, Slots } from "./slots.js";

/** A task on its way, and what is to be done when it is back. */
export interface Errand {
  readonly call: Call;
  readonly task: Task;
  readonly slot: Slot | undefined;
  readonly results: readonly Result[];
}

/** A call that threads compute, part by part. */
export class Call {
  readonly op: string;
  readonly promise: Promise<unknown>;
  readonly #target: Target;
  readonly #operands: readonly Elements[];
  readonly #outputs: Readonly<Record<string, Elements>>;
  readonly #options: OptionValues;
  readonly #division: Division;
  readonly #parts: Iterator<Part, undefined>;
  #next: Part | undefined;
  #underWay = 0;
  #value: number | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;

  constructor(
    op: string,
    target: Target,
    operands: readonly Elements[],
    outputs: Readonly<Record<string, Elements>>,
    options: OptionValues,
    division: Division,
    limits: { readonly threads: number; readonly bytes: number },
  ) {
    this.op = op;
    this.#target = target;
    this.#operands = operands;
    this.#outputs = outputs;
    this.#options = options;
    this.#division = division;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const bytes = [...operands, ...Object.values(outputs)].reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#parts = partsOf(division, bytes, Math.min(limits.bytes, Math.ceil(bytes / limits.threads)));
    this.#next = this.#parts.next().value;
  }

  /** Whether there are parts that no thread has been given. */
  get waits(): boolean {
    return this.#next !== undefined;
  }

  /** The next part, with copies of what a thread does not reach. */
  take(id: number, referenceTo: ReferenceTo, slots: Slots): Errand {
    const part = this.#next!;
    this.#next = this.#parts.next().value;
    this.#underWay++;
    const { name, member } = this.#target;
    const { channels } = this.#division;
    const parcel = new Parcel(this.#division, part, referenceTo);
    const operands = this.#operands.map((array, i) => parcel.add(array, true, channels && i === 1));
    const added = this.#options.accumulate === true;
    const outputs = Object.entries(this.#outputs).map(([key, array]) => [key, parcel.add(array, added)] as const);
    parcel.pack(slots);
    const task: Task = {
      kind: "task",
      id,
      name,
      member,
      operands: operands.map((index) => parcel.piece(index)),
      outputs: Object.fromEntries(outputs.map(([key, index]) => [key, parcel.piece(index)])),
      options: optionsOf(this.#division, part, this.#options),
    };
    return { call: this, task, slot: parcel.slot, results: outputs.flatMap(([, index]) => parcel.result(index)) };
  }

  /** Writes what a thread computed, from the slot or, where that was sent, from what came back. */
  done({ results }: Errand, memory: ArrayBufferLike | undefined, value: number | undefined): void {
    if (memory && !this.#failure) unpack(results, memory);
    this.#value = value;
    this.#back();
  }

  /** A part that does not come back. */
  lost(reason: unknown): void {
    this.fail(reason);
    this.#back();
  }

  /** Starts no more parts. The promise is rejected when those under way are back: then nothing is written any more. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#next = undefined;
    if (this.#underWay === 0) this.#reject(this.#failure.reason);
  }

  #back(): void {
    this.#underWay--;
    if (this.#underWay > 0 || this.#next !== undefined) return;
    if (this.#failure) this.#reject(this.#failure.reason);
    else this.#resolve(this.#result());
  }

  #result(): unknown {
    const { out, derivative } = this.#outputs;
    if (!out) return this.#value;
    return derivative ? { value: out, derivative } : out;
  }
}
