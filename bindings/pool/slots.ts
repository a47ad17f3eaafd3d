import type { SharedMemories } from "./memory.js";
import type { MemoryReference } from "./protocol.js";

/** Memory that what a thread is to compute, and what it computed, passes through. */
export interface Slot {
  readonly memory: MemoryReference;
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
}

/** As many slots of a size as tasks can be under way; for what is larger, memory of its own. */
export interface Slots {
  take(bytes: number): Slot;
  /** Gives one back, with the memory that came back where it was sent away. */
  giveBack(slot: Slot, sent?: ArrayBuffer): void;
}

/** In one memory that all threads share. */
export function sharedSlots(memories: SharedMemories, count: number, size: number): Slots {
  const { home, start, id } = memories.create(count * size);
  const { buffer } = home;
  const free = Array.from({ length: count }, (_, i) => start + i * size);
  return {
    take(bytes) {
      if (bytes > size) {
        const own = new SharedArrayBuffer(bytes);
        return { memory: own, buffer: own, byteOffset: 0 };
      }
      return { memory: id, buffer, byteOffset: free.pop()! };
    },
    giveBack({ memory, byteOffset }) {
      if (memory === id) free.push(byteOffset);
    },
  };
}

/** In memories that are sent to a thread and back. */
export function sentSlots(size: number): Slots {
  const free: ArrayBuffer[] = [];
  return {
    take(bytes) {
      const buffer = (bytes <= size ? free.pop() : undefined) ?? new ArrayBuffer(Math.max(bytes, size));
      return { memory: buffer, buffer, byteOffset: 0 };
    },
    giveBack(_, sent) {
      if (sent?.byteLength === size) free.push(sent);
    },
  };
}
