import "../frame/theme.js";
import { button, copyButton, segments, select } from "../frame/controls.js";
import { app, h, oncePerFrame, uniqueId } from "../frame/dom.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { legend } from "../plot/legend.js";
import { Plot } from "../plot/plot.js";
import { bitRow } from "./bits.js";
import { neighbour, rounded, shortest, type Type } from "./floats.js";
import { errorText, type Judged, judge } from "./judged.js";
import { sameBits } from "./same.js";
import { PRESETS, SUBJECTS, type Subject, type SubjectName } from "./subjects.js";
import { zoomPicture } from "./zoom.js";

/** Single numbers, their bits, and how far off results are. */

const able = kernelsRun("The recorded hashes are below; the bits of results need the functions.");
const query = new Query();
const subjects = Object.keys(SUBJECTS) as SubjectName[];
const TYPES = ["f32", "f64"] as const;
/** The numbers from one point of the picture to the next, as a power of two. */
const ZOOMS = { "0": "Single floats", "8": "256 apart", "16": "65,536 apart", "20": "a million apart" } as const;
const PER_SIDE = 30;

const state = {
  subject: query.choice("f", subjects, "softplus"),
  type: query.choice<Type>("type", TYPES, "f32"),
  x: query.number("x", 100, [-1e308, 1e308]),
  zoom: query.choice("zoom", Object.keys(ZOOMS) as (keyof typeof ZOOMS)[], "16"),
};
state.x = rounded(state.x, state.type);

const plot = new Plot({ aspect: 2.7, least: 240 });
const keys = h("div");
const results = h("div", { class: "results" });
const formulas = h("p", { class: "faint" });
const subject = (): Subject => SUBJECTS[state.subject];

const draw = oncePerFrame(() => {
  const step = 2 ** Number(state.zoom);
  const xs = Array.from({ length: 2 * PER_SIDE + 1 }, (_, i) => neighbour(state.x, (i - PER_SIDE) * step, state.type));
  const judged = judge(subject(), xs, state.type);
  const picture = zoomPicture(judged, subject().title);
  plot.render(picture);
  plot.mark(0);
  keys.replaceChildren(legend(picture.lines));
  showResults(judged[PER_SIDE]!);
});

function showResults({ x, nearest, results: all }: Judged): void {
  const line = (name: string, value: number, tint: string, error: string, from: number) =>
    h(
      "div",
      { class: "result", style: `--tint:var(--${tint})` },
      h("b", {}, name),
      h("span", { class: "mono" }, shortest(value, state.type)),
      h("span", { class: "mono error" }, error),
      bitRow(value, state.type, from),
    );
  results.replaceChildren(
    line("x", x, "soft", "", x),
    line("exact, rounded", nearest, "soft", "", nearest),
    ...all.map(({ name, value, colour, error }) => line(name, value, colour, errorText(error, value), nearest)),
  );
  const [ours, formula] = all;
  document.documentElement.dataset.ours = String(ours?.error);
  document.documentElement.dataset.naive = String(formula?.error);
  document.documentElement.dataset.nearest = String(all.find(({ name }) => name === "lanewise/exact")?.error);
}

function update(): void {
  const { subject: f, type, x, zoom } = state;
  remember({ f, type, x, zoom: zoom === "16" ? undefined : zoom });
  input.value = shortest(x, type).replaceAll("−", "-");
  formulas.replaceChildren("The formula compared: ", h("code", {}, subject().code));
  chooser.value = f;
  types.value = type;
  if (able) draw();
}

const chooser = select(
  "Function",
  subjects.map((name) => [name, SUBJECTS[name].title] as const),
  state.subject,
  (name) => {
    state.subject = name;
    update();
  },
);
const types = segments<Type>(
  "Element type",
  TYPES.map((type) => [type, type] as const),
  state.type,
  (type) => {
    state.type = type;
    state.x = rounded(state.x, type);
    update();
  },
);
const zooms = select("Neighbours", Object.entries(ZOOMS) as [keyof typeof ZOOMS, string][], state.zoom, (zoom) => {
  state.zoom = zoom;
  update();
});
const id = uniqueId();
const input = h("input", { type: "text", id, inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
const fault = h("p", { class: "fault", role: "alert" });
input.addEventListener("change", () => {
  const value = Number(input.value.trim());
  const valid = input.value.trim() !== "" && Number.isFinite(rounded(value, state.type));
  fault.textContent = valid
    ? ""
    : `“${input.value}” is not a finite ${state.type} number. Type one such as −6.5 or 1e-3.`;
  input.setAttribute("aria-invalid", String(!valid));
  if (!valid) return;
  state.x = rounded(value, state.type);
  update();
});
const stepped = (steps: number) => () => {
  state.x = neighbour(state.x, steps * 2 ** Number(state.zoom), state.type);
  update();
};

const presets = h(
  "div",
  { class: "row" },
  ...PRESETS.map(({ title, ...preset }) =>
    button(
      title,
      () => {
        Object.assign(state, preset);
        state.x = rounded(preset.x, preset.type);
        update();
      },
      "small",
    ),
  ),
);

if (able) {
  app().append(
    h(
      "section",
      { class: "card stack", "aria-label": "One number" },
      h("div", { class: "stack tight" }, h("h2", {}, "Known failures"), presets),
      h(
        "div",
        { class: "fields" },
        chooser.element,
        h("div", { class: "field" }, h("span", { class: "label" }, "Type"), types.element),
        h("div", { class: "field" }, h("label", { for: id }, "x"), input),
        h(
          "div",
          { class: "field" },
          h("span", { class: "label" }, "Step"),
          h("div", { class: "row" }, button("← lower", stepped(-1)), button("higher →", stepped(1))),
        ),
        zooms.element,
      ),
      fault,
      results,
      formulas,
      h("h3", {}, "Error in ULP, at x and its neighbours"),
      plot.element,
      keys,
      h(
        "p",
        { class: "faint" },
        "0.5 ULP is perfect: half the distance between neighbouring floats. Results below the smallest normal number may be 0. Judged by definitions at 40 digits.",
      ),
      h(
        "div",
        { class: "row" },
        copyButton("Copy link", () => location.href),
      ),
    ),
  );
}
app().append(sameBits(able));
update();
