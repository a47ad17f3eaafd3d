import { functions } from "../../catalogue/functions.js";
import { Failure } from "../core/failure.js";
import { peakMemory } from "../core/memory.js";
import { printLine, type Streams } from "../core/streams.js";
import { amount, json } from "../core/text.js";
import { SIZES } from "../io/element-types.js";
import { severalThreads, singleThread } from "../pipeline/engine.js";
import { isApplicable, namesOf } from "../pipeline/operation.js";
import { type Plan, plan, type Request } from "../pipeline/plan.js";
import { runShard } from "../shards/part.js";
import { shardFrom } from "../shards/selection.js";
import type { Shard } from "../shards/shard.js";
import { ARRAY_FILE, type Given, positiveNumber, SLOPES } from "./arguments.js";
import type { Command } from "./command.js";
import { progressBar } from "./progress.js";
import { requestOf } from "./request.js";

const FIXED = {
  axis: { type: "string" },
  columns: { type: "string" },
  derivative: { type: "boolean" },
  dtype: { type: "string", value: { words: Object.keys(SIZES) } },
  grad: { type: "string", value: ARRAY_FILE },
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  overwrite: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  shape: { type: "string" },
  shard: { type: "string", value: { words: ["auto"] } },
  shards: { type: "string" },
  threads: { type: "string" },
  training: { type: "boolean" },
} as const;

const PARAMETERS = [
  ...new Set([SLOPES, ...functions.flatMap(({ spec }) => Object.keys(spec.parameters ?? {}))]),
].sort();

const OPTIONS = {
  ...Object.fromEntries(PARAMETERS.map((name) => [name, { type: "string" } as const])),
  [SLOPES]: { type: "string", value: ARRAY_FILE } as const,
  ...FIXED,
};

const MOST_THREADS = 256;

export const apply: Command = {
  options: OPTIONS,
  operands: [{ words: namesOf(functions.filter(isApplicable)) }, ARRAY_FILE, ARRAY_FILE],
  summary: "a function on the numbers of a file or of stdin",
  help: `lanewise apply OP IN OUT [options]

  OP                 a function, or a formula: "x * tanh(softplus(x))"
  IN, OUT            .npy files of any size; - is stdin or stdout: raw little-endian
                     values. Integers and other orders of bytes are converted
  --PARAMETER V      a parameter of the function: --alpha 0.5, --negative-slope 0.2
                     ("lanewise describe OP" lists them; prelu: --alpha takes a file, too)
  --derivative       f′(x) instead of f(x); elementwise functions only
  --grad DY.npy      dy·f′(x), the gradient, for a dy of the shape of f(x)
  --axis K           the dimension to work along, negative from the end; default the last
  --training         rrelu: a slope for each element, by --seed and its index
  --dtype TYPE       f16, f32 or f64 (float32 …): the type of OUT; default the type of IN.
                     Of stdin: the type of its values, which has to be given
  --columns N        of stdin: rows of N values
  --shape A,B,…      of stdin: the sizes of the dimensions after the first
  --shard I/N        compute part I, from 0 on, of N parts: "lanewise merge OUT" joins them.
                     auto: the one that the variables of Slurm, PBS, LSF, Grid Engine,
                     Kubernetes, AWS Batch or Cloud Run say
  --shards N         how many parts, for --shard auto where the scheduler does not say it
  --threads N        compute in N threads; default 1
  --overwrite        replace OUT if it is there
  --json             a summary for programs
  -q, --quiet        no summary and no progress
  -h, --help         this text
  --                 no more options: names that begin with "-" may follow

OUT gets its name when it is whole: a run that fails or is stopped leaves nothing.
`,
  async run({ values, positionals }, streams) {
    const request = requestOf(values, positionals, PARAMETERS);
    const path = positionals[2]!;
    const threads = threadsOf(values);
    const shard = shardOf(values, streams);
    const planned = await plan(request, streams);
    try {
      const engine = threads === 1 ? singleThread() : await severalThreads(threads);
      try {
        const output = { path, overwrite: values.overwrite === true, engine };
        await run(request, planned, output, { shard, values, streams });
      } finally {
        engine.close();
      }
    } finally {
      await planned.close();
    }
  },
};

interface Surroundings {
  readonly shard: Shard | undefined;
  readonly values: Given;
  readonly streams: Streams;
}

async function run(
  request: Request,
  planned: Plan,
  output: Parameters<Plan["run"]>[0],
  { shard, values, streams }: Surroundings,
): Promise<void> {
  const { path, engine } = output;
  const begin = performance.now();
  const share = shard && planned.elements !== undefined ? planned.elements / shard.count : planned.elements;
  const progress = values.quiet ? undefined : await progressBar(streams.stderr, share, SIZES[planned.type]);
  try {
    const observed = { ...output, onProgress: progress?.update };
    const made = shard
      ? await runShard(planned, request, shard, observed)
      : { path, kept: false, ...(await planned.run(observed)) };
    progress?.stop();
    const done = { ...made, seconds: (performance.now() - begin) / 1000 };
    // Values on stdout are not to be mixed with anything.
    const stream = path === "-" ? streams.stderr : streams.stdout;
    if (values.json) await printLine(stream, json(summary(request, planned, engine.threads, shard, done)));
    else if (!values.quiet) await printLine(stream, sentence(planned, done));
  } finally {
    progress?.stop();
  }
}

interface Done {
  readonly path: string;
  readonly kept: boolean;
  readonly elements: number;
  readonly shape: readonly number[];
  readonly seconds: number;
}

function threadsOf({ threads }: Given): number {
  const count = threads === undefined ? 1 : positiveNumber("threads", threads);
  if (count > MOST_THREADS) throw new Failure(`--threads expected from 1 to ${MOST_THREADS}, got ${count}`, 2);
  return count;
}

function shardOf({ shard, shards }: Given, { env }: Streams): Shard | undefined {
  const count = shards === undefined ? undefined : positiveNumber("shards", shards);
  return shardFrom(typeof shard === "string" ? shard : undefined, count, env);
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
    bytesPerSecond: Math.round((elements * SIZES[type]) / Math.max(seconds, 1e-6)),
    peakBytes: peakMemory(),
  };
}
