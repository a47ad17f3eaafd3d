import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Span } from "./places.js";
import { parametersOf, subjects } from "./subjects.js";
import type { Job } from "./sweep.js";
import { fromJson, type Tally, toJson } from "./tally.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The inputs of a tally: with another binary, reference or way of counting, a run starts over. */
const SOURCES = [
  "../dist/lanewise.wasm",
  "../test/reference/index.ts",
  "../test/reference/arithmetic.ts",
  "../test/reference/gelu.ts",
  "../test/support/ulp.ts",
  "./comparison.ts",
];

/** The finished slices, a line each in `accuracy/.runs/<hash>/slices.jsonl`. */
export class Runs {
  readonly #file: string;
  readonly #known = new Map<string, Tally>();

  constructor() {
    const hash = createHash("sha256");
    for (const source of SOURCES) hash.update(readFileSync(at(source)));
    const folder = at(`./.runs/${hash.digest("hex").slice(0, 16)}`);
    mkdirSync(folder, { recursive: true });
    this.#file = `${folder}/slices.jsonl`;
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, "utf8").split("\n")) this.#read(line);
  }

  find(job: Job, span: Span): Tally | undefined {
    return this.#known.get(keyOf(job, span));
  }

  /** One write of a whole line: after a kill the file has all of it or nothing. */
  add(job: Job, span: Span, tally: Tally): void {
    appendFileSync(this.#file, `${toJson({ key: keyOf(job, span), tally })}\n`);
  }

  #read(line: string): void {
    if (line === "") return;
    const { key, tally } = fromJson(line) as { key: string; tally: Tally };
    this.#known.set(key, tally);
  }
}

function keyOf({ op, direction }: Job, span: Span): string {
  const { spec } = subjects.get(op)!;
  const values = parametersOf(spec, "f32");
  return toJson([op, direction, values, spec.errorBounds.absolute?.[direction] ?? false, span]);
}
