import { Arena } from "../memory/arena.js";
import { pagesFor, reserve } from "../memory/workspace.js";
import { type Home, joinHome, leaveHome, PAGE } from "../wasm/instance.js";
import type { AttachMemory, MemoryReference } from "./protocol.js";
import { sharedModuleOf } from "./shared-module.js";
import type { SharedMemory } from "./transfer-buffers.js";

/**
 * The memories that the calling thread and the workers of a pool share. A worker hears of one with its first task there:
 * a Workspace that is made and disposed of without a call leaves nothing in any thread.
 */
export class SharedMemoryRegistry {
  readonly #statePages: number;
  readonly #ids = new WeakMap<ArrayBufferLike, number>();
  readonly #live = new Map<number, WebAssembly.Memory>();
  #next = 0;

  constructor(threads: number) {
    this.#statePages = threads + 1;
  }

  /** The address of a worker's own page; the calling thread has the first page. */
  pageOf(worker: number): number {
    return (worker + 1) * PAGE;
  }

  /** @throws {RangeError} the engine cannot reserve it */
  create(bytes: number): SharedMemory {
    const { home, id } = this.#create(bytes);
    return { id, buffer: home.buffer, start: this.#statePages * PAGE };
  }

  /** @param disposed is called with the memory's id when the Workspace is disposed */
  workspace(options: { readonly bytes: number }, disposed: (id: number) => void): Arena<SharedArrayBuffer> {
    const pages = pagesFor(options, 2 ** 32 - this.#statePages * PAGE);
    let id = 0;
    const made = reserve(() => {
      const created = this.#create(pages * PAGE);
      id = created.id;
      return created.home;
    }, pages * PAGE);
    return new Arena(made, this.#statePages * PAGE, pages * PAGE, (home) => {
      this.#ids.delete(home.buffer);
      this.#live.delete(id);
      leaveHome(home);
      disposed(id);
    });
  }

  attachment(id: number): AttachMemory {
    return { kind: "attach", id, memory: this.#live.get(id)! };
  }

  /** The reference to a memory, if the workers reach it. */
  referenceTo(buffer: ArrayBufferLike): MemoryReference | undefined {
    return this.#ids.get(buffer) ?? (buffer instanceof SharedArrayBuffer ? buffer : undefined);
  }

  #create(bytes: number): { readonly home: Home; readonly id: number } {
    const pages = this.#statePages + Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const home = joinHome(sharedModuleOf, memory, 0);
    const id = this.#next++;
    this.#ids.set(home.buffer, id);
    this.#live.set(id, memory);
    return { home, id };
  }
}
