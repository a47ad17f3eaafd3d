import type { MemoryReference } from "./protocol.js";

/** Memory in which copies of operands go to a worker, and results come back. */
export interface TransferBuffer {
  readonly memory: MemoryReference;
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
}

/** As many buffers of one size as tasks can be in flight; what is larger gets memory of its own. */
export interface TransferBuffers {
  acquire(bytes: number): TransferBuffer;
  /** @param returned the memory that came back from the worker, if it was transferred */
  release(buffer: TransferBuffer, returned?: ArrayBuffer): void;
}

/** A memory that all threads share, from `start` on. */
export interface SharedMemory {
  readonly id: number;
  readonly buffer: ArrayBufferLike;
  readonly start: number;
}

/** Buffers in one memory that all threads share. */
export function sharedTransferBuffers(
  { id, buffer, start }: SharedMemory,
  count: number,
  size: number,
): TransferBuffers {
  const free = new Set(Array.from({ length: count }, (_, i) => start + i * size));
  return {
    acquire(bytes) {
      if (bytes > size) {
        const own = allocated(bytes, SharedArrayBuffer);
        return { memory: own, buffer: own, byteOffset: 0 };
      }
      const [byteOffset] = free;
      if (byteOffset === undefined) throw new Error("more tasks are in flight than there are transfer buffers");
      free.delete(byteOffset);
      return { memory: id, buffer, byteOffset };
    },
    release({ memory, byteOffset }) {
      if (memory === id) free.add(byteOffset);
    },
  };
}

/** Buffers that are transferred to a worker and back, at most `count` of them kept. */
export function transferredBuffers(count: number, size: number): TransferBuffers {
  const free: ArrayBuffer[] = [];
  return {
    acquire(bytes) {
      const kept = bytes <= size ? free.pop() : undefined;
      const buffer = kept ?? allocated(Math.max(bytes, size), ArrayBuffer);
      return { memory: buffer, buffer, byteOffset: 0 };
    },
    release({ memory }, returned = memory as ArrayBuffer) {
      // A buffer that a worker has not sent back is detached: it has no bytes.
      if (returned.byteLength === size && free.length < count) free.push(returned);
    },
  };
}

function allocated<B>(bytes: number, Class: new (bytes: number) => B): B {
  try {
    return new Class(bytes);
  } catch (cause) {
    throw new Error(`no memory for ${bytes} bytes of copies`, { cause });
  }
}
