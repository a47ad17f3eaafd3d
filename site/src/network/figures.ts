import { h } from "../frame/dom.js";

/** A row of large figures, each with its name. */
export function figures(names: readonly string[]) {
  const values = names.map(() => h("dd", {}, "–"));
  const element = h("dl", { class: "figures" }, ...names.map((name, i) => h("div", {}, h("dt", {}, name), values[i])));
  return {
    element,
    show(texts: readonly string[]): void {
      for (const [i, text] of texts.entries()) values[i]!.textContent = text;
    },
  };
}
