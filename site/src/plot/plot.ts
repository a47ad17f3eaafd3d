import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { h, svg, uniqueId } from "../frame/dom.js";
import type { Axis, Dot, Line, Picture, Point, Zone } from "./picture.js";

/**
 * One plot for all pages, as SVG, so that it can be exported as it is. Colours are variables of the theme. Scales and
 * paths are d3's; uPlot, which draws on a canvas, would have no SVG to export.
 */

type Scale = ScaleContinuousNumeric<number, number>;

interface Options {
  /** Width over height. */
  readonly aspect?: number;
  readonly caption?: string;
  /** The least height, in pixels. */
  readonly least?: number;
}

const MARGIN = { left: 46, right: 14, top: 12, bottom: 34 };
// Before the page has been laid out, and where it never is.
const WIDTH = 720;

export class Plot {
  readonly element: HTMLElement;
  readonly area: HTMLElement;
  readonly svg = svg("svg", { role: "img" });
  readonly #overlay = svg("g", { "aria-hidden": "true" });
  readonly #clip = uniqueId();
  #picture: Picture | undefined;
  #size = { width: 0, height: 0 };
  #scales: { readonly x: Scale; readonly y: Scale } | undefined;

  constructor({ aspect = 1.7, caption, least = 240 }: Options = {}) {
    this.area = h("div", { class: "plot-area", style: `--aspect:${aspect};--least:${least}px` }, this.svg);
    const title = caption === undefined ? undefined : h("figcaption", {}, caption);
    this.element = h("figure", { class: "plot" }, title, this.area);
    new ResizeObserver(() => this.#picture && this.render(this.#picture)).observe(this.area);
  }

  render(picture: Picture): void {
    this.#picture = picture;
    const { clientWidth, clientHeight } = this.area;
    const width = clientWidth || WIDTH;
    const height = clientHeight || WIDTH / 1.7;
    this.#size = { width, height };
    const x = scale(picture.x, [MARGIN.left, width - MARGIN.right]);
    const y = scale(picture.y, [height - MARGIN.bottom, MARGIN.top]);
    this.#scales = { x, y };
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("aria-label", `${picture.title}. ${picture.description}`);
    const bounds = { x: MARGIN.left, y: MARGIN.top, width: width - 60, height: height - 46 };
    const inside = svg("g", { "clip-path": `url(#${this.#clip})` });
    for (const zone of picture.zones ?? []) inside.append(...this.#zone(zone, x, height));
    inside.append(...picture.lines.map((one) => curve(one, x, y)));
    const dots = picture.lines.flatMap(({ dots = [], colour }) => dots.filter(within(picture)).map(dot(colour, x, y)));
    this.svg.replaceChildren(
      svg("title", {}, picture.title),
      svg("defs", {}, svg("clipPath", { id: this.#clip }, svg("rect", bounds)), hatch(this.#clip)),
      this.#grid(picture, x, y),
      inside,
      ...dots,
      this.#overlay,
    );
  }

  /** The x under a pointer, or nothing outside of the plot. */
  xAt(event: PointerEvent): number | undefined {
    const box = this.area.getBoundingClientRect();
    const at = event.clientX - box.left;
    if (at < MARGIN.left || at > box.width - MARGIN.right) return undefined;
    return this.#scales?.x.invert(at);
  }

  /** The distance in x that so many pixels are. */
  xDistance(pixels: number): number {
    const x = this.#scales?.x;
    return x ? x.invert(pixels) - x.invert(0) : 0;
  }

  /** Marks a place of x, and points there. */
  mark(place: number | undefined, points: readonly (Point & { readonly colour: string })[] = []): void {
    const { x, y } = this.#scales ?? {};
    if (!x || !y || place === undefined) {
      this.#overlay.replaceChildren();
      return;
    }
    const at = x(place);
    const style = "stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3";
    this.#overlay.replaceChildren(
      svg("line", { x1: at, x2: at, y1: MARGIN.top, y2: this.#size.height - MARGIN.bottom, style }),
      ...points
        .map((point) => ({ ...point, at: y(point.y) }))
        .filter(({ at }) => at >= MARGIN.top && at <= this.#size.height - MARGIN.bottom)
        .map(({ at: cy, colour }) =>
          svg("circle", { cx: at, cy, r: 4.5, style: `fill:var(--${colour});stroke:var(--card);stroke-width:2` }),
        ),
    );
  }

  #zone({ from, to, colour, hatched, label }: Zone, x: Scale, height: number): SVGElement[] {
    const left = x(from);
    const right = x(to);
    const box = { x: left, y: MARGIN.top, width: Math.max(0, right - left), height: height - 46 };
    const fill = hatched ? `url(#${this.#clip}-hatch)` : `var(--${colour})`;
    const text = svg(
      "text",
      {
        x: (left + right) / 2,
        y: height - MARGIN.bottom - 8,
        "text-anchor": "middle",
        style: "font:600 11px var(--sans);fill:var(--soft);paint-order:stroke;stroke:var(--card);stroke-width:4px",
      },
      label,
    );
    return [
      svg("rect", { ...box, style: `fill:var(--${colour});opacity:0.07` }),
      svg("rect", { ...box, style: `fill:${fill};opacity:${hatched ? 0.3 : 0.03}` }),
      ...(right - left > 60 ? [text] : []),
    ];
  }

  #grid({ x: across, y: up }: Picture, x: Scale, y: Scale): SVGElement {
    const { width, height } = this.#size;
    const group = svg("g", { "aria-hidden": "true", style: "font:11px var(--sans);fill:var(--soft)" });
    const base = height - MARGIN.bottom;
    const rule = (x1: number, y1: number, x2: number, y2: number, strong: boolean) =>
      svg("line", { x1, y1, x2, y2, style: `stroke:var(--${strong ? "axis" : "grid"});stroke-width:1` });
    const number = "font-variant-numeric:tabular-nums";
    for (const value of ticksOf(across, x, Math.max(3, width / 80))) {
      const at = x(value);
      group.append(rule(at, MARGIN.top, at, base, value === 0 && !across.log));
      group.append(svg("text", { x: at, y: base + 16, "text-anchor": "middle", style: number }, text(across, value)));
    }
    for (const value of ticksOf(up, y, Math.max(3, height / 55))) {
      const at = y(value);
      group.append(rule(MARGIN.left, at, width - MARGIN.right, at, value === 0 && !up.log));
      group.append(
        svg("text", { x: MARGIN.left - 7, y: at + 4, "text-anchor": "end", style: number }, text(up, value)),
      );
    }
    const name = "font-weight:600";
    group.append(
      svg("text", { x: width - MARGIN.right, y: height - 3, "text-anchor": "end", style: name }, across.label),
    );
    if (up.label) group.append(svg("text", { x: MARGIN.left + 7, y: MARGIN.top + 11, style: name }, up.label));
    return group;
  }
}

function scale({ domain, log }: Axis, range: readonly [number, number]): Scale {
  return (log ? scaleLog() : scaleLinear()).domain(domain).range(range);
}

function ticksOf({ ticks, log, domain }: Axis, scale: Scale, count: number): readonly number[] {
  if (ticks) return ticks.filter((value) => value >= domain[0] && value <= domain[1]);
  if (!log) return scale.ticks(Math.min(count, 12));
  const [low, high] = domain.map((value) => Math.log10(value)) as [number, number];
  const step = Math.max(1, Math.ceil((high - low) / count));
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
}

function text({ format, log }: Axis, value: number): string {
  if (format) return format(value);
  if (log) return `1e${Math.round(Math.log10(value))}`.replace("-", "−");
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

function curve({ runs, colour, dash, width = 2.5, opacity }: Line, x: Scale, y: Scale): SVGElement {
  // Far outside, browsers draw long dashed lines slowly.
  const near = (at: number) => Math.max(-5000, Math.min(5000, at));
  const path = line<Point>(
    (point) => x(point.x),
    (point) => near(y(point.y)),
  )
    .digits(2)
    .defined((point) => Number.isFinite(point.y));
  const style = [
    `fill:none;stroke:var(--${colour});stroke-width:${width};stroke-linejoin:round;stroke-linecap:round`,
    dash && `stroke-dasharray:${dash}`,
    opacity !== undefined && `opacity:${opacity}`,
  ];
  return svg("path", { d: runs.map((run) => path(run) ?? "").join(""), style: style.filter(Boolean).join(";") });
}

const within =
  ({ x, y }: Picture) =>
  (point: Point) =>
    point.x >= x.domain[0] && point.x <= x.domain[1] && point.y >= y.domain[0] && point.y <= y.domain[1];

const dot = (colour: string, x: Scale, y: Scale) => (point: Dot) =>
  svg("circle", {
    cx: x(point.x),
    cy: y(point.y),
    r: 3.6,
    style: `fill:var(--${point.filled ? colour : "card"});stroke:var(--${colour});stroke-width:1.8`,
  });

function hatch(id: string): SVGElement {
  const attributes = { id: `${id}-hatch`, width: 7, height: 7, patternUnits: "userSpaceOnUse" };
  const stroke = svg("line", { x1: 0, y1: 0, x2: 0, y2: 7, style: "stroke:var(--soft);stroke-width:1.6" });
  return svg("pattern", { ...attributes, patternTransform: "rotate(45)" }, stroke);
}
