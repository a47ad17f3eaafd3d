import { message } from "../core/errors.js";
import { sharedModuleOf } from "../pool/shared-module.js";
import { adoptMemory, type Home, leaveHome, PAGE } from "../wasm/instance.js";
import { moduleOf } from "../wasm/module.js";
import { type Backend, OP, sizeOf, type TensorInfo } from "./tensorflow.js";

/** The memory in which a backend keeps the numbers of its tensors. */
export interface Memory {
  /** A new tensor of floats. It comes before views of others: the memory may grow, which ends all views. */
  output(shape: readonly number[]): TensorInfo;
  /** The numbers of a tensor of floats. */
  floats(tensor: TensorInfo): Float32Array;
  /** The numbers of a tensor of int32. */
  integers(tensor: TensorInfo): Int32Array;
  /** Gives back what `output` has made, after an error. */
  discard(tensor: TensorInfo): void;
}

/** The `BackendWasm` of TensorFlow.js: its module, and the places of its tensors. */
interface WasmBackend extends Backend {
  readonly wasm: {
    readonly asm?: { readonly memory?: unknown };
    readonly wasmMemory?: unknown;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: string): TensorInfo;
}

/** The `MathBackendCPU` of TensorFlow.js, which keeps typed arrays. */
interface CpuBackend extends Backend {
  readonly data: { get(dataId: object): { readonly values: ArrayLike<number> } };
  makeTensorInfo(shape: readonly number[], dtype: string, values: Float32Array): TensorInfo;
}

const ALIGNMENT = 64;

/** The heap of the wasm backend: our kernels work in it, too, so that nothing is copied. */
export class WasmHeap implements Memory {
  readonly #backend: WasmBackend;
  readonly #memory: WebAssembly.Memory;
  readonly #allocated: number;
  readonly #page: number;
  #home: Home;

  constructor(backend: WasmBackend) {
    this.#backend = backend;
    const { wasm } = backend;
    this.#memory = memoryOf(wasm);
    this.#allocated = wasm._malloc(PAGE + ALIGNMENT) >>> 0;
    if (this.#allocated === 0) {
      throw new RangeError(message(OP, "backends", "room for 64 KiB in the heap of wasm", "none", "dispose tensors"));
    }
    this.#page = Math.ceil(this.#allocated / ALIGNMENT) * ALIGNMENT;
    this.#home = adoptMemory(modulesFor(this.#memory), this.#memory, this.#page);
  }

  /** The home over the whole heap, also after it has grown. */
  home(): Home {
    const { buffer } = this.#memory;
    if (buffer === this.#home.buffer) return this.#home;
    leaveHome(this.#home);
    return (this.#home = adoptMemory(this.#home.moduleOf, this.#memory, this.#page, this.#home));
  }

  address({ dataId }: TensorInfo): number {
    return this.#backend.dataIdMap.get(dataId).memoryOffset;
  }

  output(shape: readonly number[]): TensorInfo {
    return this.#backend.makeOutput(shape, "float32");
  }

  floats(tensor: TensorInfo): Float32Array {
    return new Float32Array(this.home().buffer, this.address(tensor), sizeOf(tensor.shape));
  }

  integers(tensor: TensorInfo): Int32Array {
    return new Int32Array(this.home().buffer, this.address(tensor), sizeOf(tensor.shape));
  }

  discard({ dataId }: TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  /** Leaves the heap as it was found. A backend that has been removed has no module any more. */
  leave(): void {
    leaveHome(this.#home);
    this.#backend.wasm?._free(this.#allocated);
  }
}

class Arrays implements Memory {
  readonly #backend: CpuBackend;

  constructor(backend: CpuBackend) {
    this.#backend = backend;
  }

  output(shape: readonly number[]): TensorInfo {
    return this.#backend.makeTensorInfo(shape, "float32", new Float32Array(sizeOf(shape)));
  }

  floats({ dataId }: TensorInfo): Float32Array {
    const { values } = this.#backend.data.get(dataId);
    return values instanceof Float32Array ? values : Float32Array.from(values);
  }

  integers({ dataId }: TensorInfo): Int32Array {
    return Int32Array.from(this.#backend.data.get(dataId).values);
  }

  discard({ dataId }: TensorInfo): void {
    this.#backend.disposeData(dataId);
  }
}

/** The memories of the backends that have been met. */
export class Memories {
  readonly #memories = new Map<Backend, Memory>();

  of(backend: Backend): Memory {
    let memory = this.#memories.get(backend);
    if (!memory) this.#memories.set(backend, (memory = make(backend)));
    return memory;
  }

  leave(): void {
    for (const memory of this.#memories.values()) if (memory instanceof WasmHeap) memory.leave();
    this.#memories.clear();
  }
}

function make(backend: Backend): Memory {
  if ("wasm" in backend) return new WasmHeap(backend as WasmBackend);
  if ("data" in backend && "makeTensorInfo" in backend) return new Arrays(backend as CpuBackend);
  const remedy = "leave it out: other backends compute with their own operations";
  throw new TypeError(message(OP, "backends", '"wasm" or "cpu"', "a backend of another kind", remedy));
}

/** The memory of the module, which its builds keep in different places. */
function memoryOf({ asm, wasmMemory }: WasmBackend["wasm"]): WebAssembly.Memory {
  const memory = asm?.memory ?? wasmMemory;
  if (memory instanceof WebAssembly.Memory) return memory;
  const expected = "a build of tfjs-backend-wasm with a memory that can be reached";
  throw new TypeError(message(OP, "backends", expected, "none", 'use version 4.22.0, or register with ["cpu"]'));
}

/** A shared memory, which the threaded build has, takes modules that import a shared one. */
function modulesFor({ buffer }: WebAssembly.Memory): Home["moduleOf"] {
  const isShared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
  return isShared ? sharedModuleOf : moduleOf;
}
