import "../frame/theme.js";
import type { AnyFunction } from "../../../catalogue/functions.js";
import { button, copyButton, segments } from "../frame/controls.js";
import { app, h, oncePerFrame } from "../frame/dom.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { exportPng, exportSvg } from "../plot/export.js";
import { legend } from "../plot/legend.js";
import type { Line } from "../plot/picture.js";
import { Plot } from "../plot/plot.js";
import { type Chosen, choose, MOST, read, write } from "./chosen.js";
import { factsOf } from "./facts.js";
import { namesOf } from "./names.js";
import { slidersOf } from "./parameters.js";
import { pictureOf } from "./picture.js";
import { probe } from "./probe.js";
import type { Order } from "./sample.js";
import { sheet } from "./sheet.js";
import { stillOf } from "./still.js";

/** The page of all functions. */

const START = "gelu,silu,relu";
const REACHES = ["3", "6", "10", "20"] as const;
const ORDERS = ["0", "1", "2"] as const;
const NAMES = ["f", "f′", "f″"] as const;

const computed = kernelsRun("You see their pictures, formulas and code instead.");
const query = new Query();

let chosen: readonly Chosen[] = read(query.text("f", START));
if (chosen.length === 0) chosen = read(START);
let reach = query.choice("x", REACHES, "6");
const orders = new Set<Order>(
  [...query.text("show", "01")]
    .filter((digit) => ORDERS.includes(digit as (typeof ORDERS)[number]))
    .map((digit) => Number(digit) as Order),
);
if (orders.size === 0) orders.add(0).add(1);
let active = 0;

// A function keeps its colour while it is in the plot.
const colours = new Map<AnyFunction, string>();
function colourOf(f: AnyFunction): string {
  for (const known of colours.keys()) if (!chosen.some((one) => one.f === known)) colours.delete(known);
  const taken = new Set(colours.values());
  const free = Array.from({ length: MOST }, (_, i) => `curve-${i}`).find((colour) => !taken.has(colour));
  if (!colours.has(f)) colours.set(f, free ?? "curve-0");
  return colours.get(f)!;
}

const plot = new Plot({ aspect: 1.62, least: 280 });
const keys = h("div");
const chips = h("div", { class: "stack tight" });
const facts = h("div", { class: "pair" });
const reader = probe(plot);

const draw = oncePerFrame(() => {
  const half = Number(reach);
  const all = chosen.map((one) => ({ chosen: one, colour: colourOf(one.f) }));
  const picture = pictureOf(all, [...orders].sort(), [-half, half], active);
  plot.render(picture);
  keys.replaceChildren(legend(keysOf([...picture.lines].reverse())));
  reader.show(all, [...orders].sort(), half);
});

function keysOf(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ label }, i) => label && lines.findIndex((other) => other.label === label) === i);
}

/** After a change of the functions: everything; after a change of a parameter: what depends on it. */
function update(): void {
  active = Math.min(active, chosen.length - 1);
  chips.replaceChildren(...chosen.map(chip));
  overview.show(new Map(chosen.map(({ f }) => [f, colourOf(f)])));
  changed();
}

function changed(): void {
  const state = [...orders].sort().join("");
  remember({ f: write(chosen), x: reach === "6" ? undefined : reach, show: state === "01" ? undefined : state });
  const shown = chosen[active]!;
  facts.replaceChildren(...factsOf(shown, computed), namesOf(shown.f.spec.name));
  if (computed) draw();
  else still.replaceChildren(...chosen.map(({ f }) => stillOf(f)));
}

function chip(one: Chosen, i: number): HTMLElement {
  const { f } = one;
  const colour = colourOf(f);
  const pick = button(f.spec.name, () => {
    active = i;
    for (const [k, element] of [...chips.children].entries()) element.toggleAttribute("data-active", k === i);
    changed();
  });
  pick.className = "chip-name";
  pick.title = "Show its formula, code and zones";
  const drop = button("✕", () => drops(f), "quiet small");
  drop.setAttribute("aria-label", `Remove ${f.spec.name}`);
  drop.disabled = chosen.length === 1;
  const controls = slidersOf(one, colour, (given) => {
    chosen = chosen.map((other) => (other.f === f ? { f, given } : other));
    active = i;
    changed();
  });
  const element = h(
    "section",
    { class: "chip", style: `--tint:var(--${colour})`, "aria-label": f.spec.name, "data-active": i === active },
    h("div", { class: "row spread" }, pick, drop),
    ...(computed ? controls.map(({ element }) => element) : []),
  );
  return element;
}

function drops(f: AnyFunction): void {
  if (chosen.length === 1) return;
  chosen = chosen.filter((one) => one.f !== f);
  update();
}

/** A function that the plot has no room for takes the place of the oldest one. */
function toggle(f: AnyFunction): void {
  if (chosen.some((one) => one.f === f)) {
    drops(f);
    return;
  }
  const added = choose(f.spec.name);
  if (!added) return;
  chosen = [...chosen.slice(chosen.length === MOST ? 1 : 0), added];
  active = chosen.length - 1;
  update();
}

const overview = sheet(toggle, computed);

const shows = h("fieldset", { class: "segments" }, h("legend", { class: "hidden" }, "Curves"));
for (const [i, name] of NAMES.entries()) {
  const order = i as Order;
  const input = h("input", { type: "checkbox", checked: orders.has(order) });
  input.addEventListener("change", () => {
    if (input.checked) orders.add(order);
    else orders.delete(order);
    if (orders.size === 0) {
      orders.add(order);
      input.checked = true;
    }
    changed();
  });
  shows.append(h("label", {}, input, name));
}
const ranges = segments(
  "Interval of x",
  REACHES.map((text) => [text, `±${text}`] as const),
  reach,
  (value) => {
    reach = value;
    changed();
  },
);
const name = () => chosen.map(({ f }) => f.spec.name).join("-");
const actions = h(
  "div",
  { class: "row" },
  copyButton("Copy link", () => location.href),
  button("SVG", () => exportSvg(plot.svg, name()), "small"),
  button("PNG", () => exportPng(plot.svg, name()), "small"),
);
const still = h("div", { class: "stills" });

app().append(
  h(
    "div",
    { class: "functions" },
    computed
      ? h(
          "section",
          { class: "card stack tight", "aria-label": "Plot" },
          h("div", { class: "row spread" }, h("div", { class: "row" }, shows, ranges.element), actions),
          plot.element,
          keys,
          reader.element,
        )
      : still,
    chips,
  ),
  facts,
  overview.element,
);
update();
