import { functions } from "../../catalogue/functions.js";
import { type Plan, plan, type Request } from "../apply.js";
import { type Given, number, parse, positiveNumber, wholeNumber } from "../arguments.js";
import { severalThreads, singleThread } from "../engine.js";
import { Failure } from "../failure.js";
import { SIZES } from "../npy.js";
import { runShard } from "../part.js";
import { progressBar } from "../progress.js";
import { type Shard, shardFrom } from "../shard.js";
import { amount } from "../text.js";
import type { Command } from "./command.js";

const FIXED = {
  axis: { type: "string" },
  columns: { type: "string" },
  derivative: { type: "boolean" },
  dtype: { type: "string" },
  grad: { type: "string" },
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  overwrite: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  shape: { type: "string" },
  shard: { type: "string" },
  shards: { type: "string" },
  threads: { type: "string" },
  training: { type: "boolean" },
} as const;

const PARAMETERS = [
  ...new Set(["alpha", ...functions.flatMap(({ spec }) => Object.keys(spec.parameters ?? {}))]),
].sort();

export const APPLY_OPTIONS = {
  ...Object.fromEntries(PARAMETERS.map((name) => [name, { type: "string" } as const])),
  ...FIXED,
};

export const apply: Command = {
  summary: "a function on the numbers of a file or of stdin",
  help: `lanewise apply OP IN OUT [options]

  IN, OUT            .npy files (float32 or float64, little-endian), of any size;
                     - is stdin or stdout: raw little-endian values
  --PARAMETER V      a parameter of the function: --alpha 0.5, --negative-slope 0.2
                     ("lanewise describe OP" lists them; prelu: --alpha takes a file, too)
  --derivative       f′(x) instead of f(x); elementwise functions only
  --grad DY.npy      dy·f′(x), the gradient, for a dy of the shape of f(x)
  --axis K           the dimension to work along, negative from the end; default the last
  --training         rrelu: a slope for each element, by --seed and its index
  --dtype f32|f64    the type to compute in and to write; default that of IN.
                     Of stdin: the type of its values, which has to be given
  --columns N        of stdin: rows of N values
  --shape A,B,…      of stdin: the sizes of the dimensions behind the first
  --shard I/N        compute part I, from 0 on, of N parts: "lanewise merge OUT" joins them.
                     auto: which one the variables of Slurm, Kubernetes, AWS Batch
                     or Cloud Run say
  --shards N         how many parts, for --shard auto in Kubernetes
  --threads N        compute in N threads; default 1
  --overwrite        replace OUT if it is there
  --json             a summary for programs
  -q, --quiet        no summary and no progress
  -h, --help         this text

OUT gets its name when it is whole: a run that fails or is stopped leaves nothing.
`,
  async run(args) {
    const { values, positionals } = parse(args, APPLY_OPTIONS, true);
    const request = requestOf(values, positionals);
    const path = positionals[2]!;
    const threads = values.threads === undefined ? 1 : positiveNumber("threads", values.threads);
    const shard = shardOf(values);
    const planned = await plan(request);
    const engine = threads === 1 ? singleThread() : await severalThreads(threads);
    const begin = performance.now();
    const share = shard && planned.elements !== undefined ? planned.elements / shard.count : planned.elements;
    const progress = values.quiet ? undefined : progressBar(share, SIZES[planned.type]);
    try {
      const output = { path, overwrite: values.overwrite === true, engine, onProgress: progress?.update };
      const made = shard
        ? await runShard(planned, request, shard, output)
        : { path, kept: false, ...(await planned.run(output)) };
      progress?.stop();
      const done = { ...made, seconds: (performance.now() - begin) / 1000 };
      // What is written to stdout is not to be mixed with anything.
      const print = path === "-" ? console.error : console.log;
      if (values.json) print(JSON.stringify(summary(request, planned, threads, shard, done)));
      else if (!values.quiet) print(sentence(planned, done));
    } finally {
      progress?.stop();
      await planned.close();
      engine.close();
    }
  },
};

interface Done {
  readonly path: string;
  readonly kept: boolean;
  readonly elements: number;
  readonly shape: readonly number[];
  readonly seconds: number;
}

function shardOf({ shard, shards }: Given): Shard | undefined {
  const count = shards === undefined ? undefined : positiveNumber("shards", shards);
  return shardFrom(typeof shard === "string" ? shard : undefined, count, process.env);
}

/** The request of a command line. */
export function requestOf(values: Given, [op, input, output, ...others]: readonly string[]): Request {
  if (op === undefined || input === undefined || output === undefined || others.length > 0) {
    throw new Failure("expected OP IN OUT: lanewise apply gelu x.npy y.npy; see --help", 2);
  }
  const { dtype, columns, shape, grad, axis, alpha } = values;
  if (dtype !== undefined && dtype !== "f32" && dtype !== "f64") {
    throw new Failure(`--dtype expected f32 or f64, got "${dtype}"`, 2);
  }
  if (input !== "-" && (columns ?? shape) !== undefined) {
    throw new Failure("--columns and --shape are of stdin: a file has its own shape", 2);
  }
  if (columns !== undefined && shape !== undefined) throw new Failure("give --columns or --shape, not both", 2);
  const slopes = op === "prelu" && typeof alpha === "string" ? { alpha: slopesOf(alpha) } : {};
  const parameters = PARAMETERS.filter((name) => values[name] !== undefined && !(name in slopes)).map((name) => [
    name,
    number(name, String(values[name])),
  ]);
  return {
    op,
    input,
    ...slopes,
    parameters: Object.fromEntries(parameters),
    derivative: values.derivative === true,
    training: values.training === true,
    ...(typeof grad === "string" && { grad }),
    ...(axis !== undefined && { axis: wholeNumber("axis", axis) }),
    ...(dtype !== undefined && { dtype }),
    ...(columns !== undefined && { shape: [positiveNumber("columns", columns)] }),
    ...(typeof shape === "string" && { shape: shape.split(",").map((size) => positiveNumber("shape", size.trim())) }),
  };
}

function slopesOf(text: string): number | string {
  return text === "NaN" || Number.isNaN(Number(text)) ? text : Number(text);
}

function sentence({ name, type }: Plan, { path, kept, elements, shape, seconds }: Done): string {
  if (kept) return `${path}: ${name}, there already`;
  const rate = seconds > 0.1 ? `, ${amount((elements * SIZES[type]) / seconds)}/s` : "";
  const where = path === "-" ? "" : `${path}: `;
  return `${where}${name}, shape (${shape.join(", ")}) of ${type}, ${seconds.toFixed(2)} s${rate}`;
}

function summary(
  request: Request,
  { name, type, shape }: Plan,
  threads: number,
  shard: Shard | undefined,
  { path, kept, elements, seconds, shape: outputShape }: Done,
): object {
  const { input, parameters, axis, alpha, grad } = request;
  return {
    function: name,
    parameters: alpha === undefined ? parameters : { alpha },
    axis,
    type,
    input,
    inputShape: shape,
    grad,
    output: path,
    outputShape,
    ...(shard && { shard, kept }),
    elements,
    threads,
    seconds,
    bytesPerSecond: Math.round((elements * SIZES[type]) / seconds),
    // In kilobytes of 1024.
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}
