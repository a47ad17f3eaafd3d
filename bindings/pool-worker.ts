import type { FloatArray } from "./core/types.js";
import { now } from "./pool/clock.js";
import { nodeBuiltin } from "./pool/node-builtins.js";
import { computeNamed } from "./pool/operations.js";
import type { Init, Kernels, Reply, Request, Slice, Task } from "./pool/protocol.js";
import { allocate, arrayOver, copyStrided, type NumericArray, spanLength } from "./pool/typed-arrays.js";
import { type Home, homeOfAll, joinHome } from "./wasm/instance.js";
import { provide } from "./wasm/module.js";
import { families } from "./wasm/registry.js";

/** The script of a worker: it runs tasks with the public functions. */

interface Port {
  post(reply: Reply, transfer: Transferable[]): void;
  listen(listener: (request: Request) => void): void;
}

const memories = new Map<number, WebAssembly.Memory>();
const homes = new Map<number, Home>();
let page = 0;
let shared: Kernels["shared"] = {};

/** The port of a Web Worker, or of a worker thread of Node, which has no global `postMessage`. */
function portOfRealm(): Port {
  if (typeof globalThis.postMessage === "function") {
    return {
      post: (reply, transfer) => globalThis.postMessage(reply, { transfer }),
      listen: (listener) => {
        globalThis.onmessage = ({ data }: MessageEvent<Request>) => listener(data);
        globalThis.onmessageerror = () => {
          throw new Error("a message could not be read in the worker");
        };
      },
    };
  }
  const { parentPort } = nodeBuiltin("node:worker_threads")!;
  return {
    post: (reply, transfer) => parentPort!.postMessage(reply, transfer as never),
    listen: (listener) => parentPort!.on("message", listener),
  };
}

const port = portOfRealm();

port.listen((request) => {
  if (request.kind === "task") port.post(...run(request));
  else if (request.kind === "attach") memories.set(request.id, request.memory);
  else if (request.kind === "detach") {
    memories.delete(request.id);
    homes.delete(request.id);
  } else if (request.kind === "kernels") take(request);
  else begin(request);
});

function take(kernels: Kernels): void {
  shared = kernels.shared;
  for (const family of families()) {
    const module = kernels.own[family.name];
    if (module) provide(family, module);
  }
}

function begin(init: Init): void {
  const { lock } = init;
  ({ page } = init);
  if (lock === undefined) port.post({ kind: "ready" }, []);
  else {
    void navigator.locks.request(lock, () => {
      port.post({ kind: "ready" }, []);
      return new Promise(() => {});
    });
  }
}

function run(task: Task): [Reply, Transferable[]] {
  const { id } = task;
  try {
    const value = compute(task);
    const memories = [...Object.values(task.operands), ...Object.values(task.outputs)].map(({ memory }) => memory);
    const back = [...new Set(memories)].filter((memory) => memory instanceof ArrayBuffer);
    return [{ kind: "done", id, value: typeof value === "number" ? value : undefined, back, at: now() }, back];
  } catch (error) {
    return [{ kind: "failed", id, error }, []];
  }
}

function compute({ name, from, portable, plan, operands, outputs }: Task): unknown {
  const { x, alpha, dy, labels } = mapValues(operands, gather) as Record<string, FloatArray | undefined>;
  const results = Object.entries(outputs).map(([key, slice]) => ({
    key,
    slice,
    array: isContiguous(slice) || plan.accumulate ? gather(slice) : allocate(slice.type, slice.width * slice.runs),
  }));
  const { out, derivative } = Object.fromEntries(results.map(({ key, array }) => [key, array as FloatArray]));
  const value = computeNamed(name, from, portable, {
    ...plan,
    op: name,
    x: x!,
    alpha,
    dy,
    labels: plan.labels && { ...plan.labels, indices: labels as unknown as Int32Array },
    out,
    derivative,
    home: out && homeOfAll(x!, out, dy),
  });
  for (const { slice, array } of results) {
    if (!isContiguous(slice)) copyStrided(array, slice.width, spanOf(slice), slice.stride, slice);
  }
  return value;
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, f: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

function isContiguous({ runs, width, stride }: Slice): boolean {
  return runs === 1 || width === stride;
}

/** The elements in place, if they are contiguous, else a copy. */
function gather(slice: Slice): NumericArray {
  const span = spanOf(slice);
  if (isContiguous(slice)) return span;
  const copy = allocate(slice.type, slice.width * slice.runs);
  copyStrided(span, slice.stride, copy, slice.width, slice);
  return copy;
}

/** Made within a task, so that the call rejects where the engine cannot. */
function homeOf(id: number): Home {
  let home = homes.get(id);
  if (!home) homes.set(id, (home = joinHome((_, { name }) => shared[name]!, memories.get(id)!, page)));
  return home;
}

function spanOf(slice: Slice): NumericArray {
  const { memory, type, byteOffset } = slice;
  const buffer = typeof memory === "number" ? homeOf(memory).buffer : memory;
  return arrayOver(type, buffer, byteOffset, spanLength(slice));
}
