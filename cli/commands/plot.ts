import { curvesOf } from "../../catalogue/curves.js";
import { pictureOf, rangeOf } from "../../catalogue/plot.js";
import { parse } from "../arguments.js";
import { diagram } from "../diagram.js";
import { Failure } from "../failure.js";
import { find } from "../operation.js";
import { checkTarget, openFile } from "../sink.js";
import type { Command } from "./command.js";

export const plot: Command = {
  summary: "pictures of functions and their derivatives",
  help: `lanewise plot OP… [-o FILE.svg]

  -o, --output FILE  an SVG; without, dots on the terminal
  --overwrite        replace FILE if it is there
  -h, --help         this text
`,
  async run(args) {
    const options = { output: { type: "string", short: "o" }, overwrite: { type: "boolean" } } as const;
    const { values, positionals } = parse(args, options, true);
    if (positionals.length === 0) throw new Failure("expected functions: lanewise plot gelu silu -o gated.svg", 2);
    const list = positionals.map(find);
    const { output } = values;
    if (typeof output === "string") {
      await checkTarget(output, values.overwrite === true);
      const file = await openFile(output, {});
      await file.write(Buffer.from(pictureOf(list)), 0);
      await file.finish();
      console.log(output);
      return;
    }
    for (const f of list) {
      const { value, derivative, titles } = curvesOf(f)!;
      for (const [i, curves] of [value, derivative].entries()) {
        console.log(`       ${titles[i]}\n${diagram(curves, rangeOf(curves))}\n`);
      }
    }
  },
};
