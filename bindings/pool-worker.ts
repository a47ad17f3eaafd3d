import { copyRuns, create, type Elements, spanLength, viewOf } from "./pool/elements.js";
import { functionOf } from "./pool/functions.js";
import { nodeModule } from "./pool/node.js";
import type { Piece, Reply, Request, Start, Task } from "./pool/protocol.js";
import { type Home, joinHome } from "./wasm/instance.js";
import { initSync } from "./wasm/module.js";

/** The script of a thread: it computes what it is sent, with the functions that anyone calls. */

interface Port {
  post(reply: Reply, transfer: Transferable[]): void;
  listen(listener: (request: Request) => void): void;
}

const homes = new Map<number, Home>();
let start: Start;

/** The port of a Web Worker, or of a thread of Node, which has no global `postMessage`. */
function portOfRealm(): Port {
  if (typeof globalThis.postMessage === "function") {
    return {
      post: (reply, transfer) => globalThis.postMessage(reply, { transfer }),
      listen: (listener) => {
        globalThis.onmessage = ({ data }: MessageEvent<Request>) => listener(data);
      },
    };
  }
  const { parentPort } = nodeModule("node:worker_threads")!;
  return {
    post: (reply, transfer) => parentPort!.postMessage(reply, transfer as never),
    listen: (listener) => parentPort!.on("message", listener),
  };
}

const port = portOfRealm();

port.listen((request) => {
  if (request.kind === "task") port.post(...answer(request));
  else if (request.kind === "join") homes.set(request.id, joinHome(start.shared!, request.memory, start.page));
  else if (request.kind === "leave") homes.delete(request.id);
  else {
    start = request;
    begin(start);
  }
});

function begin({ module, lock }: Start): void {
  initSync(module);
  if (lock === undefined) port.post({ kind: "ready" }, []);
  else {
    void navigator.locks.request(lock, () => {
      port.post({ kind: "ready" }, []);
      return new Promise(() => {});
    });
  }
}

function answer(task: Task): [Reply, Transferable[]] {
  const { id } = task;
  try {
    const value = compute(task);
    const back = [...new Set([...task.operands, ...Object.values(task.outputs)].map(({ memory }) => memory))];
    const buffers = back.filter((memory) => memory instanceof ArrayBuffer);
    return [{ kind: "done", id, value: typeof value === "number" ? value : undefined, back: buffers }, buffers];
  } catch (error) {
    return [{ kind: "failed", id, error }, []];
  }
}

function compute({ name, member, operands, outputs, options }: Task): unknown {
  const inputs = operands.map((piece) => gathered(piece));
  const accumulate = options.accumulate === true;
  const targets = Object.entries(outputs).map(([key, piece]) => ({
    key,
    piece,
    array: isApart(piece) && !accumulate ? create(piece.type, piece.width * piece.runs) : gathered(piece),
  }));
  const out = Object.fromEntries(targets.map(({ key, array }) => [key, array]));
  const value = functionOf(name, member)(...inputs, { ...options, ...out });
  for (const { piece, array } of targets) {
    if (isApart(piece)) copyRuns(array, piece.width, spanOf(piece), piece.stride, piece);
  }
  return value;
}

/** Whether its runs are no neighbours. */
function isApart({ runs, width, stride }: Piece): boolean {
  return runs > 1 && width !== stride;
}

/** The elements themselves, or a copy of runs that are apart. */
function gathered(piece: Piece): Elements {
  const span = spanOf(piece);
  if (!isApart(piece)) return span;
  const copy = create(piece.type, piece.width * piece.runs);
  copyRuns(span, piece.stride, copy, piece.width, piece);
  return copy;
}

function spanOf(piece: Piece): Elements {
  const { memory, type, byteOffset } = piece;
  return viewOf(type, typeof memory === "number" ? homes.get(memory)!.buffer : memory, byteOffset, spanLength(piece));
}
