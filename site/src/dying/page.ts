import "../frame/theme.js";
import { button, copyButton, LOGARITHMIC, segments, select, slider } from "../frame/controls.js";
import { app, h, oncePerFrame } from "../frame/dom.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { ACTIVATIONS } from "../network/activations.js";
import { DATA, pointsOf } from "../network/data.js";
import { figures } from "../network/figures.js";
import { History } from "../network/history.js";
import type { Report } from "../network/messages.js";
import type { Config } from "../network/network.js";
import { mayMove, playback } from "../network/playback.js";
import { Trainer } from "../network/trainer.js";
import { legend } from "../plot/legend.js";
import { Plot } from "../plot/plot.js";
import { Units } from "./units.js";

/** A network whose units die, and come back to life. */

const REVIVERS = ["leakyRelu", "elu", "gelu"] as const;
/** A rate that revived units learn at: the one that killed them is too high. */
const GENTLE = 0.3;
const WIDTHS = ["8", "12", "16"] as const;
const MOST_LAYERS = 8;

const able = kernelsRun("The networks cannot be trained; the other pages still have words, formulas and pictures.");
const query = new Query();
const state = {
  activation: query.choice("f", ACTIVATIONS, "relu"),
  data: query.choice("data", DATA, "moons"),
  depth: Math.round(query.number("depth", 4, [1, MOST_LAYERS])),
  width: query.choice("width", WIDTHS, "12"),
  rate: query.number("rate", 2.5, [0.001, 10]),
  bias: query.number("bias", 0, [-3, 2]),
  seed: Math.round(query.number("seed", 2, [0, 1e9])),
};

const shares = new History();
const losses = new History();
const units = new Units();
const numbers = figures(["Step", "Loss", "Right", "Dead units"]);
const word = h("p", { class: "verdict", role: "status" });
const dying = new Plot({ caption: "Dead units in each layer, %", aspect: 1.9, least: 200 });
const falling = new Plot({ caption: "Loss", aspect: 1.9, least: 200 });
const keys = h("div");
let latest: Report | undefined;

const draw = oncePerFrame(() => {
  if (!latest) return;
  units.show(latest);
  const end = Math.max(20, shares.last);
  const x = { label: "step", domain: [0, end] as const };
  const lines = shares.lines.map((run, l) => ({
    label: `layer ${l + 1}`,
    colour: `curve-${l % 4}`,
    runs: [run],
    dash: l >= 4 ? "6 4" : undefined,
  }));
  const now = shares.lines.map((run) => `${Math.round(run.at(-1)?.y ?? 0)} %`).join(", ");
  dying.render({
    title: "Share of dead units in each layer",
    description: `At step ${latest.steps}, from the first layer to the last: ${now}.`,
    x,
    y: { label: "", domain: [0, 100] },
    lines,
  });
  keys.replaceChildren(legend(lines));
  const run = losses.lines[0] ?? [];
  const highest = Math.max(0.75, ...run.map(({ y }) => y).filter(Number.isFinite));
  falling.render({
    title: "Loss",
    description: `At step ${latest.steps}: ${latest.loss.toFixed(4)}.`,
    x,
    y: { label: "", domain: [0, Math.min(highest, 2)] },
    lines: [{ label: "loss", colour: "curve-0", runs: [run] }],
  });
});

function show(report: Report): void {
  latest = report;
  const dead = report.layers.flatMap(({ dead }) => dead);
  const count = dead.filter(Boolean).length;
  shares.add(
    report.steps,
    report.layers.map(({ dead }) => (100 * dead.filter(Boolean).length) / dead.length),
  );
  losses.add(report.steps, [report.loss]);
  numbers.show([
    String(report.steps),
    Number.isFinite(report.loss) ? report.loss.toFixed(4) : "not a number",
    `${Math.round(100 * report.correct)} %`,
    `${count} of ${dead.length}`,
  ]);
  document.documentElement.dataset.dead = String(count);
  document.documentElement.dataset.steps = String(report.steps);
  say(report, count);
  if (!Number.isFinite(report.loss) && controls.running) controls.play(false);
  draw();
}

function say(report: Report, count: number): void {
  const whole = report.layers.findIndex(({ dead }) => dead.every(Boolean));
  const text = !Number.isFinite(report.loss)
    ? "The loss has overflowed: the learning rate is too high for this activation. Lower it and start over."
    : whole >= 0
      ? `Every unit of layer ${whole + 1} is dead: no gradient passes it, and the network has stopped learning. Bring it back to life:`
      : count > 0
        ? `${count} dead ${count === 1 ? "unit learns" : "units learn"} nothing any more; the others still do.`
        : "No unit is dead: every one still learns.";
  if (word.textContent !== text) word.textContent = text;
}

const config = (): Config => ({
  activations: Array.from({ length: state.depth }, () => state.activation),
  width: Number(state.width),
  start: "he",
  bias: state.bias,
  rate: state.rate,
  data: state.data,
  seed: state.seed,
});

const trainer = able ? new Trainer(show) : undefined;

function begin(): void {
  shares.clear();
  losses.clear();
  units.points(pointsOf(state.data));
  keep();
  trainer?.send({ kind: "begin", config: config(), references: [], pictures: true });
}

function keep(): void {
  const { activation: f, data, depth, width, rate, bias, seed } = state;
  remember({ f, data, depth, width, rate, bias, seed });
}

/** While it trains, the activation and the rate may change. */
function change(): void {
  keep();
  trainer?.send({ kind: "change", activations: config().activations, rate: state.rate });
}

function revive(name: (typeof REVIVERS)[number]): void {
  state.activation = name;
  activation.value = name;
  state.rate = Math.min(state.rate, GENTLE);
  rate.value = state.rate;
  change();
  controls.play(true);
}

const controls = playback(
  (order) => trainer?.send(order),
  () => {
    const { running } = controls;
    begin();
    controls.play(running);
  },
  "slow",
);

const activation = select(
  "Activation",
  ACTIVATIONS.map((name) => [name, name] as const),
  state.activation,
  (name) => {
    state.activation = name;
    change();
  },
);
const rate = slider({
  label: "Learning rate",
  min: -2,
  max: 0.7,
  step: 0.01,
  value: state.rate,
  scale: LOGARITHMIC,
  change: (value) => {
    state.rate = value;
    change();
  },
});
const restarting =
  <T>(set: (value: T) => void) =>
  (value: T) => {
    set(value);
    const { running } = controls;
    begin();
    controls.play(running);
  };
const bias = slider({
  label: "Bias at the start",
  min: -2,
  max: 1,
  step: 0.05,
  value: state.bias,
  change: restarting((value) => (state.bias = value)),
});
const depth = slider({
  label: "Hidden layers",
  min: 1,
  max: MOST_LAYERS,
  step: 1,
  value: state.depth,
  change: restarting((value) => (state.depth = value)),
});
const width = segments(
  "Units in a layer",
  WIDTHS.map((text) => [text, text] as const),
  state.width,
  restarting((value) => (state.width = value)),
);
const data = segments(
  "Data",
  DATA.map((name) => [name, name] as const),
  state.data,
  restarting((value) => (state.data = value)),
);
const seed = button("Other weights", () => restarting<number>((value) => (state.seed = value))(state.seed + 1));

const revivers = h(
  "div",
  { class: "row" },
  ...REVIVERS.map((name) => button(name, () => revive(name))),
  button(
    "back to relu",
    () => {
      state.activation = "relu";
      activation.value = "relu";
      change();
    },
    "quiet",
  ),
);

if (able) {
  app().append(
    h(
      "div",
      { class: "training" },
      h(
        "section",
        { class: "card stack settings", "aria-label": "Settings" },
        h("div", { class: "field" }, h("span", { class: "label" }, "Data"), data.element),
        activation.element,
        rate.element,
        bias.element,
        depth.element,
        h("div", { class: "field" }, h("span", { class: "label" }, "Units in a layer"), width.element),
        h(
          "div",
          { class: "row" },
          seed,
          copyButton("Copy link", () => location.href, ""),
        ),
        h("div", { class: "field" }, h("span", { class: "label" }, "What it has learned"), units.output),
      ),
      h(
        "div",
        { class: "stack" },
        h(
          "section",
          { class: "card stack", "aria-label": "Training" },
          controls.element,
          numbers.element,
          word,
          revivers,
        ),
        h(
          "section",
          { class: "card stack tight", "aria-label": "Units" },
          h("h2", {}, "Every unit over the plane"),
          h(
            "p",
            { class: "faint" },
            "Each picture is one unit: its activation for every input. A unit is dead, and crossed out, if f′ is exactly 0 at all points of the data.",
          ),
          units.element,
        ),
        h(
          "div",
          { class: "pair" },
          h("section", { class: "card stack tight" }, dying.element, keys),
          h("section", { class: "card" }, falling.element),
        ),
      ),
    ),
  );
  addEventListener("themechange", () => {
    units.points(pointsOf(state.data));
    draw();
  });
  begin();
  if (mayMove()) controls.play(true);
}
