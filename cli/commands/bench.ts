import { functions, isFormula } from "../../catalogue/functions.js";
import { figure, table } from "../../catalogue/table.js";
import { Failure } from "../core/failure.js";
import { print } from "../core/streams.js";
import { json } from "../core/text.js";
import { ARRAYS } from "../io/element-types.js";
import { find, namesOf } from "../pipeline/operation.js";
import type { Command } from "./command.js";
import { typeOf } from "./request.js";

const USUAL = ["relu", "sigmoid", "tanh", "gelu", "silu", "softplus", "softmax"];
const LENGTH = 2 ** 16;

const OPTIONS = {
  dtype: { type: "string", value: { words: Object.keys(ARRAYS) } },
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
} as const;

export const bench: Command = {
  options: OPTIONS,
  operands: [{ words: namesOf(functions) }],
  repeats: true,
  summary: "the time of functions on this machine, compared with plain loops",
  help: `lanewise bench [OP…] [--dtype f32|f64]

  Nanoseconds for each of ${LENGTH} elements: lanewise in a Workspace, with ordinary arrays, and the best
  plain JavaScript loop. Default: ${USUAL.join(", ")}.

  --dtype TYPE       default f32
  --json             the figures for programs
  -h, --help         this text
`,
  async run({ values, positionals }, { stdout }) {
    const type = typeOf(String(values.dtype ?? "f32"));
    if (type === "f16") throw new Failure("--dtype expected f32 or f64: f16 is computed in f32", 2);
    // No other command needs the loops and the timer.
    const [{ cases }, { operands }, { measure }] = await Promise.all([
      import("../../catalogue/timing/cases.js"),
      import("../../catalogue/timing/inputs.js"),
      import("../../catalogue/timing/measure.js"),
    ]);
    const names = (positionals.length > 0 ? positionals : USUAL).map((op) => {
      const f = find(op);
      if (isFormula(f)) throw new Failure(`${op}: expected the name of a function: a formula has no plain loop`, 2);
      return f.spec.name;
    });

    using all = operands(type, LENGTH);
    const results = names.flatMap((name) =>
      cases(name, all).map(({ name, elements, candidates }) => {
        const { workspace, dropIn, plain } = measure(candidates, { rounds: 3, time: 6, warmup: 25 });
        return { name, workspace: workspace.ns / elements, arrays: dropIn.ns / elements, plain: plain.ns / elements };
      }),
    );
    if (values.json) {
      await print(stdout, json(results, 2));
      return;
    }
    const rows = results.map(({ name, workspace, arrays, plain }) => [
      name,
      ...[workspace, arrays, plain, plain / workspace].map(figure),
    ]);
    await print(stdout, table([`ns of an element, ${type}`, "Workspace", "arrays", "plain", "plain/Workspace"], rows));
  },
};
