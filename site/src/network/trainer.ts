import { notice } from "../frame/notices.js";
import type { Answer, Order, Report } from "./messages.js";
import { Runner } from "./runner.js";

/** The page's end: the runner is in a worker, or in the page where no worker starts. */
export class Trainer {
  #send: (order: Order) => void;
  // Orders since the beginning, for a runner that takes the place of a worker that did not start.
  #orders: Order[] = [];
  #begun = 0;

  constructor(show: (report: Report) => void) {
    const take = (answer: Answer) => {
      if (answer.kind === "error") notice(`The network stopped: ${answer.message}`);
      else if (answer.run === this.#begun) show(answer);
    };
    const inPage = () => {
      notice("No worker starts in this browser, so the network trains in the page itself, which may feel slower.");
      const runner = new Runner(take);
      this.#send = (order) => runner.take(order);
      // The runner counts only the beginnings it has seen.
      this.#begun = Math.min(this.#begun, 1);
      for (const order of this.#orders) this.#send(order);
    };
    this.#send = () => {};
    try {
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      this.#send = (order) => worker.postMessage(order);
      worker.addEventListener("message", ({ data }) => take(data));
      worker.addEventListener(
        "error",
        (event) => {
          event.preventDefault();
          inPage();
        },
        { once: true },
      );
    } catch {
      inPage();
    }
  }

  send(order: Order): void {
    if (order.kind === "begin") {
      this.#begun++;
      this.#orders = [];
    }
    this.#orders.push(order);
    if (this.#orders.length > 100) this.#orders.splice(1, 1);
    this.#send(order);
  }
}
