import { h, svg } from "../frame/dom.js";

/** Lines by colour and dashes, with their names. */
export function legend(lines: readonly { readonly label: string; readonly colour: string; readonly dash?: string }[]) {
  return h(
    "ul",
    { class: "legend" },
    ...lines.map(({ label, colour, dash }) => {
      const style = `stroke:var(--${colour});stroke-width:3;stroke-linecap:round${dash ? `;stroke-dasharray:${dash}` : ""}`;
      const sample = svg("svg", { width: 26, height: 8, "aria-hidden": "true" });
      sample.append(svg("line", { x1: 2, y1: 4, x2: 24, y2: 4, style }));
      const item = h("li", {}, label);
      item.prepend(sample);
      return item;
    }),
  );
}
