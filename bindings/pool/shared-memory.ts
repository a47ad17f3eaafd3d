import { Arena } from "../memory/heap.js";
import { pagesFor, reserve } from "../memory/workspace.js";
import { type Home, joinHome, leaveHome, PAGE } from "../wasm/instance.js";
import type { AttachMemory, MemoryReference } from "./protocol.js";

/** The memories that the calling thread and the workers of a pool share. */
export class SharedMemoryRegistry {
  readonly #module: WebAssembly.Module;
  readonly #statePages: number;
  readonly #ids = new WeakMap<ArrayBufferLike, number>();
  readonly #live = new Map<number, WebAssembly.Memory>();
  readonly #broadcast: (request: AttachMemory) => void;
  #next = 0;

  /** @param broadcast sends a message to all workers */
  constructor(module: WebAssembly.Module, threads: number, broadcast: (request: AttachMemory) => void) {
    this.#module = module;
    this.#statePages = threads + 1;
    this.#broadcast = broadcast;
  }

  /** The address of a worker's own page; the calling thread has the first page. */
  pageOf(worker: number): number {
    return (worker + 1) * PAGE;
  }

  /** A memory, and the address where its arrays may begin. */
  create(bytes: number): { readonly home: Home; readonly start: number; readonly id: number } {
    const pages = this.#statePages + Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const home = joinHome(this.#module, memory, 0);
    const id = this.#next++;
    this.#ids.set(home.buffer, id);
    this.#live.set(id, memory);
    this.#broadcast({ kind: "attach", id, memory });
    return { home, start: this.#statePages * PAGE, id };
  }

  /** @param disposed is called with the memory's id when the Workspace is disposed */
  workspace(options: { readonly bytes: number }, disposed: (id: number) => void): Arena<SharedArrayBuffer> {
    const pages = pagesFor(options, 2 ** 32 - this.#statePages * PAGE);
    let id = 0;
    const made = reserve(() => {
      const { home, id: number } = this.create(pages * PAGE);
      id = number;
      return home;
    }, pages * PAGE);
    return new Arena(made, this.#statePages * PAGE, pages * PAGE, (home) => {
      this.#ids.delete(home.buffer);
      this.#live.delete(id);
      leaveHome(home);
      disposed(id);
    });
  }

  /** The messages that attach a new worker to all of them. */
  attachments(): AttachMemory[] {
    return [...this.#live].map(([id, memory]) => ({ kind: "attach", id, memory }));
  }

  /** The reference to an array's memory, if the workers reach it. */
  referenceTo({ buffer }: ArrayBufferView): MemoryReference | undefined {
    return this.#ids.get(buffer) ?? (buffer instanceof SharedArrayBuffer ? buffer : undefined);
  }
}
