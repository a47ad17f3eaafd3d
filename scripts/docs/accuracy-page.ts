import type { Elementwise, ShapedSpec } from "lanewise";
import type { Doubles } from "../../accuracy/doubles.js";
import { errorOf, falls, place, share, ulps } from "../../accuracy/format.js";
import { SUBJECTS } from "../../accuracy/formula-sweep.js";
import type { Peers } from "../../accuracy/peers.js";
import type { Figures, Section } from "../../accuracy/record.js";
import type { Member } from "../../accuracy/shaped/calls.js";
import { boundOf, type Errors } from "../../accuracy/shaped/measure.js";
import type { Singles } from "../../accuracy/singles.js";
import { DIRECTIONS, type Direction, type ElementType, subjects } from "../../accuracy/subjects.js";
import type { Tally, Worst } from "../../accuracy/tally.js";
import { heading } from "../../bench/report.js";
import { functionNamed } from "../../catalogue/functions.js";
import { markdownTable } from "./markdown.js";

const MEMBERS: readonly Member[] = ["value", "gradient", "gradAlpha"];

/** docs/accuracy.md, from the figures in docs/accuracy.json. */
export function accuracyPage({ f32, f64, peers, formulas, shaped }: Figures): string {
  return [HEAD, singles(f32), ofFormulas(formulas), others(f32, peers), PUBLISHED, doubles(f64), shapedErrors(shaped)]
    .join("\n\n")
    .concat("\n");
}

const HEAD = `# Accuracy

Made by \`npm run docs\` from [accuracy.json](accuracy.json), which \`npm run accuracy\` makes.

- **Error**: |got − exact| in units in the last place (ULP) of the exact result, rounding included, so 0.5 is
  perfect; figures are rounded up. For a result below the smallest normal number, a unit is the spacing of the
  subnormal numbers, and the result may be 0. If the bound has a star, a unit is at least 2⁻²⁴ (f32) or 2⁻⁵³ (f64).
- **Rounded**: the share of results that are the number nearest to the exact result. **Others**: how many of all results
  are not, numbers below the smallest normal one that became 0 among them. [lanewise/exact](exact.md) rounds correctly.
- **Falls**: how often a monotone function turns back from one number to the next, and by how many ULP at most.
- **Parameters** have their defaults, unless the row says otherwise.
- **Exact**: for f32, the float64 reference in \`test/reference/index.ts\`, which is within 3 float64 ULP of values
  computed at 90 digits; for f64, the definitions in \`accuracy/exact.ts\` at 60 digits.`;

const PUBLISHED = `## f32: bounds that others publish

In ULP, as their authors state them; for XNNPACK, which states none, as all inputs of \`bench/rivals/xnnpack.ts\` give it. The libraries of mathematics have no sigmoid, silu, gelu or mish, and no derivatives.

| Library | Bound | Source |
| --- | --- | --- |
| CORE-MATH, scalar C | 0.5, correctly rounded: exp, expm1, log1p, tanh, erf, erfc … | <https://core-math.gitlabpages.inria.fr/> |
| LLVM libc, scalar C++ | 0.5, the aim by default; consistent on all platforms | <https://libc.llvm.org/headers/math/> |
| Arm Optimized Routines, AdvSIMD | exp 1.95, tanh 2.58, erf 1.93, log1p 1.63; \`cr_expf\` 0.5 | <https://github.com/ARM-software/optimized-routines>, \`math/aarch64/advsimd/\` |
| SLEEF | 1.0 and 3.5, two versions of most functions | <https://sleef.org/> |
| Highway | exp 1, log1p 2, expm1 4, tanh 4 | <https://github.com/google/highway>, \`hwy/contrib/math/math-inl.h\` |
| Intel oneMKL, vector mathematics | 1 (high accuracy), 4 (low accuracy) | <https://www.intel.com/content/www/us/en/docs/onemkl/developer-reference-vector-math-performance-accuracy-data/2021-1/overview.html> |
| glibc, vector functions | 4 | <https://sourceware.org/glibc/wiki/libmvec> |
| XNNPACK, newest kernels | tanh 6.9; gelu 4.7 above −1, and 0 from −5.12 down | <https://github.com/google/XNNPACK>, \`src/f32-vtanh\`, \`src/f32-vgelu\` |
| WebNN, tolerances of its tests | sigmoid 34, gelu 18, softplus 18, elu 18, tanh 16, softsign 3 | <https://github.com/web-platform-tests/wpt>, \`webnn/resources/utils.js\` |`;

function singles(section: Section<Singles> | undefined): string {
  const header = ["Function", "Value, ULP", "at x", "bound", "rounded", "others", "falls"];
  const slopes = ["Derivative, ULP", "at x", "bound", "rounded", "others", "falls"];
  const cells = (f: Elementwise, direction: Direction) => {
    const tally = section?.functions[f.spec.name]?.[direction];
    if (!tally) return ["", "", bound(f, "f32", direction), "", "", ""];
    return [
      errorOf(tally.worst),
      place(tally.worst),
      bound(f, "f32", direction),
      `${share(tally)}%`,
      String(tally.inputs - tally.rounded),
      tally.monotone ? falls(tally) : "",
    ];
  };
  return [
    "## f32: every input",
    about(section, "All 2³² inputs of each function and its derivative"),
    violations(section),
    table([...header, ...slopes], (f) => [
      label(f, section?.functions[f.spec.name]?.parameters),
      ...DIRECTIONS.flatMap((direction) => cells(f, direction)),
    ]),
  ].join("\n\n");
}

/** The functions that formulas have besides. */
function ofFormulas(section: Section<Tally> | undefined): string {
  const rows = Object.entries(SUBJECTS).flatMap(([name, { bound }]) => {
    const tally = section?.functions[name];
    if (!tally) return [];
    const { worst, inputs, rounded } = tally;
    return [[`\`${name}\``, errorOf(worst), place(worst), String(bound), `${share(tally)}%`, String(inputs - rounded)]];
  });
  return [
    "## f32: functions of formulas",
    about(section, "All 2³² inputs of functions that [formulas](formulas.md) have besides, against float64"),
    markdownTable(["Function", "Value, ULP", "at x", "bound", "rounded", "others"], rows),
  ].join("\n\n");
}

/** Counts of results that must never occur. */
function violations(section: Section<Singles> | undefined): string {
  const tallies = Object.values(section?.functions ?? {}).flatMap(({ value, derivative }) => [value, derivative]);
  const total = (key: "beyond" | "signs" | "numbers") => tallies.reduce((sum, tally) => sum + tally[key], 0);
  return `Results outside the function's range: ${total("beyond")}. Results of the wrong sign: ${total("signs")}. Results other than NaN for NaN: ${total("numbers")}.`;
}

function others(ours: Section<Singles> | undefined, section: Section<Peers> | undefined): string {
  const titles = [...new Set(Object.values(section?.functions ?? {}).flatMap((tallies) => Object.keys(tallies)))];
  const cell = (tally: Tally | undefined) => (tally ? `${at(tally.worst)}${tally.numbers > 0 ? " ⁿ" : ""}` : "");
  return [
    "## f32: compared with other libraries",
    about(section, "The largest error of the value, and its x, on eight million inputs; for lanewise, on all inputs"),
    `Plain JavaScript is the usual formula with \`Math\`, in float64 (\`accuracy/plain.ts\`). The libraries use their own
operator, or the composition of operators that their users write (\`bench/peers/\`). From about 10⁷ ULP on, no digit of
the result is right: it is 0, for example, and should not be. ∞: the result is not a finite number. ⁿ: NaN in x
does not give NaN.`,
    table(["Function", "lanewise", ...titles], (f) => {
      const tallies = section?.functions[f.spec.name];
      return [label(f), cell(ours?.functions[f.spec.name]?.value), ...titles.map((title) => cell(tallies?.[title]))];
    }),
  ].join("\n\n");
}

function doubles(section: Section<Doubles> | undefined): string {
  const cells = (f: Elementwise, direction: Direction) => {
    const worst = section?.functions[f.spec.name]?.[direction].worst;
    return [worst ? errorOf(worst) : "", worst && worst.ulp > 0 ? String(worst.x) : "", bound(f, "f64", direction)];
  };
  return [
    "## f64: observed",
    about(
      section,
      "The largest errors found among about ten million inputs of each function and derivative, and by a climb from the worst of them",
    ),
    `The inputs are spread over all powers of two, and dense near the points where formulas change. The results
farthest from float64 are judged at 60 digits. A search proves nothing: larger errors may exist.`,
    table(["Function", "Value, ULP", "at x", "bound", "Derivative, ULP", "at x", "bound"], (f) => [
      label(f, section?.functions[f.spec.name]?.parameters),
      ...DIRECTIONS.flatMap((direction) => cells(f, direction)),
    ]),
  ].join("\n\n");
}

/** Functions of rows, of halves and of several operands. */
function shapedErrors(section: Section<Errors> | undefined): string {
  const header = ["Function", "f32, ULP", "bound", "f64, ULP", "bound", "results", "where that is more, a unit is"];
  const rows = (Object.entries(section?.functions ?? {}) as [string, Errors][]).flatMap(([name, errors]) => {
    const spec = functionNamed(name).spec as ShapedSpec;
    return MEMBERS.filter((member) => errors.f32[member]).map((member) => {
      const { scope = "" } = member === "value" ? spec.errorBounds : spec.errorBounds[member]!;
      const { f32, f64 } = { f32: errors.f32[member]!, f64: errors.f64[member]! };
      const cells = [f32.error, boundOf(spec, "f32", member), f64.error, boundOf(spec, "f64", member)];
      const title = member === "value" ? `\`${name}\`` : `\`${name}.${member === "gradient" ? "grad" : member}\``;
      const [single, boundSingle, double, boundDouble] = cells as [number, number, number, number];
      return [
        ...[title, ulps(single), String(boundSingle), ulps(double), String(boundDouble)],
        ...[String(f32.results + f64.results), scope.replaceAll("|", "\\|")],
      ];
    });
  });
  return [
    "## Shaped functions and their gradients",
    about(section, "The largest errors found in rows of 1 to 65,536 elements"),
    `Rows are random, tied, masked with −∞ or have one element far above the others, and their largest and smallest elements
are 1 to 100 apart; the axis is the last or the first. Results are compared with the definitions at 60 digits, in the form
without cancellation (\`accuracy/shaped/terms.ts\`). A search proves nothing: larger errors may exist. Longer ones, with other
numbers (\`npm run accuracy:shaped -- --seed 1\`), have found the errors that the bounds leave room for.`,
    markdownTable(header, rows),
  ].join("\n\n");
}

function about(section: Section<unknown> | undefined, what: string): string {
  const functions = Object.entries(section?.later ?? {}).map(([name, { commit }]) => `\`${name}\` at ${commit}`);
  const later = functions.length > 0 ? ` Measured later: ${functions.join(", ")}.` : "";
  return `${what}.${section ? ` ${heading(section.environment)}.${later}` : ""}`;
}

function table(header: readonly string[], row: (f: Elementwise) => readonly string[]): string {
  const rule = header.map((_, i) => (i === 0 ? "---" : "---:"));
  return [header, rule, ...[...subjects.values()].map(row)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The name, with the values of parameters that have no default. */
function label({ spec }: Elementwise, values: Readonly<Record<string, number>> = {}): string {
  const parameters = Object.entries(spec.parameters as Readonly<Record<string, { readonly default?: number }>>);
  const chosen = parameters.filter(([name, parameter]) => parameter.default === undefined && name in values);
  return [`\`${spec.name}\``, ...chosen.map(([name]) => `${name} ${values[name]}`)].join(", ");
}

function bound({ spec }: Elementwise, type: ElementType, direction: Direction): string {
  const { absolute, [type]: bounds } = spec.errorBounds;
  return `${bounds[direction]}${absolute?.[direction] ? "\\*" : ""}`;
}

function at(worst: Worst): string {
  return worst.ulp === 0 ? "0" : `${errorOf(worst)} at ${place(worst)}`;
}
