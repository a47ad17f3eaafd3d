/** A line of a chart: its name, and a value for each step, from the first on. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** True for a vertical axis of powers of ten. */
  readonly logarithmic?: boolean;
}

const COLOURS = ["#2f81f7", "#db6d28", "#2da44e", "#a371f7", "#bf3989", "#9a6700"];
const INK = "#737a83";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 340, 62, 130, 34, 44];
const TICKS = 5;

/** A line chart as SVG: the same numbers give the same bytes. */
export function lineChart(series: readonly Series[], { title, x, y, logarithmic = false }: Axes): string {
  const scaled = (value: number) => (logarithmic ? Math.log10(Math.max(value, 1e-12)) : value);
  const values = series.flatMap((line) => line.values.map(scaled)).filter(Number.isFinite);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  const steps = Math.max(2, ...series.map((line) => line.values.length)) - 1;
  const across = (i: number) => LEFT + (i / steps) * (WIDTH - LEFT - RIGHT);
  const up = (value: number) => HEIGHT - BOTTOM - ((value - low) / span) * (HEIGHT - TOP - BOTTOM);
  const parts = [text(LEFT, 20, title, "start", 14)];
  for (let i = 0; i <= TICKS; i++) {
    const value = low + (span * i) / TICKS;
    parts.push(`<path d="M${LEFT} ${fixed(up(value))}H${WIDTH - RIGHT}" stroke="${INK}" stroke-opacity=".25"/>`);
    const label = logarithmic ? (10 ** value).toExponential(0) : value.toPrecision(3);
    parts.push(text(LEFT - 6, up(value) + 4, label, "end"));
  }
  for (let i = 0; i <= steps; i += Math.ceil(steps / 10)) {
    parts.push(text(across(i), HEIGHT - BOTTOM + 18, String(i + 1), "middle"));
  }
  parts.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, "middle"), text(8, TOP - 2, y, "start"));
  series.forEach((line, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const points = line.values.map((value, at) => `${fixed(across(at))},${fixed(up(scaled(value)))}`).join(" ");
    parts.push(`<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    parts.push(text(WIDTH - RIGHT + 8, TOP + 14 + 18 * i, line.name, "start", 12, colour));
  });
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif">\n${parts.join("\n")}\n</svg>\n`;
}

function text(x: number, y: number, content: string, anchor: string, size = 11, colour = INK): string {
  const escaped = content.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const place = `x="${fixed(x)}" y="${fixed(y)}"`;
  return `<text ${place} text-anchor="${anchor}" font-size="${size}" fill="${colour}">${escaped}</text>`;
}

const fixed = (value: number) => value.toFixed(1);
