import "../frame/theme.js";
import { button, copyButton, segments, slider } from "../frame/controls.js";
import { app, h, oncePerFrame, uniqueId } from "../frame/dom.js";
import { notice } from "../frame/notices.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { exportSvg } from "../plot/export.js";
import { legend } from "../plot/legend.js";
import { Plot } from "../plot/plot.js";
import { codeOf, EXAMPLES, isMistake, type Mistake, made, type Own, type Parameters, usedBy } from "./formula.js";
import { pictureOf } from "./picture.js";
import { speedTable, timesOf } from "./speed.js";

/** A function of the visitor's own. */

const REACHES = ["3", "6", "10", "20"] as const;
// Milliseconds without a change, after which the speed is measured.
const PAUSE = 700;

const able = kernelsRun("Formulas need the kernels; the guides describe them.");
const query = new Query();
const [first] = EXAMPLES;

let formula = query.text("f", first!.formula);
let parameters: Parameters = parametersFrom(query.text("p", query.text("f", "") ? "" : "a:1"));
let reach = query.choice("x", REACHES, "6");
let own: Own | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function parametersFrom(text: string): Parameters {
  const found: Record<string, number> = {};
  for (const part of text.split(",").filter(Boolean)) {
    const [name = "", value = ""] = part.split(":");
    if (/^[A-Za-z_]\w*$/.test(name) && value.trim() !== "" && Number.isFinite(Number(value)))
      found[name] = Number(value);
    else notice(`The link says ${part} for a parameter; expected a name and a number, such as a:1. It is left out.`);
  }
  return found;
}

const plot = new Plot({ aspect: 2.5, least: 280 });
const keys = h("div");
const fault = h("div", { class: "mistake", role: "alert" });
const sliders = h("div", { class: "fields" });
const derivative = h("code");
const code = h("pre", { class: "code", tabindex: 0, role: "region", "aria-label": "TypeScript" });
const speed = h("div", { class: "speed" });
const id = uniqueId();
const box = h("textarea", { id, rows: 2, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
box.value = formula;

const draw = oncePerFrame(() => {
  if (!own) return;
  const picture = pictureOf(own, parameters, Number(reach));
  plot.render(picture);
  keys.replaceChildren(legend([...picture.lines].reverse()));
});

/** After a change of the formula: everything. */
function update(): void {
  parameters = usedBy(formula, parameters);
  const result = made(formula, parameters);
  keep();
  box.setAttribute("aria-invalid", String(isMistake(result)));
  document.documentElement.dataset.formula = isMistake(result) ? "mistake" : "drawn";
  if (isMistake(result)) {
    showMistake(result);
    return;
  }
  own = result;
  fault.replaceChildren();
  derivative.textContent = own.spec.derivative;
  sliders.replaceChildren(...Object.keys(parameters).map(parameterSlider));
  changed();
}

function keep(): void {
  const list = Object.entries(parameters).map(([name, value]) => `${name}:${value}`);
  remember({ f: formula, p: list.length > 0 ? list.join(",") : undefined, x: reach === "6" ? undefined : reach });
}

function changed(): void {
  code.textContent = codeOf(formula, parameters);
  draw();
  clearTimeout(timer);
  timer = setTimeout(time, PAUSE);
}

function time(): void {
  if (!own) return;
  speed.replaceChildren(speedTable(timesOf(own, parameters)));
  document.documentElement.dataset.timed = formula;
}

function showMistake({ problem, start, end, unknown }: Mistake): void {
  const name = unknown;
  const offer =
    name &&
    button(
      `Make ${name} a parameter`,
      () => {
        parameters = { ...parameters, [name]: 1 };
        update();
      },
      "small",
    );
  const marked = h(
    "code",
    {},
    formula.slice(0, start),
    h("mark", {}, formula.slice(start, Math.max(end, start + 1)) || "␣"),
    formula.slice(Math.max(end, start + 1)),
  );
  fault.replaceChildren(h("p", {}, problem), h("p", {}, marked), ...(offer ? [offer] : []));
}

function parameterSlider(name: string): HTMLElement {
  const value = parameters[name]!;
  const reach = Math.max(4, 2 * Math.abs(value));
  return slider({
    label: name,
    min: value < 0 ? -reach : 0.05,
    max: reach,
    step: 0.05,
    value,
    change: (next) => {
      parameters = { ...parameters, [name]: next };
      keep();
      changed();
    },
  }).element;
}

box.addEventListener("input", () => {
  formula = box.value.trim();
  update();
});
const examples = EXAMPLES.map((example) =>
  button(
    example.name,
    () => {
      formula = example.formula;
      box.value = formula;
      parameters = example.parameters ?? {};
      update();
    },
    "small",
  ),
);
const ranges = segments(
  "Interval of x",
  REACHES.map((text) => [text, `±${text}`] as const),
  reach,
  (value) => {
    reach = value;
    keep();
    draw();
  },
);

if (able) {
  app().append(
    h(
      "section",
      { class: "card stack", "aria-label": "Formula" },
      h("div", { class: "field" }, h("label", { for: id }, "f(x) ="), box),
      fault,
      h("div", { class: "row" }, h("span", { class: "faint" }, "Examples:"), ...examples),
      sliders,
      h(
        "p",
        { class: "faint" },
        "Operators + − * / **, comparisons, a ? b : c; exp, log, sqrt, sin, cos, tan, erf, abs, min, max and others; every elementwise function of the package by its name.",
      ),
    ),
    h(
      "section",
      { class: "card stack tight", "aria-label": "Plot" },
      h(
        "div",
        { class: "row spread" },
        ranges.element,
        h(
          "div",
          { class: "row" },
          copyButton("Copy link", () => location.href),
          button("SVG", () => exportSvg(plot.svg, "own"), "small"),
        ),
      ),
      plot.element,
      keys,
      h("dl", { class: "facts" }, h("dt", {}, "f′(x)"), h("dd", {}, derivative)),
    ),
    h(
      "div",
      { class: "pair" },
      h(
        "section",
        { class: "card stack tight", "aria-label": "Code" },
        h(
          "div",
          { class: "row spread" },
          h("h2", {}, "Code"),
          copyButton("Copy code", () => code.textContent ?? ""),
        ),
        code,
      ),
      h(
        "section",
        { class: "card stack tight", "aria-label": "Speed" },
        h("h2", {}, "Speed, here and now"),
        speed,
        h("p", { class: "faint" }, "Nanoseconds per element of 65,536 floats in a Workspace: less is better."),
      ),
    ),
  );
  update();
}
