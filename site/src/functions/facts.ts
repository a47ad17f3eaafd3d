import type { Parameters } from "lanewise";
import { isKind } from "../../../catalogue/functions.js";
import { copyButton, figure } from "../frame/controls.js";
import { h } from "../frame/dom.js";
import { type Chosen, valuesOf } from "./chosen.js";
import { codeOf } from "./code.js";
import { kinksOf } from "./sample.js";

/** All that the package says of a function, and the code that calls it. */
export function factsOf(chosen: Chosen, computed: boolean): readonly HTMLElement[] {
  const { spec } = chosen.f;
  const code = codeOf(chosen);
  const rows: [string, string | Node][] = [
    ["f(x)", h("code", {}, spec.formula)],
    spec.kind === "elementwise"
      ? ["f′(x)", h("code", {}, spec.derivative)]
      : ["Gradient", h("code", {}, spec.gradient)],
  ];
  if (computed) rows.push(...atKinks(chosen));
  if (spec.aliases.length > 0) rows.push(["Also called", h("code", {}, spec.aliases.join(", "))]);
  rows.push(...parametersOf(chosen), ["Largest error", errors(chosen)], ["Source", source(spec.source)]);
  const list = h("dl", { class: "facts" });
  for (const [term, text] of rows) list.append(h("dt", {}, term), h("dd", {}, text));
  return [
    h("section", { class: "card stack tight" }, h("h2", {}, spec.name), list),
    h(
      "section",
      { class: "card stack tight" },
      h(
        "div",
        { class: "row spread" },
        h("h2", {}, "Code"),
        copyButton("Copy code", () => code),
      ),
      h("pre", { class: "code", tabindex: 0, role: "region", "aria-label": "TypeScript" }, code),
      h(
        "p",
        { class: "faint" },
        h("a", { href: `api/variables/index.${spec.name}.html` }, `${spec.name} in the API reference`),
      ),
    ),
  ];
}

function atKinks(chosen: Chosen): [string, Node][] {
  const { f } = chosen;
  const kinks = kinksOf(chosen);
  if (!isKind(f, "elementwise") || kinks.length === 0) return [];
  const slopes = f.derivative(Float64Array.from(kinks), valuesOf(chosen));
  const text = kinks.map((x, i) => `f′(${figure(x)}) = ${figure(slopes[i]!)}`);
  return [[kinks.length === 1 ? "At the kink" : "At the kinks", h("code", {}, text.join(",  "))]];
}

function parametersOf({ f }: Chosen): [string, Node][] {
  const parameters: Parameters = f.spec.parameters ?? {};
  const entries = Object.entries(parameters);
  if (entries.length === 0) return [];
  const items = entries.map(([name, { description, default: preset, range }]) => {
    const value = preset === undefined ? "required" : `default ${figure(preset)}`;
    return h("li", {}, h("code", {}, name), ` ${description}; ${range.text}; ${value}`);
  });
  return [["Parameters", h("ul", { class: "plain" }, ...items)]];
}

function errors({ f }: Chosen): string {
  if (isKind(f, "elementwise")) {
    const { f32, f64 } = f.spec.errorBounds;
    return `${f32.value} ULP in f32 (f′: ${f32.derivative}), ${f64.value} ULP in f64 (f′: ${f64.derivative})`;
  }
  const { f32, f64, gradient } = f.spec.errorBounds;
  return `${f32} ULP in f32 (gradient: ${gradient.f32}), ${f64} ULP in f64 (gradient: ${gradient.f64})`;
}

function source(text: string): Node {
  const [, before = text, address] = /^(.*?),?\s*(https?:\S+)?$/.exec(text) ?? [];
  if (!address) return h("span", {}, text);
  return h("a", { href: address, rel: "noopener" }, before || address.replace(/^https?:\/\/(www\.)?/, ""));
}
