import type { Labels } from "../checks/labels.js";
import type { Layout } from "../core/layout.js";
import type { FloatType } from "../core/types.js";
import type { Portable } from "../dispatch/plan.js";

/** The messages between the calling thread and the workers. */

/** The id of a memory that the worker has attached, or memory that comes with the message. */
export type MemoryReference = number | ArrayBufferLike;

export type NumericType = FloatType | "i32";

/** A strided slice of some memory: `runs` runs of `width` elements, `stride` elements apart. */
export interface Slice {
  readonly memory: MemoryReference;
  readonly type: NumericType;
  readonly byteOffset: number;
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

/** The parts of a plan that are plain data. */
export interface PlainPlan extends Layout {
  readonly type: FloatType;
  readonly values: readonly number[];
  readonly accumulate: boolean;
  /** How to take labels, where there are some. */
  readonly labels: Omit<Labels, "indices"> | undefined;
}

/** A plan for a partition of a job, with slices of its arrays. */
export interface Task {
  readonly kind: "task";
  readonly id: number;
  /** The name of the definition, and the entry of the package that has it. */
  readonly name: string;
  readonly from: "exact" | undefined;
  /** Makes the definition, if the worker does not know it by its name. */
  readonly portable: Portable | undefined;
  readonly plan: PlainPlan;
  readonly operands: Readonly<Record<string, Slice>>;
  readonly outputs: Readonly<Record<string, Slice>>;
}

/** The first message to a worker. */
export interface Init {
  readonly kind: "init";
  /** The address of the worker's own page in every shared memory. */
  readonly page: number;
  /** A lock to hold for life: its release tells that the worker has ended. */
  readonly lock: string | undefined;
}

/**
 * Compiled kernels, by the names of their families: they come before the first task, and again when the program has
 * loaded functions with others.
 */
export interface Kernels {
  readonly kind: "kernels";
  readonly own: Readonly<Record<string, WebAssembly.Module>>;
  /** For shared memory, if the pool shares any. */
  readonly shared: Readonly<Record<string, WebAssembly.Module>>;
}

export interface AttachMemory {
  readonly kind: "attach";
  readonly id: number;
  readonly memory: WebAssembly.Memory;
}

export interface DetachMemory {
  readonly kind: "detach";
  readonly id: number;
}

export type Request = Init | Kernels | AttachMemory | DetachMemory | Task;

/** A task is done; transferred memory comes back. */
export interface Done {
  readonly kind: "done";
  readonly id: number;
  readonly value: number | undefined;
  readonly back: ArrayBuffer[];
  /** When the worker was done: the calling thread may hear of it later. */
  readonly at: number;
}

/** A worker is ready, or has ended a task. */
export type Reply =
  | { readonly kind: "ready" }
  | Done
  | { readonly kind: "failed"; readonly id: number; readonly error: unknown };
