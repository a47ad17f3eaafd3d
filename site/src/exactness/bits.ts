import { h } from "../frame/dom.js";
import { bitsOf, hex, type Type } from "./floats.js";

/** The bits of a number; the ones that differ from another number are marked. */
export function bitRow(x: number, type: Type, from = x): HTMLElement {
  const own = bitsOf(x, type);
  const other = bitsOf(from, type);
  const part = (name: keyof typeof own) =>
    h(
      "span",
      { class: `bits ${name}` },
      ...[...own[name]].map((bit, i) => h("i", { "data-other": bit !== other[name][i] }, bit)),
    );
  return h(
    "span",
    { class: "bit-row", role: "img", "aria-label": hex(x, type), title: hex(x, type) },
    part("sign"),
    part("exponent"),
    part("fraction"),
  );
}
