import "../frame/theme.js";
import { button, copyButton, segments } from "../frame/controls.js";
import { app, h } from "../frame/dom.js";
import { notice } from "../frame/notices.js";
import { Query, remember } from "../frame/query.js";
import { kernelsRun } from "../frame/support.js";
import { legend } from "../plot/legend.js";
import { bars } from "./bars.js";
import { ALL, type Answer, COMMON, SIZES, type Size, type Times } from "./contest.js";
import { asQuery, asText, fromQuery, machine, NAMES, type Result, ratio } from "./result.js";
import { run } from "./runner.js";

/** The visitor's browser measures the functions. */

const able = kernelsRun("A race needs the functions; results that others have measured are shown all the same.");
const query = new Query();
const sizes = Object.keys(SIZES) as Size[];
const SETS = ["common", "all"] as const;
const DIRECTIONS = ["values", "gradients"] as const;

const state = {
  size: query.choice("size", sizes, "64 Ki"),
  set: query.choice("set", SETS, "common"),
  direction: query.choice("of", DIRECTIONS, "values"),
  machine: machine(),
};
const only = query
  .text("f", "")
  .split(",")
  .filter(Boolean)
  .map((name) => query.known("f", name, ALL, "relu"));
let rows = new Map<string, Times>();
let end: (() => void) | undefined;

const chart = bars();
const word = h("p", { class: "faint", role: "status" });
const headline = h("p", { class: "headline" });
const result = (): Result => ({
  size: state.size,
  gradients: state.direction === "gradients",
  machine: state.machine,
  rows,
});

const names = () => (only.length > 0 ? only : state.set === "common" ? COMMON : [...ALL]);

function show(): void {
  chart.show(rows, state.direction === "gradients");
  const speeds = [...rows.values()].map(({ plain, workspace }) => plain / workspace).sort((a, b) => a - b);
  const middle = speeds[Math.floor(speeds.length / 2)];
  headline.textContent =
    middle === undefined
      ? ""
      : `${ratio(middle)} the speed of the best plain loop, in the middle of ${speeds.length} functions`;
  document.documentElement.dataset.rows = String(rows.size);
}

function take(answer: Answer): void {
  if (answer.kind === "row") {
    rows.set(answer.name, answer.times);
    word.textContent = `${rows.size} of ${names().length} measured`;
    show();
  } else if (answer.kind === "word") notice(answer.text);
  else finish(`Measured on ${state.machine}. Times vary from run to run; close other tabs for steadier ones.`);
}

function finish(text: string): void {
  end?.();
  end = undefined;
  go.textContent = "Race again";
  go.classList.add("primary");
  word.textContent = text;
  for (const control of [copies, copyLink]) control.disabled = rows.size === 0;
  document.documentElement.dataset.race = "done";
}

function begin(): void {
  if (end) {
    finish("Stopped.");
    return;
  }
  rows = new Map();
  state.machine = machine();
  remember(settings());
  show();
  go.textContent = "Stop";
  go.classList.remove("primary");
  word.textContent = "Warming up …";
  document.documentElement.dataset.race = "on";
  const order = {
    names: names(),
    size: state.size,
    gradients: state.direction === "gradients",
    tensorflow: tensorflow.checked,
    threads: threads.checked,
  };
  end = run(order, take);
}

const settings = () => ({
  f: only.length > 0 ? only.join(",") : undefined,
  size: state.size,
  set: state.set === "common" ? undefined : state.set,
  of: state.direction === "values" ? undefined : state.direction,
});

const go = button("Start the race", begin, "primary");
const tensorflow = h("input", { type: "checkbox" });
const threads = h("input", { type: "checkbox", disabled: !globalThis.crossOriginIsolated });
const copies = copyButton("Copy as text", () => asText(result()), "");
const copyLink = copyButton(
  "Copy link to result",
  () => {
    remember({ ...settings(), on: state.machine, r: asQuery(result()) });
    return location.href;
  },
  "",
);
copies.disabled = true;
copyLink.disabled = true;

const size = segments(
  "Elements",
  sizes.map((name) => [name, name] as const),
  state.size,
  (value) => (state.size = value),
);
const set = segments(
  "Functions",
  [
    ["common", "Common functions"],
    ["all", `All ${ALL.length}`],
  ],
  state.set,
  (value) => {
    state.set = value;
    only.length = 0;
  },
);
const direction = segments(
  "Of",
  [
    ["values", "Values"],
    ["gradients", "Gradients"],
  ],
  state.direction,
  (value) => (state.direction = value),
);

const given = query.text("r", "");
if (given) {
  const shared = fromQuery(given);
  if (shared) {
    rows = new Map(shared);
    state.machine = query.text("on", "another machine").slice(0, 80);
    word.textContent = `Shared by somebody who measured it on ${state.machine}. Start the race to see yours.`;
  } else notice("The link’s result is broken, so there is nothing to show from it. Start a race of your own.");
}

app().append(
  h(
    "section",
    { class: "card stack" },
    h("div", { class: "row" }, set.element, size.element, direction.element),
    h(
      "div",
      { class: "row" },
      h("label", { class: "check" }, tensorflow, "with TensorFlow.js wasm (loads less than 1 MB)"),
      h(
        "label",
        { class: "check" },
        threads,
        globalThis.crossOriginIsolated ? "with threads" : "with threads (this page is not isolated, so there are none)",
      ),
    ),
    h("div", { class: "row" }, ...(able ? [go] : []), copies, copyLink),
    headline,
    word,
    legend(chart.keys),
    chart.element,
    h(
      "p",
      { class: "faint" },
      `Bars show how many times as fast as the plain loop (1×) each way is: ${NAMES.workspace} arrays are computed in place, drop-in calls copy ordinary arrays. f32, values between −8 and 8; the median of three rounds that take turns.`,
    ),
  ),
);
show();
