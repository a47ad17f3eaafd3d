import { Marshaller, type StagedOutput, unmarshal } from "./marshalling.js";
import type { Operation } from "./operations.js";
import { optionsOf, type Partition, type Partitioning, partitionsOf } from "./partition.js";
import type { OptionValues, Task } from "./protocol.js";
import type { TransferBuffer } from "./transfer-buffers.js";
import { type ArrayLocation, BYTES } from "./typed-arrays.js";
import type { PoolMemory } from "./worker-pool.js";

/** A task that a worker has, and what its reply needs. */
export interface InFlightTask {
  readonly job: Job;
  readonly task: Task;
  readonly buffer: TransferBuffer | undefined;
  readonly outputs: readonly StagedOutput[];
}

/** The checked arguments of a call, read once: what the caller does to them meanwhile has no effect. */
export interface JobArguments {
  readonly operation: Operation;
  readonly operands: readonly ArrayLocation[];
  readonly outputs: Readonly<Record<string, ArrayLocation>>;
  readonly options: OptionValues;
  readonly partitioning: Partitioning;
  /** The result, if it is no number. */
  readonly result: object | undefined;
}

/** A call of `pool.run`, computed by workers one task a partition. */
export class Job {
  readonly op: string;
  readonly promise: Promise<unknown>;
  readonly #arguments: JobArguments;
  readonly #partitions: Iterator<Partition, undefined>;
  #next: Partition | undefined;
  #inFlight = 0;
  #value: number | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;

  constructor(op: string, given: JobArguments, limits: { readonly threads: number; readonly bytes: number }) {
    this.op = op;
    this.#arguments = given;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const locations = [...given.operands, ...Object.values(given.outputs)];
    const bytes = locations.reduce((sum, { type, length }) => sum + length * BYTES[type], 0);
    this.#partitions = partitionsOf(
      given.partitioning,
      bytes,
      Math.min(limits.bytes, Math.ceil(bytes / limits.threads)),
    );
    this.#next = this.#partitions.next().value;
  }

  /** Whether a partition is left that no worker has been given. */
  get pending(): boolean {
    return this.#next !== undefined;
  }

  /** The task of the next partition, with copies of what a worker does not reach. */
  dequeue(id: number, { buffers, shared }: PoolMemory): InFlightTask {
    const partition = this.#next!;
    this.#next = this.#partitions.next().value;
    this.#inFlight++;
    const { operation, partitioning, options, ...given } = this.#arguments;
    const { name, member } = operation;
    const marshaller = new Marshaller(partitioning, partition, (memory) => shared?.referenceTo(memory));
    const operands = given.operands.map((array, i) => marshaller.add(array, true, partitioning.channels && i === 1));
    const accumulated = options.accumulate === true;
    const outputs = Object.entries(given.outputs).map(
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
      options: optionsOf(partitioning, partition, options),
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
    else this.#resolve(this.#arguments.result ?? this.#value);
  }
}
