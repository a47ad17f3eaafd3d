import { h } from "../frame/dom.js";
import type { Times } from "./contest.js";
import { NAMES, ratio } from "./result.js";

/** Bars in a table: a row for each function, its ways one below the other. */

const COLOURS = [
  ["workspace", "curve-0"],
  ["dropIn", "curve-2"],
  ["threads", "curve-3"],
  ["tensorflow", "curve-1"],
] as const;

export function bars() {
  const body = h("tbody");
  const head = ["Function", "Times as fast as the plain loop"].map((text) => h("th", { scope: "col" }, text));
  const element = h("table", { class: "bars" }, h("thead", { class: "hidden" }, h("tr", {}, ...head)), body);
  return {
    element,
    keys: COLOURS.map(([way, colour]) => ({ label: NAMES[way], colour })),
    show(rows: ReadonlyMap<string, Times>, gradients: boolean): void {
      const most = Math.max(
        4,
        ...[...rows.values()].flatMap(({ plain, ...ways }) => Object.values(ways).map((ns) => plain / ns)),
      );
      body.replaceChildren(...[...rows].map(([name, times]) => row(`${name}${gradients ? ".grad" : ""}`, times, most)));
    },
  };
}

function row(name: string, times: Times, most: number): HTMLElement {
  const lines = COLOURS.flatMap(([way, colour]) => {
    const ns = times[way];
    if (ns === undefined) return [];
    const speed = times.plain / ns;
    const bar = h("span", { class: "bar", style: `width:${(100 * speed) / most}%;background:var(--${colour})` });
    const title = `${NAMES[way]}: ${ns.toPrecision(3)} ns per element; plain loop: ${times.plain.toPrecision(3)}`;
    return [
      h(
        "div",
        { class: "bar-line", title },
        bar,
        h("span", { class: "hidden" }, `${NAMES[way]}: `),
        h("span", {}, ratio(speed)),
      ),
    ];
  });
  return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, ...lines));
}
