import { gelu, relu, sigmoid, tanh, Workspace } from "lanewise";
import { measure } from "../../../catalogue/timing/measure.js";
import { h } from "../frame/dom.js";
import type { Own, Parameters } from "./formula.js";

/** The time of a formula compared with built-in functions, in this browser. */

const LENGTH = 65_536;
const SETTINGS = { rounds: 3, time: 6, warmup: 10, sample: 1_000_000 } as const;
const BUILT_IN = { relu, sigmoid, tanh, gelu } as const;

let ws: Workspace | undefined;
let arrays: { readonly x: Float32Array; readonly dy: Float32Array; readonly y: Float32Array } | undefined;

/** Nanoseconds per element. */
export function timesOf(own: Own, parameters: Parameters): Readonly<Record<string, number>> {
  ws ??= new Workspace({ bytes: 2 ** 20 });
  arrays ??= {
    x: ws.float32(Float32Array.from({ length: LENGTH }, (_, i) => (((i * 16) / LENGTH) % 16) - 8)),
    dy: ws.float32(LENGTH).fill(1),
    y: ws.float32(LENGTH),
  };
  const { x, dy, y } = arrays;
  const timings = measure(
    {
      "your function": () => own(x, { ...parameters, out: y }),
      "its gradient": () => own.grad(x, dy, { ...parameters, out: y }),
      ...Object.fromEntries(Object.entries(BUILT_IN).map(([name, f]) => [name, () => f(x, { out: y })])),
    },
    SETTINGS,
  );
  return Object.fromEntries(Object.entries(timings).map(([name, { ns }]) => [name, ns / LENGTH]));
}

export function speedTable(times: Readonly<Record<string, number>>): HTMLElement {
  const most = Math.max(...Object.values(times));
  const rows = Object.entries(times).map(([name, ns]) => {
    const colour = name in BUILT_IN ? "axis" : name === "its gradient" ? "curve-1" : "curve-0";
    const bar = h("span", { class: "bar", style: `width:${(100 * ns) / most}%;background:var(--${colour})` });
    const text = `${ns.toPrecision(2)} ns`;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", {}, h("div", { class: "bar-line" }, bar, h("span", {}, text))),
    );
  });
  return h("table", { class: "bars short" }, h("tbody", {}, ...rows));
}
