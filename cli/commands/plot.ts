import { curvesOf } from "../../catalogue/curves.js";
import { functions } from "../../catalogue/functions.js";
import { pictureOf, rangeOf } from "../../catalogue/plot.js";
import { Failure } from "../core/failure.js";
import { print, printLine } from "../core/streams.js";
import { fileSink } from "../io/sink.js";
import { targetAt } from "../io/target.js";
import { find, namesOf } from "../pipeline/operation.js";
import type { Command } from "./command.js";
import { diagram } from "./diagram.js";

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  output: { type: "string", short: "o", value: { files: ".svg" } },
  overwrite: { type: "boolean" },
} as const;

export const plot: Command = {
  options: OPTIONS,
  operands: [{ words: namesOf(functions) }],
  repeats: true,
  summary: "pictures of functions and their derivatives",
  help: `lanewise plot OP… [-o FILE.svg]

  OP                 a function, or a formula: "x * tanh(exp(x))"
  -o, --output FILE  an SVG, .svg, or - for stdout; without, dots on the terminal
  --overwrite        replace FILE if it is there
  -h, --help         this text
`,
  async run({ values, positionals }, { stdout }) {
    if (positionals.length === 0) throw new Failure("expected functions: lanewise plot gelu silu -o gated.svg", 2);
    const list = positionals.map(find);
    const { output } = values;
    if (typeof output === "string") {
      if (output === "-") return print(stdout, pictureOf(list).trimEnd());
      await save(output, values.overwrite === true, () => pictureOf(list));
      return printLine(stdout, output);
    }
    for (const f of list) {
      const { value, derivative, titles } = curvesOf(f)!;
      for (const [i, curves] of [value, derivative].entries()) {
        await print(stdout, `       ${titles[i]}\n${diagram(curves, rangeOf(curves))}\n`);
      }
    }
  },
};

async function save(path: string, overwrite: boolean, picture: () => string): Promise<void> {
  if (!/\.svg$/i.test(path)) {
    throw new Failure(
      `${path}: pictures are SVG: expected a name that ends with .svg; rsvg-convert makes others of it`,
      2,
    );
  }
  const file = await fileSink(await targetAt(path, overwrite));
  try {
    await file.write(Buffer.from(picture()), 0);
    await file.finish();
  } catch (cause) {
    await file.abandon();
    throw cause;
  }
}
