/** Median times of the candidates in milliseconds, measured in turns in one process. */
export function medians(candidates: readonly (() => unknown)[], budget: number): number[] {
  const times = candidates.map((): number[] => []);
  const end = performance.now() + budget;
  for (let round = 0; round < LEAST || (round < MOST && performance.now() < end); round++) {
    for (const [i, run] of candidates.entries()) times[i]!.push(milliseconds(run));
  }
  return times.map(median);
}

/** The time of one call. */
export function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const LEAST = 3;
const MOST = 9;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
