import type { Layout } from "../core/layout.js";
import type { Definition, Prepared } from "../dispatch/plan.js";
import { now } from "./clock.js";
import { Marshaller, type StagedOutput, unmarshal } from "./marshalling.js";
import { type Partition, partitionsOf } from "./partition.js";
import type { Done, PlainPlan, Task } from "./protocol.js";
import type { SharedMemoryRegistry } from "./shared-memory.js";
import type { TransferBuffer, TransferBuffers } from "./transfer-buffers.js";
import { type ArrayLocation, BYTES } from "./typed-arrays.js";

/** A task that a worker has, and what its reply needs. */
export interface InFlightTask {
  readonly job: Job;
  readonly task: Task;
  readonly buffer: TransferBuffer | undefined;
  readonly outputs: readonly StagedOutput[];
}

/** The memory in which workers and the calling thread exchange operands and results. */
export interface PoolMemory {
  readonly buffers: TransferBuffers;
  /** Memory that all of them reach, if the pool shares any. */
  readonly shared: SharedMemoryRegistry | undefined;
}

/** A plan whose arrays were located when the call began: what the caller does to them meanwhile has no effect. */
export interface JobArguments {
  readonly definition: Definition;
  readonly plan: Prepared;
  readonly operands: Readonly<Record<string, ArrayLocation>>;
  readonly outputs: Readonly<Record<string, ArrayLocation>>;
  readonly partitioning: Layout;
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
  #finished = 0;
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
    const locations = [...Object.values(given.operands), ...Object.values(given.outputs)];
    const bytes = locations.reduce((sum, { type, length }) => sum + length * BYTES[type], 0);
    this.#partitions = partitionsOf(
      given.partitioning,
      bytes,
      Math.min(limits.bytes, Math.ceil(bytes / limits.threads)),
    );
    this.#next = this.#partitions.next().value;
  }

  /** True if a partition is left that no worker has been given. */
  get pending(): boolean {
    return this.#next !== undefined;
  }

  /** The task of the next partition, with copies of what a worker does not reach. */
  dequeue(id: number, { buffers, shared }: PoolMemory): InFlightTask {
    const partition = this.#next!;
    this.#next = this.#partitions.next().value;
    this.#inFlight++;
    const { definition, plan, partitioning, ...given } = this.#arguments;
    const marshaller = new Marshaller(partitioning, partition, (memory) => shared?.referenceTo(memory));
    const operands = Object.entries(given.operands).map(
      ([key, array]) => [key, marshaller.add(array, true, key === "alpha")] as const,
    );
    const outputs = Object.entries(given.outputs).map(
      ([key, array]) => [key, marshaller.add(array, plan.accumulate)] as const,
    );
    marshaller.stage(buffers);
    const sliced = (entries: readonly (readonly [string, number])[]) =>
      Object.fromEntries(entries.map(([key, index]) => [key, marshaller.slice(index)]));
    const task: Task = {
      kind: "task",
      id,
      name: definition.name,
      from: definition.from,
      portable: definition.portable?.(),
      plan: plainPlan(definition, plan, partition),
      operands: sliced(operands),
      outputs: sliced(outputs),
    };
    return {
      job: this,
      task,
      buffer: marshaller.buffer,
      outputs: outputs.flatMap(([, index]) => marshaller.stagedOutput(index)),
    };
  }

  /** When the last task was done and its results were written. */
  get finished(): number {
    return this.#finished;
  }

  /** Writes a task's results from the transfer buffer, or from its memory that came back. */
  complete({ outputs }: InFlightTask, memory: ArrayBufferLike | undefined, { value, at }: Done): void {
    const begin = now();
    if (memory && !this.#failure) unmarshal(outputs, memory);
    this.#finished = Math.max(this.#finished, at + now() - begin);
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

/** The plan of a partition; of a job that is one partition, its own. */
function plainPlan(definition: Definition, plan: Prepared, partition: Partition): PlainPlan {
  const { type, values, accumulate, labels, outer, n, made, inner } = plan;
  const layout = definition.whole ? { outer, inner } : { outer: partition.outer, inner: partition.inner };
  return {
    ...layout,
    n,
    made,
    type,
    values: definition.indexed?.(values) ? definition.startingAt!(values, partition.start) : values,
    accumulate,
    labels: labels && { smoothing: labels.smoothing, ignoreIndex: labels.ignoreIndex },
  };
}
