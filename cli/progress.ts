import { SingleBar } from "cli-progress";
import { amount } from "./text.js";

export interface Progress {
  update(elements: number): void;
  stop(): void;
}

/** A line on stderr, if that is a terminal. Of unknown totals it has no bar. */
export function progressBar(total: number | undefined, bytesPerElement: number): Progress {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const rate = "{done} {rate}";
  const bar = new SingleBar({
    stream: process.stderr,
    format: total === undefined ? rate : `{bar} {percentage} % ${rate}, {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
    // A line each time the process has been at it for so long, not for each block.
    fps: 8,
  });
  const begin = performance.now();
  const payload = (elements: number) => {
    const bytes = elements * bytesPerElement;
    const seconds = (performance.now() - begin) / 1000;
    return { done: amount(bytes), rate: `${amount(bytes / Math.max(seconds, 1e-3))}/s` };
  };
  bar.start(total ?? 0, 0, payload(0));
  return {
    update: (elements) => bar.update(elements, payload(elements)),
    stop: () => bar.stop(),
  };
}
