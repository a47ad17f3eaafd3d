import { Failure } from "../core/failure.js";
import { printLine } from "../core/streams.js";
import { amount, json } from "../core/text.js";
import { SIZES } from "../io/element-types.js";
import { mergeParts, partsOf } from "../shards/merge.js";
import { MOST_SHARDS } from "../shards/shard.js";
import { ARRAY_FILE, positiveNumber } from "./arguments.js";
import type { Command } from "./command.js";
import { progressBar } from "./progress.js";

const OPTIONS = {
  copies: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  overwrite: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  removeParts: { type: "boolean" },
  shards: { type: "string" },
} as const;

export const merge: Command = {
  options: OPTIONS,
  operands: [ARRAY_FILE],
  summary: "joins the parts that the shards of apply have made",
  help: `lanewise merge OUT [options]

  OUT                the .npy file that "lanewise apply OP IN OUT --shard I/N" made parts of
  --shards N         the parts to join, where there are parts of several runs
  --copies           the shards read copies of the input: do not compare when they were changed
  --remove-parts     delete the parts when OUT is whole
  --overwrite        replace OUT if it is there
  --json             a summary for programs
  -q, --quiet        no summary and no progress
  -h, --help         this text

All parts have to be there, of one command and one input, with the bytes that were written:
each has its checksum in the .json file next to it. OUT gets its name when it is whole.
`,
  async run({ values, positionals }, { stdout, stderr }) {
    const [output, ...others] = positionals;
    if (output === undefined || others.length > 0) {
      throw new Failure("expected OUT: lanewise merge y.npy; see --help", 2);
    }
    const begin = performance.now();
    const shards = values.shards === undefined ? undefined : positiveNumber("shards", values.shards);
    if (shards !== undefined && shards > MOST_SHARDS) {
      throw new Failure(`--shards expected at most ${MOST_SHARDS}, got ${shards}`, 2);
    }
    const parts = await partsOf(output, { shards, copies: values.copies === true });
    const { job } = parts.manifests[0]!;
    const { shape, type } = job.result;
    const progress = values.quiet ? undefined : await progressBar(stderr, parts.bytes / SIZES[type], SIZES[type]);
    try {
      await mergeParts(output, parts, {
        overwrite: values.overwrite === true,
        removeParts: values.removeParts === true,
        ...(progress && { onProgress: progress.update }),
      });
    } finally {
      progress?.stop();
    }
    const seconds = (performance.now() - begin) / 1000;
    const { length: count } = parts.manifests;
    if (values.json) {
      await printLine(stdout, json({ function: job.function, output, shape, type, shards: count, seconds }));
    } else if (!values.quiet) {
      const rate = seconds > 0.1 ? `, ${amount(parts.bytes / seconds)}/s` : "";
      const what = `${job.function}, shape (${shape.join(", ")}) of ${type}`;
      await printLine(stdout, `${output}: ${what}, from ${count} parts, ${seconds.toFixed(2)} s${rate}`);
    }
  },
};
