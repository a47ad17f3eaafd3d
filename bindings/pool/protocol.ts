/** What the calling thread and the others tell each other. */

/** A number stands for a memory that both have joined; other memory comes along. */
export type MemoryReference = number | ArrayBufferLike;

export type PieceType = "f32" | "f64" | "i32";

/** Runs of elements in some memory: `runs` of `width`, `stride` elements apart, from a byte on. */
export interface Piece {
  readonly memory: MemoryReference;
  readonly type: PieceType;
  readonly byteOffset: number;
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** A call of a function, or of a member of it, on pieces of its arrays. */
export interface Task {
  readonly kind: "task";
  readonly id: number;
  readonly name: string;
  readonly member: string | undefined;
  readonly operands: readonly Piece[];
  readonly outputs: Readonly<Record<string, Piece>>;
  readonly options: OptionValues;
}

/** The first message to a thread. */
export interface Start {
  readonly kind: "start";
  readonly module: WebAssembly.Module;
  readonly shared: WebAssembly.Module | undefined;
  /** The address of its page in every shared memory. */
  readonly page: number;
  /** A lock to hold for life, so that its end is noticed. */
  readonly lock: string | undefined;
}

export interface Join {
  readonly kind: "join";
  readonly id: number;
  readonly memory: WebAssembly.Memory;
}

export interface Leave {
  readonly kind: "leave";
  readonly id: number;
}

export type Request = Start | Join | Leave | Task;

/** Ready to work, or what came of a task; memory that came along with that goes back. */
export type Reply =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly id: number; readonly value: number | undefined; readonly back: ArrayBuffer[] }
  | { readonly kind: "failed"; readonly id: number; readonly error: unknown };
