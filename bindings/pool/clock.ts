/** Milliseconds on a clock that all threads share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
