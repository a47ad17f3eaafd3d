import { curvesOf } from "../../../catalogue/curves.js";
import { type AnyFunction, functions } from "../../../catalogue/functions.js";
import { rangeOf } from "../../../catalogue/plot.js";
import { type Curve, clip, REACH, simplify } from "../../../catalogue/sample.js";
import { h, svg } from "../frame/dom.js";

/** All functions side by side: each picture puts its function into the plot, or takes it out. */

const WIDTH = 148;
const HEIGHT = 96;

interface Sheet {
  readonly element: HTMLElement;
  /** Marks the functions in the plot with their colours. */
  show(colours: ReadonlyMap<AnyFunction, string>): void;
}

export function sheet(press: (f: AnyFunction) => void, computed: boolean): Sheet {
  const cells = functions.map((f) => {
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
    const element = h("button", { type: "button", class: "cell", "aria-pressed": "false" }, h("b", {}, f.spec.name));
    element.append(picture);
    element.addEventListener("click", () => press(f));
    return { f, element, picture };
  });
  if (computed) drawInTurn(cells);
  const grid = h("div", { class: "sheet" }, ...cells.map(({ element }) => element));
  const none = h("p", { class: "faint", hidden: true }, "No function has that in its name or formula.");
  const filter = h("input", {
    type: "search",
    placeholder: "Filter by name or formula",
    "aria-label": "Filter functions",
  });
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const { f, element } of cells) {
      const text = [f.spec.name, ...f.spec.aliases, f.spec.formula].join(" ").toLowerCase();
      element.hidden = !text.includes(wanted);
    }
    none.hidden = cells.some(({ element }) => !element.hidden);
  });
  const heading = h("div", { class: "row spread" }, h("h2", {}, `All ${functions.length} functions`), filter);
  return {
    element: h("section", { class: "stack" }, heading, grid, none),
    show(colours) {
      for (const { f, element } of cells) {
        const colour = colours.get(f);
        element.setAttribute("aria-pressed", String(colour !== undefined));
        element.style.setProperty("--tint", colour ? `var(--${colour})` : "var(--ink)");
      }
    },
  };
}

/** A few at a time, so that the page answers meanwhile. */
function drawInTurn(cells: readonly { readonly picture: SVGSVGElement; readonly f: AnyFunction }[]): void {
  const [first, ...rest] = cells;
  if (!first) return;
  draw(first.picture, first.f);
  setTimeout(() => drawInTurn(rest), 1);
}

function draw(picture: SVGSVGElement, f: AnyFunction): void {
  const { value, derivative } = curvesOf(f);
  const range = rangeOf([value[0]!, derivative[0]!]);
  const perX = WIDTH / (2 * REACH);
  const perY = HEIGHT / (range[1] - range[0]);
  const path = ({ runs }: Curve) =>
    runs
      .flatMap((run) => clip(run, ...range))
      .map((run) => simplify(run, 0.2, perX, perY))
      .map((run) => run.map(({ x, y }) => `${((x + REACH) * perX).toFixed(1)},${((range[1] - y) * perY).toFixed(1)}`))
      .map((points) => `M${points.join("L")}`)
      .join("");
  const axes = `M0,${range[1] * perY}H${WIDTH}M${REACH * perX},0V${HEIGHT}`;
  const slope = "fill:none;stroke:var(--tint);stroke-width:1.6;stroke-dasharray:4 3;opacity:.5";
  picture.append(
    svg("path", { d: axes, style: "stroke:var(--axis);stroke-width:1;opacity:.6" }),
    svg("path", { d: path(derivative[0]!), style: slope }),
    ...value.map((curve, i) =>
      svg("path", {
        d: path(curve),
        style: `fill:none;stroke:var(--tint);stroke-width:2.4;opacity:${i === 0 ? 1 : 0.35}`,
      }),
    ),
  );
}
