import type { Parameter, ShapedSpec } from "lanewise";
import { curvesOf } from "../../catalogue/curves.js";
import { type AnyFunction, type Drawable, functions, isFormula, isKind } from "../../catalogue/functions.js";
import { rangeOf } from "../../catalogue/plot.js";
import { Failure } from "../core/failure.js";
import { print } from "../core/streams.js";
import { json } from "../core/text.js";
import { find, namesOf } from "../pipeline/operation.js";
import type { Command } from "./command.js";
import { diagram } from "./diagram.js";
import { description } from "./list.js";

export const describe: Command = {
  options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" } },
  operands: [{ words: namesOf(functions) }],
  summary: "a function: formula, parameters, errors, a picture",
  help: `lanewise describe OP [--json]

  OP                 a function, or a formula: "x / sqrt(1 + x ** 2)"
  --json             without the picture, for programs
  -h, --help         this text
`,
  async run({ values, positionals }, { stdout }) {
    const [name, ...others] = positionals;
    if (name === undefined || others.length > 0) throw new Failure("expected one function: lanewise describe gelu", 2);
    const f = find(name);
    await print(stdout, values.json ? json(description(f), 2) : page(f));
  },
};

function page(f: Drawable): string {
  const lines = isFormula(f)
    ? ([
        ["formula", f.spec.formula],
        ["derivative", f.spec.derivative],
      ] as const)
    : linesOf(f);
  const width = Math.max(...lines.map(([left]) => left.length));
  const text = lines.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
  const { value, titles } = curvesOf(f)!;
  return [...text, "", `       ${titles[0]}`, diagram(value, rangeOf(value))].join("\n");
}

function linesOf(f: AnyFunction): readonly (readonly [string, string])[] {
  const { spec } = f;
  return [
    [[spec.name, ...spec.aliases].join(" = "), spec.formula],
    "derivative" in spec ? ["derivative", spec.derivative] : ["gradient", spec.gradient],
    ...parameters(f),
    ["largest error", errors(f)],
    ["source", spec.source],
  ];
}

function parameters({ spec }: AnyFunction): [string, string][] {
  const slopes: [string, string][] =
    spec.kind === "prelu" ? [["alpha", "One slope, or one for each index along the axis, dimensionless"]] : [];
  const named = Object.entries<Parameter>(spec.parameters ?? {}).map(
    ([name, { description, default: preset, range }]) => {
      const about = preset === undefined ? "no default" : `default ${preset}`;
      return [name, `${description.replace(/\.$/, "")}; ${about}; ${range.text}`] as [string, string];
    },
  );
  return [...slopes, ...named];
}

function ofShaped({ f32, f64, scope }: ShapedSpec["errorBounds"]["gradient"]): string {
  return `${f32} ULP in f32, ${f64} in f64${scope ? `, ${scope}` : ""}`;
}

/** In units in the last place. */
function errors(f: AnyFunction): string {
  if (!isKind(f, "elementwise")) {
    const { gradient, ...value } = f.spec.errorBounds;
    return `value ${ofShaped(value)}; gradient ${ofShaped(gradient)}`;
  }
  const { f32, f64, absolute } = f.spec.errorBounds;
  const of = (which: "value" | "derivative") => {
    const least = absolute?.[which] ? ", a unit being at least the unit of 1/2" : "";
    return `${f32[which]} ULP in f32, ${f64[which]} in f64${least}`;
  };
  return `value ${of("value")}; derivative ${of("derivative")}`;
}
