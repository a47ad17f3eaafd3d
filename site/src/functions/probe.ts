import { figure } from "../frame/controls.js";
import { h, uniqueId } from "../frame/dom.js";
import type { Plot } from "../plot/plot.js";
import { type Coloured, ORDER_NAMES } from "./picture.js";
import { callOf, type Order } from "./sample.js";

/** Reads the curves at a place: under the pointer, or where a slider says. Tables have all of them. */
export function probe(plot: Plot) {
  const id = uniqueId();
  const input = h("input", { type: "range", id, min: -6, max: 6, step: 0.05, value: 1 });
  const output = h("output", { for: id });
  const values = h("div", { class: "readings", "aria-live": "polite" });
  const table = h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Values" });
  let all: readonly Coloured[] = [];
  let orders: readonly Order[] = [];

  const readings = (x: number) =>
    all.flatMap(({ chosen, colour }) =>
      orders.flatMap((order) => {
        const y = callOf(chosen, order)?.(Float64Array.of(x))[0];
        return y === undefined ? [] : [{ name: `${chosen.f.spec.name}${ORDER_NAMES[order]}`, colour, x, y }];
      }),
    );
  const show = (x: number) => {
    output.textContent = `x = ${figure(x)}`;
    input.setAttribute("aria-valuetext", output.textContent);
    const found = readings(x);
    plot.mark(x, found);
    values.replaceChildren(
      ...found.map(({ name, colour, y }) =>
        h("span", { style: `--tint:var(--${colour})` }, h("b", {}, `${name}(x)`), ` ${figure(y, 6)}`),
      ),
    );
  };
  const tabulate = (half: number) => {
    const places = Array.from({ length: 13 }, (_, i) => ((i - 6) * half) / 6);
    const columns = readings(0);
    const rows = places.map((x) => h("tr", {}, ...[x, ...readings(x).map(({ y }) => y)].map(cell)));
    const head = ["x", ...columns.map(({ name }) => name)].map((text) =>
      h("th", { class: "number", scope: "col" }, text),
    );
    table.replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)));
  };

  input.addEventListener("input", () => show(Number(input.value)));
  plot.area.addEventListener("pointermove", (event) => {
    const x = plot.xAt(event);
    if (x === undefined) return;
    input.value = String(x);
    show(Number(input.value));
  });
  const details = h("details", {}, h("summary", {}, "Table of values"), table);
  details.addEventListener("toggle", () => details.open && tabulate(Number(input.max)));
  return {
    element: h(
      "div",
      { class: "stack tight" },
      h("div", { class: "field" }, h("label", { for: id }, "Read at", output), input),
      values,
      details,
    ),
    show(next: readonly Coloured[], shown: readonly Order[], half: number) {
      all = next;
      orders = shown;
      input.min = String(-half);
      input.max = String(half);
      show(Number(input.value));
      if (details.open) tabulate(half);
    },
  };
}

const cell = (value: number) => h("td", { class: "number" }, figure(value, 5));
