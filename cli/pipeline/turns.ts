/** Lets several asynchronous steps end in the order in which they began. */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<(cause: unknown) => void>();

  /** A turn: `ready` when the one before it is done. */
  next(): { readonly ready: Promise<void>; done(): void } {
    const ready = this.#last;
    let done = () => {};
    this.#last = new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      done = () => {
        this.#waiting.delete(reject);
        resolve();
      };
    });
    // A turn that nobody waits for may fail, too.
    this.#last.catch(() => {});
    return { ready, done };
  }

  /** Ends all turns that are not done. */
  fail(cause: unknown): void {
    for (const reject of this.#waiting) reject(cause);
    this.#waiting.clear();
  }
}
