/** The messages between the calling thread and the workers. */

/** The id of a memory that the worker has attached, or memory that comes with the message. */
export type MemoryReference = number | ArrayBufferLike;

export type NumericType = "f32" | "f64" | "i32";

/** A strided slice of some memory: `runs` runs of `width` elements, `stride` elements apart. */
export interface Slice {
  readonly memory: MemoryReference;
  readonly type: NumericType;
  readonly byteOffset: number;
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** A call of a function, or of one of its members, on slices of the job's arrays. */
export interface Task {
  readonly kind: "task";
  readonly id: number;
  readonly name: string;
  readonly member: string | undefined;
  readonly operands: readonly Slice[];
  readonly outputs: Readonly<Record<string, Slice>>;
  readonly options: OptionValues;
}

/** The first message to a worker. */
export interface Init {
  readonly kind: "init";
  readonly module: WebAssembly.Module;
  readonly shared: WebAssembly.Module | undefined;
  /** The address of the worker's own page in every shared memory. */
  readonly page: number;
  /** A lock to hold for life: its release tells that the worker has ended. */
  readonly lock: string | undefined;
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

export type Request = Init | AttachMemory | DetachMemory | Task;

/** A worker is ready, or has finished a task; transferred memory comes back with it. */
export type Reply =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly id: number; readonly value: number | undefined; readonly back: ArrayBuffer[] }
  | { readonly kind: "failed"; readonly id: number; readonly error: unknown };
