import type { AnyFunction } from "../../../catalogue/functions.js";
import { h } from "../frame/dom.js";

/** The pictures of the documentation, for browsers that cannot compute the functions. */
const PICTURES = import.meta.glob<string>("../../../docs/plots/*.svg", {
  query: "?url&no-inline",
  import: "default",
  eager: true,
});

export function stillOf({ spec }: AnyFunction): HTMLElement {
  const src = PICTURES[`../../../docs/plots/${spec.name}.svg`];
  return h("div", { class: "card paper" }, h("img", { src, alt: `${spec.name} and its derivative`, loading: "lazy" }));
}
