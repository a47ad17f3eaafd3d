import { parse } from "../arguments.js";
import { Failure } from "../failure.js";
import { find } from "../operation.js";
import type { Command } from "./command.js";

const USUAL = ["relu", "sigmoid", "tanh", "gelu", "silu", "softplus", "softmax"];
const LENGTH = 2 ** 16;

export const bench: Command = {
  summary: "the time of functions on this machine, beside plain loops",
  help: `lanewise bench [OP…] [--dtype f32|f64]

  Nanoseconds for each of ${LENGTH} elements: lanewise in a Workspace, with ordinary arrays, and the best
  plain JavaScript loop. Default: ${USUAL.join(", ")}.

  --dtype TYPE       default f32
  --json             the figures for programs
  -h, --help         this text
`,
  async run(args) {
    const { values, positionals } = parse(args, { dtype: { type: "string" }, json: { type: "boolean" } }, true);
    const { dtype: type = "f32" } = values;
    if (type !== "f32" && type !== "f64") throw new Failure(`--dtype expected f32 or f64, got "${type}"`, 2);
    // No other command needs the loops and what times them.
    const [{ cases }, { operands }, { measure }, { figure, table }] = await Promise.all([
      import("../../bench/cases.js"),
      import("../../bench/inputs.js"),
      import("../../bench/measure.js"),
      import("../../bench/report.js"),
    ]);
    const names = (positionals.length > 0 ? positionals : USUAL).map((op) => find(op).spec.name);

    using all = operands(type, LENGTH);
    const results = names.flatMap((name) =>
      cases(name, all).map(({ name, elements, candidates }) => {
        const { workspace, dropIn, plain } = measure(candidates, { rounds: 3, time: 6, warmup: 25 });
        return { name, workspace: workspace.ns / elements, arrays: dropIn.ns / elements, plain: plain.ns / elements };
      }),
    );
    if (values.json) {
      console.log(JSON.stringify(results, null, 2));
      return;
    }
    const rows = results.map(({ name, workspace, arrays, plain }) => [
      name,
      ...[workspace, arrays, plain, plain / workspace].map(figure),
    ]);
    console.log(table([`ns of an element, ${type}`, "Workspace", "arrays", "plain", "plain/Workspace"], rows));
  },
};
