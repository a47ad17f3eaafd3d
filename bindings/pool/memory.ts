import { Arena } from "../memory/heap.js";
import { pagesFor, reserve } from "../memory/workspace.js";
import { type Home, joinHome, leaveHome, PAGE } from "../wasm/instance.js";
import type { Join, MemoryReference } from "./protocol.js";

/** The memories that the calling thread shares with those of a pool. */
export class SharedMemories {
  readonly #module: WebAssembly.Module;
  readonly #statePages: number;
  readonly #ids = new WeakMap<ArrayBufferLike, number>();
  readonly #live = new Map<number, WebAssembly.Memory>();
  readonly #tell: (request: Join) => void;
  #next = 0;

  /** @param tell sends a message to all threads */
  constructor(module: WebAssembly.Module, threads: number, tell: (request: Join) => void) {
    this.#module = module;
    this.#statePages = threads + 1;
    this.#tell = tell;
  }

  /** The address of a thread's page; the first one is that of the calling thread. */
  pageOf(thread: number): number {
    return (thread + 1) * PAGE;
  }

  /** A memory, and where in it arrays may begin. */
  create(bytes: number): { readonly home: Home; readonly start: number; readonly id: number } {
    const pages = this.#statePages + Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const home = joinHome(this.#module, memory, 0);
    const id = this.#next++;
    this.#ids.set(home.buffer, id);
    this.#live.set(id, memory);
    this.#tell({ kind: "join", id, memory });
    return { home, start: this.#statePages * PAGE, id };
  }

  /** @param forget is called with the memory's number when it is disposed of */
  workspace(options: { readonly bytes: number }, forget: (id: number) => void): Arena<SharedArrayBuffer> {
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
      forget(id);
    });
  }

  /** What tells a new thread of them. */
  joins(): Join[] {
    return [...this.#live].map(([id, memory]) => ({ kind: "join", id, memory }));
  }

  /** How to refer to an array's memory, if others reach it. */
  referenceTo({ buffer }: ArrayBufferView): MemoryReference | undefined {
    return this.#ids.get(buffer) ?? (buffer instanceof SharedArrayBuffer ? buffer : undefined);
  }
}
