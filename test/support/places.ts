import { Workspace } from "../../bindings/index.js";
import { BYTES, viewOf } from "./arrays.js";
import type { ElementType, FloatArray } from "./call.js";

/** A place where an operand may live. */
export const PLACES = ["array", "shared", "workspace", "other workspace"] as const;
export type Place = (typeof PLACES)[number];

/** Two Workspaces that arrays of a test are placed in, and ordinary and shared memory besides. */
export class Places {
  readonly #workspaces: Readonly<Record<string, Workspace>>;
  #taken: (() => void)[] = [];

  constructor(bytes: number) {
    this.#workspaces = { workspace: new Workspace({ bytes }), "other workspace": new Workspace({ bytes }) };
  }

  /** An array of `length` elements in the place, `skip` elements after the start of memory. */
  make(place: Place, type: ElementType, length: number, skip = 0): FloatArray {
    const bytes = (length + skip) * BYTES[type];
    if (place === "array") return viewOf(type, new ArrayBuffer(bytes), skip * BYTES[type], length);
    if (place === "shared") return viewOf(type, new SharedArrayBuffer(bytes), skip * BYTES[type], length);
    const workspace = this.#workspaces[place]!;
    const whole = type === "f32" ? workspace.float32(length + skip) : workspace.float64(length + skip);
    this.#taken.push(() => workspace.free(whole));
    return skip === 0 ? whole : viewOf(type, whole.buffer, whole.byteOffset + skip * BYTES[type], length);
  }

  copy(place: Place, type: ElementType, source: ArrayLike<number>, skip = 0): FloatArray {
    const array = this.make(place, type, source.length, skip);
    array.set(source);
    return array;
  }

  /** Gives back what was made. */
  clear(): void {
    for (const free of this.#taken) free();
    this.#taken = [];
  }

  dispose(): void {
    for (const workspace of Object.values(this.#workspaces)) workspace.dispose();
  }
}

/** Copies of the arrays in one Workspace, and room for an output. */
export function inWorkspace<R>(arrays: readonly FloatArray[], type: ElementType, use: (placed: FloatArray[]) => R): R {
  using workspace = new Workspace({ bytes: arrays.reduce((sum, array) => sum + array.byteLength + 2_048, 1) });
  return use(arrays.map((array) => (type === "f32" ? workspace.float32(array) : workspace.float64(array))));
}
