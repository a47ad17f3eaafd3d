import type { Writable } from "node:stream";
import { amount } from "../core/text.js";

export interface Progress {
  update(elements: number): void;
  stop(): void;
}

/** A line on a stream, if that is a terminal. If the total is unknown, it has no bar. */
export async function progressBar(
  stream: Writable,
  total: number | undefined,
  bytesPerElement: number,
): Promise<Progress> {
  if (!("isTTY" in stream && stream.isTTY)) return { update() {}, stop() {} };
  // A quarter of the command line, which nobody else needs.
  // A CommonJS module: bundled, all it has is its default.
  const { default: progress } = await import("cli-progress");
  const rate = "{done} {rate}";
  const bar = new progress.SingleBar({
    stream,
    format: total === undefined ? rate : `{bar} {percentage} % ${rate}, {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
    fps: 8,
    // Signals have a handler, which ends the process.
    gracefulExit: false,
  });
  const begin = performance.now();
  const payload = (elements: number) => {
    const bytes = elements * bytesPerElement;
    const seconds = (performance.now() - begin) / 1000;
    return { done: amount(bytes), rate: `${amount(bytes / Math.max(seconds, 1e-3))}/s` };
  };
  const stop = () => {
    process.off("exit", stop);
    if (bar.isActive) bar.stop();
  };
  // The cursor comes back, however the process ends.
  process.once("exit", stop);
  bar.start(total ?? 0, 0, payload(0));
  return { update: (elements) => bar.update(elements, payload(elements)), stop };
}
