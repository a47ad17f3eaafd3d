export const disposed = new WeakSet<ArrayBufferLike>();

export function isDisposed(buffer: ArrayBufferLike): boolean {
  return disposed.has(buffer);
}
