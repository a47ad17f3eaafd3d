import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as families from "../../bindings/wasm/exact-families/index.js";
import { fromJson, toJson } from "../tally.js";
import { filterDigest } from "./filter.js";
import type { Subject } from "./subjects.js";
import type { Findings, Span } from "./sweep.js";

const kernels = new Map(Object.entries(families));
const FOLDER = fileURLToPath(new URL("../.runs", import.meta.url));
const FILTER = filterDigest();
const FILE = `${FOLDER}/rounding.jsonl`;

/** The kernels of a function: a run of others says nothing about them. */
export function kernelDigest({ op }: Subject): string {
  const stem = op.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return createHash("sha256").update(kernels.get(stem)!.family.code).digest("hex").slice(0, 16);
}

/** The finished slices of all runs: an interrupted run goes on where it stopped. */
export class Runs {
  readonly #known = new Map<string, Findings>();

  constructor() {
    if (!existsSync(FILE)) return;
    for (const line of readFileSync(FILE, "utf8").split("\n")) {
      if (line === "") continue;
      const { key, findings } = fromJson(line) as { key: string; findings: Findings };
      this.#known.set(key, findings);
    }
  }

  find(subject: Subject, span: Span): Findings | undefined {
    return this.#known.get(keyOf(subject, span));
  }

  /** One write of a whole line: after a kill the file has all of it or nothing. */
  add(subject: Subject, span: Span, findings: Findings): void {
    mkdirSync(FOLDER, { recursive: true });
    this.#known.set(keyOf(subject, span), findings);
    appendFileSync(FILE, `${toJson({ key: keyOf(subject, span), findings })}\n`);
  }
}

function keyOf(subject: Subject, { from, to, every }: Span): string {
  const { op, direction } = subject;
  return [op, direction, kernelDigest(subject), FILTER, from, to, every].join(" ");
}
