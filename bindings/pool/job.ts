import { Marshaller, type ReferenceTo, type StagedOutput, unmarshal } from "./marshalling.js";
import type { Operation } from "./operations.js";
import { optionsOf, type Partition, type Partitioning, partitionsOf } from "./partition.js";
import type { OptionValues, Task } from "./protocol.js";
import type { TransferBuffer, TransferBuffers } from "./transfer-buffers.js";
import type { NumericArray } from "./typed-arrays.js";

/** A task that a worker has, and what its reply needs. */
export interface InFlightTask {
  readonly job: Job;
  readonly task: Task;
  readonly buffer: TransferBuffer | undefined;
  readonly outputs: readonly StagedOutput[];
}

/** A call of `pool.run`, computed by workers one task a partition. */
export class Job {
  readonly op: string;
  readonly promise: Promise<unknown>;
  readonly #operation: Operation;
  readonly #operands: readonly NumericArray[];
  readonly #outputs: Readonly<Record<string, NumericArray>>;
  readonly #options: OptionValues;
  readonly #partitioning: Partitioning;
  readonly #partitions: Iterator<Partition, undefined>;
  #next: Partition | undefined;
  #inFlight = 0;
  #value: number | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;

  constructor(
    op: string,
    operation: Operation,
    operands: readonly NumericArray[],
    outputs: Readonly<Record<string, NumericArray>>,
    options: OptionValues,
    partitioning: Partitioning,
    limits: { readonly threads: number; readonly bytes: number },
  ) {
    this.op = op;
    this.#operation = operation;
    this.#operands = operands;
    this.#outputs = outputs;
    this.#options = options;
    this.#partitioning = partitioning;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const bytes = [...operands, ...Object.values(outputs)].reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#partitions = partitionsOf(partitioning, bytes, Math.min(limits.bytes, Math.ceil(bytes / limits.threads)));
    this.#next = this.#partitions.next().value;
  }

  /** Whether a partition is left that no worker has been given. */
  get pending(): boolean {
    return this.#next !== undefined;
  }

  /** The task of the next partition, with copies of what a worker does not reach. */
  dequeue(id: number, referenceTo: ReferenceTo, buffers: TransferBuffers): InFlightTask {
    const partition = this.#next!;
    this.#next = this.#partitions.next().value;
    this.#inFlight++;
    const { name, member } = this.#operation;
    const { channels } = this.#partitioning;
    const marshaller = new Marshaller(this.#partitioning, partition, referenceTo);
    const operands = this.#operands.map((array, i) => marshaller.add(array, true, channels && i === 1));
    const accumulated = this.#options.accumulate === true;
    const outputs = Object.entries(this.#outputs).map(
      ([key, array]) => [key, marshaller.add(array, accumulated)] as const,
    );
    marshaller.stage(buffers);
    const task: Task = {
      kind: "task",
      id,
      name,
      member,
      operands: operands.map((index) => marshaller.slice(index)),
      outputs: Object.fromEntries(outputs.map(([key, index]) => [key, marshaller.slice(index)])),
      options: optionsOf(this.#partitioning, partition, this.#options),
    };
    return {
      job: this,
      task,
      buffer: marshaller.buffer,
      outputs: outputs.flatMap(([, index]) => marshaller.stagedOutput(index)),
    };
  }

  /** Writes a task's results from the transfer buffer, or from its memory that came back. */
  complete({ outputs }: InFlightTask, memory: ArrayBufferLike | undefined, value: number | undefined): void {
    if (memory && !this.#failure) unmarshal(outputs, memory);
    this.#value = value;
    this.#settle();
  }

  /** A task that has no result. */
  lose(reason: unknown): void {
    this.fail(reason);
    this.#settle();
  }

  /** Starts no more tasks. The promise rejects when those in flight have ended: nothing is written after that. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#next = undefined;
    if (this.#inFlight === 0) this.#reject(this.#failure.reason);
  }

  #settle(): void {
    this.#inFlight--;
    if (this.#inFlight > 0 || this.#next !== undefined) return;
    if (this.#failure) this.#reject(this.#failure.reason);
    else this.#resolve(this.#result());
  }

  #result(): unknown {
    const { out, derivative } = this.#outputs;
    if (!out) return this.#value;
    return derivative ? { value: out, derivative } : out;
  }
}
