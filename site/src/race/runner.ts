import { notice } from "../frame/notices.js";
import { type Answer, type Order, race } from "./contest.js";

/** Runs a race in a worker, or in the page where none starts; returns how to end it. */
export function run(order: Order, take: (answer: Answer) => void): () => void {
  let over = false;
  const answer = (next: Answer) => {
    if (!over) take(next);
  };
  const inPage = () => {
    notice("No worker starts in this browser, so the race runs in the page itself, which answers late meanwhile.");
    race(order, answer).catch((error) => answer({ kind: "word", text: String(error) }));
  };
  try {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => answer(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (!over) inPage();
    });
    worker.postMessage(order);
    return () => {
      over = true;
      worker.terminate();
    };
  } catch {
    inPage();
    return () => {
      over = true;
    };
  }
}
