import "../frame/theme.js";
import { button, copyButton, figure, LOGARITHMIC, segments, select, slider } from "../frame/controls.js";
import { app, h, oncePerFrame } from "../frame/dom.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { ACTIVATIONS } from "../network/activations.js";
import { DATA } from "../network/data.js";
import { figures } from "../network/figures.js";
import { History } from "../network/history.js";
import type { Report } from "../network/messages.js";
import { mayMove, playback } from "../network/playback.js";
import { Trainer } from "../network/trainer.js";
import { legend } from "../plot/legend.js";
import { Plot } from "../plot/plot.js";
import { overTime, profile, type Quantity, ridges } from "./pictures.js";
import { activationOf, configOf, DEPTHS, read, referencesOf, STARTS, WIDTHS } from "./settings.js";

/** A network whose gradients vanish, or do not. */

const able = kernelsRun("The networks cannot be trained; the other pages still have words, formulas and pictures.");
const settings = read(new Query());

const numbers = figures(["Step", "Loss", "Right", "First layer’s gradient", "relative to the last"]);
const word = h("p", { class: "verdict", role: "status" });
const layersPlot = new Plot({ aspect: 1.9, least: 280 });
const layersKeys = h("div");
const timePlot = new Plot({ aspect: 1.5, least: 220 });
const timeKeys = h("div");
const ridgePlot = new Plot({ aspect: 1.1, least: 300 });
const body = h("tbody");
const history = new History();
let quantity: Quantity = "gradients";
let latest: Report | undefined;

const START_NAMES = {
  matching: "as the activation asks",
  he: "He: 2/n",
  lecun: "LeCun: 1/n",
  xavier: "Xavier: 2/(n + m)",
} as const;

/** The first layer, the middle one and the last one. */
const watched = () => [...new Set([0, Math.floor(settings.depth / 2), settings.depth - 1])];

const draw = oncePerFrame(() => {
  if (!latest) return;
  const { keys, ...picture } = profile(latest);
  layersPlot.render(picture);
  layersKeys.replaceChildren(legend(keys));
  const time = overTime(history, watched());
  timePlot.render(time);
  timeKeys.replaceChildren(legend(time.lines));
  ridgePlot.render(ridges(latest, quantity));
  body.replaceChildren(...latest.layers.map(rowOf));
});

function rowOf({ mean, deviation, gradient }: Report["layers"][number], l: number): HTMLElement {
  const numbers = [mean.toFixed(3), deviation.toFixed(3), figure(gradient, 3)].map((text) =>
    h("td", { class: "number" }, text.replace("-", "−")),
  );
  return h("tr", {}, h("th", { scope: "row" }, String(l + 1)), h("td", {}, activationOf(settings, l)), ...numbers);
}

function show(report: Report): void {
  latest = report;
  const first = report.layers[0]!.gradient;
  const last = report.layers.at(-1)!.gradient;
  const places = watched();
  history.add(
    report.steps,
    places.map((l) => report.layers[l]!.gradient),
  );
  numbers.show([
    String(report.steps),
    Number.isFinite(report.loss) ? report.loss.toFixed(4) : "not a number",
    `${Math.round(100 * report.correct)} %`,
    figure(first, 3),
    last > 0 ? `${figure(first / last, 2)}` : "–",
  ]);
  document.documentElement.dataset.steps = String(report.steps);
  document.documentElement.dataset.first = String(first / last);
  say(report, first / last);
  if (!Number.isFinite(report.loss) && controls.running) controls.play(false);
  draw();
}

function say({ loss, layers }: Report, ratio: number): void {
  const means = layers.map(({ mean }) => Math.abs(mean));
  const deviations = layers.map(({ deviation }) => deviation);
  const range = `${Math.min(...deviations).toFixed(2)} to ${Math.max(...deviations).toFixed(2)}`;
  const selu = settings.activations.every((name) => name === "selu");
  const text = !Number.isFinite(loss)
    ? "The gradients have exploded. Lower the learning rate and start over."
    : selu
      ? `SELU, without normalization: the means of the layers are within ${Math.max(...means).toFixed(2)} of 0, their deviations from ${range}.`
      : ratio < 1e-3
        ? `The gradient of the first layer is ${figure(ratio, 2)} times the gradient of the last: it has vanished on the way, and the first layers hardly learn.`
        : "The gradient of the first layer is of the size of the last: every layer learns.";
  if (word.textContent !== text) word.textContent = text;
}

const trainer = able ? new Trainer(show) : undefined;

function keep(): void {
  const { activations, depth, width, start, rate, data, seed } = settings;
  remember({ f: activations.join(","), depth, width, start, rate, data, seed });
}

function begin(): void {
  history.clear();
  keep();
  trainer?.send({ kind: "begin", config: configOf(settings), references: referencesOf(settings), pictures: false });
}

function restart(): void {
  const { running } = controls;
  begin();
  controls.play(running);
}

const controls = playback((order) => trainer?.send(order), restart, "medium");
const choices = ACTIVATIONS.map((name) => [name, name] as const);

/** One activation for all layers, and the start that matches it. */
const all = select("Activation of all layers", choices, settings.activations[0]!, (name) => {
  settings.activations = [name];
  single();
  restart();
});

const each = h("div", { class: "each" });
function single(): void {
  each.replaceChildren(
    ...Array.from(
      { length: settings.depth },
      (_, l) =>
        select(`Layer ${l + 1}`, choices, activationOf(settings, l), (name) => {
          settings.activations = Array.from({ length: settings.depth }, (_, k) =>
            k === l ? name : activationOf(settings, k),
          );
          restart();
        }).element,
    ),
  );
}

const depth = slider({
  label: "Hidden layers",
  min: DEPTHS[0],
  max: DEPTHS[1],
  step: 1,
  value: settings.depth,
  change: (value) => {
    settings.depth = value;
    single();
    restart();
  },
});
const rate = slider({
  label: "Learning rate",
  min: -3,
  max: 0.7,
  step: 0.01,
  value: settings.rate,
  scale: LOGARITHMIC,
  change: (value) => {
    settings.rate = value;
    keep();
    trainer?.send({ kind: "change", activations: configOf(settings).activations, rate: value });
  },
});
const width = segments(
  "Units in a layer",
  WIDTHS.map((text) => [text, text] as const),
  settings.width,
  (value) => {
    settings.width = value;
    restart();
  },
);
const start = select(
  "Weights at the start",
  STARTS.map((name) => [name, START_NAMES[name]] as const),
  settings.start,
  (value) => {
    settings.start = value;
    restart();
  },
);
const data = segments(
  "Data",
  DATA.map((name) => [name, name] as const),
  settings.data,
  (value) => {
    settings.data = value;
    restart();
  },
);
const quantities = segments<Quantity>(
  "Histogram of",
  [
    ["gradients", "Gradients"],
    ["activations", "Activations"],
  ],
  quantity,
  (value) => {
    quantity = value;
    draw();
  },
);

if (able) {
  single();
  const head = ["Layer", "Activation", "Mean", "Deviation", "Gradient"].map((text, k) =>
    h("th", { scope: "col", class: k > 1 ? "number" : undefined }, text),
  );
  app().append(
    h(
      "div",
      { class: "training" },
      h(
        "section",
        { class: "card stack settings", "aria-label": "Settings" },
        all.element,
        h("details", {}, h("summary", {}, "Each layer on its own"), each),
        depth.element,
        rate.element,
        start.element,
        h("div", { class: "field" }, h("span", { class: "label" }, "Units in a layer"), width.element),
        h("div", { class: "field" }, h("span", { class: "label" }, "Data"), data.element),
        h(
          "div",
          { class: "row" },
          button("Other weights", () => {
            settings.seed++;
            restart();
          }),
          copyButton("Copy link", () => location.href, ""),
        ),
      ),
      h(
        "div",
        { class: "stack" },
        h("section", { class: "card stack", "aria-label": "Training" }, controls.element, numbers.element, word),
        h(
          "section",
          { class: "card stack tight", "aria-label": "Gradient by layer" },
          h("h2", {}, "The gradient at each layer"),
          layersPlot.element,
          layersKeys,
        ),
        h(
          "div",
          { class: "pair" },
          h(
            "section",
            { class: "card stack tight", "aria-label": "Histograms" },
            h("div", { class: "row spread" }, h("h2", {}, "Every layer"), quantities.element),
            ridgePlot.element,
          ),
          h(
            "section",
            { class: "card stack tight", "aria-label": "Gradient over time" },
            h("h2", {}, "Over time"),
            timePlot.element,
            timeKeys,
          ),
        ),
        h(
          "section",
          { class: "card stack tight", "aria-label": "Numbers" },
          h("h2", {}, "The activations of each layer, in numbers"),
          h(
            "div",
            { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Layers" },
            h("table", {}, h("thead", {}, h("tr", {}, ...head)), body),
          ),
        ),
      ),
    ),
  );
  addEventListener("themechange", draw);
  begin();
  if (mayMove()) controls.play(true);
}
