import { button, segments } from "../frame/controls.js";
import { h } from "../frame/dom.js";
import type { Order } from "./messages.js";

/** Start, pause, one step, from the beginning; and the pace. */

const PACES = { slow: 10, medium: 40, fast: 4000 } as const;
export type Pace = keyof typeof PACES;

interface Playback {
  readonly element: HTMLElement;
  readonly running: boolean;
  play(on: boolean): void;
}

export function playback(send: (order: Order) => void, restart: () => void, start: Pace): Playback {
  let running = false;
  let pace = start;
  const toggle = button("Train", () => play(!running), "primary");
  const tell = () => send({ kind: "run", on: running, perSecond: PACES[pace] });
  function play(on: boolean): void {
    running = on;
    toggle.textContent = on ? "Pause" : "Train";
    tell();
  }
  const one = button("One step", () => {
    play(false);
    send({ kind: "step" });
  });
  const speed = segments(
    "Pace",
    [
      ["slow", "Slow"],
      ["medium", "Medium"],
      ["fast", "Fast"],
    ],
    pace,
    (next) => {
      pace = next;
      tell();
    },
  );
  const again = button("Start over", restart);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && running) play(false);
  });
  return {
    element: h("div", { class: "row" }, toggle, one, again, speed.element),
    get running() {
      return running;
    },
    play,
  };
}

/** A page begins to move by itself, unless its visitor wants things still. */
export const mayMove = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;
