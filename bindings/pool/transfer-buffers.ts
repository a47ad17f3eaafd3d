import type { MemoryReference } from "./protocol.js";
import type { SharedMemoryRegistry } from "./shared-memory.js";

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

/** Buffers in one memory that all threads share. */
export function sharedTransferBuffers(memories: SharedMemoryRegistry, count: number, size: number): TransferBuffers {
  const { home, start, id } = memories.create(count * size);
  const { buffer } = home;
  const free = Array.from({ length: count }, (_, i) => start + i * size);
  return {
    acquire(bytes) {
      if (bytes > size) {
        const own = new SharedArrayBuffer(bytes);
        return { memory: own, buffer: own, byteOffset: 0 };
      }
      return { memory: id, buffer, byteOffset: free.pop()! };
    },
    release({ memory, byteOffset }) {
      if (memory === id) free.push(byteOffset);
    },
  };
}

/** Buffers that are transferred to a worker and back. */
export function transferredBuffers(size: number): TransferBuffers {
  const free: ArrayBuffer[] = [];
  return {
    acquire(bytes) {
      const buffer = (bytes <= size ? free.pop() : undefined) ?? new ArrayBuffer(Math.max(bytes, size));
      return { memory: buffer, buffer, byteOffset: 0 };
    },
    release(_, returned) {
      if (returned?.byteLength === size) free.push(returned);
    },
  };
}
