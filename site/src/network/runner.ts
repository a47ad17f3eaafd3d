import type { Answer, Order } from "./messages.js";
import { type Config, Network } from "./network.js";
import { layerReport, picturesOf, rms } from "./report.js";

/** Trains a network between orders, in a worker or in the page. */

// Milliseconds: the time between two reports, and the longest time without a look at orders.
const BETWEEN_REPORTS = 80;
const SLICE = 24;

export class Runner {
  readonly #answer: (answer: Answer) => void;
  #network: Network | undefined;
  #run = 0;
  #pictures = false;
  #references: readonly (readonly number[])[] = [];
  #on = false;
  #perSecond = 60;
  #owed = 0;
  #last = 0;
  #reported = 0;
  #waiting = false;

  constructor(answer: (answer: Answer) => void) {
    this.#answer = answer;
  }

  take(order: Order): void {
    try {
      this.#take(order);
    } catch (error) {
      this.#on = false;
      this.#answer({ kind: "error", message: String(error) });
    }
  }

  #take(order: Order): void {
    if (order.kind === "begin") {
      this.#network?.[Symbol.dispose]();
      this.#network = new Network(order.config);
      this.#pictures = order.pictures;
      this.#references = order.references.map(gradientsOf);
      this.#run++;
      this.#report();
    } else if (order.kind === "run") {
      this.#on = order.on;
      this.#perSecond = order.perSecond;
      this.#last = performance.now();
      this.#owed = 0;
      this.#wait();
    } else if (order.kind === "step") {
      this.#network?.step();
      this.#report();
    } else {
      const network = this.#network;
      if (!network) return;
      network.use(order.activations);
      network.rate = order.rate;
      network.gradients();
      this.#report();
    }
  }

  #wait(): void {
    if (this.#waiting || !this.#on) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#turn();
    }, 8);
  }

  #turn(): void {
    const network = this.#network;
    if (!this.#on || !network) return;
    const begin = performance.now();
    this.#owed = Math.min(this.#owed + ((begin - this.#last) * this.#perSecond) / 1000, this.#perSecond / 4 + 1);
    this.#last = begin;
    while (this.#owed >= 1 && performance.now() - begin < SLICE) {
      network.step();
      this.#owed--;
    }
    if (begin - this.#reported >= BETWEEN_REPORTS) this.#report();
    this.#wait();
  }

  #report(): void {
    const network = this.#network;
    if (!network) return;
    this.#reported = performance.now();
    const { loss, correct } = network.result();
    this.#answer({
      kind: "report",
      run: this.#run,
      steps: network.steps,
      loss,
      correct,
      layers: network.hidden.map((layer) => layerReport(network, layer)),
      pictures: this.#pictures ? picturesOf(network) : [],
      references: this.#references,
    });
    if (!Number.isFinite(loss)) this.#on = false;
  }
}

function gradientsOf(config: Config): readonly number[] {
  const network = new Network(config);
  const gradients = network.hidden.map(({ dz }) => rms(dz));
  network[Symbol.dispose]();
  return gradients;
}
