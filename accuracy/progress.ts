/** A first guess at the time per input of a smooth function; Node 20 on a server. */
const NANOSECONDS = 16;

/** The progress of a long run, on stderr. */
export class Progress {
  readonly #total: number;
  readonly #threads: number;
  #left: number;
  #done = 0;
  #seconds = 0;
  #shown = 0;

  constructor(total: number, left: number, threads: number) {
    this.#total = total;
    this.#left = left;
    this.#threads = threads;
    const kept = left < total ? `, ${percent(total - left, total)} kept from an earlier run` : "";
    console.error(`${(left / 1e9).toFixed(2)}·10⁹ inputs in ${threads} processes${kept}: about ${this.#rest()}`);
  }

  advance(title: string, inputs: number, seconds: number): void {
    this.#left -= inputs;
    this.#done += inputs;
    this.#seconds += seconds;
    const line = `${percent(this.#total - this.#left, this.#total)}, ${this.#rest()} left, ${title}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
    else if (performance.now() - this.#shown > 30_000) {
      console.error(line);
      this.#shown = performance.now();
    }
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    if (this.#done > 0)
      console.error(`${((1e9 * this.#seconds) / this.#done).toFixed(1)} ns of processor time per input`);
  }

  /** Estimated from the time per input so far. */
  #rest(): string {
    const each = this.#done > 0 ? this.#seconds / this.#done : NANOSECONDS / 1e9;
    const seconds = (each * this.#left) / this.#threads;
    return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
  }
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)}%`;
}
