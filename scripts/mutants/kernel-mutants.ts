import type { Mutant } from "./mutant.js";

/** Mutants of the kernels, from the text of the module: one instruction per line. */

type Change = readonly [group: string, after: string];

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  lt: ["le", "ge"],
  le: ["lt", "gt"],
  gt: ["ge", "le"],
  ge: ["gt", "lt"],
  eq: ["ne"],
  ne: ["eq"],
};

const ARITHMETIC: Readonly<Record<string, string>> = {
  add: "sub",
  sub: "add",
  mul: "div",
  div: "mul",
  max: "min",
  min: "max",
  pmin: "pmax",
  pmax: "pmin",
};

const MASKS: Readonly<Record<string, string>> = { and: "or", or: "and", andnot: "and", xor: "or" };

/** Takes the operands of the next instruction the other way round, by way of two locals. */
const SWAP = ["local.set $mutant1", "local.set $mutant2", "local.get $mutant1", "local.get $mutant2"].join("\n");

const SCALAR = /^(i32|f32|f64)\./;

/** The instructions that may replace one. */
export function changesOf(instruction: string): Change[] {
  const [name = "", ...rest] = instruction.split(" ");
  const operands = rest.join(" ");
  const changes: Change[] = [];
  const [shape = "", op = ""] = name.split(".");
  const [base = "", sign] = op.split("_");
  const lanes = /^[if]\d+x\d+$/.test(shape);
  if (SCALAR.test(name) || lanes) {
    for (const other of COMPARISONS[base] ?? []) {
      changes.push(["comparisons", [`${shape}.${other}`, sign].filter(Boolean).join("_")]);
    }
  }
  if (lanes || /^f(32|64)$/.test(shape) || (shape === "i32" && /^(add|sub)$/.test(op))) {
    const other = ARITHMETIC[op];
    if (other !== undefined && !(shape.startsWith("i") && /mul|div/.test(op))) {
      changes.push([shape === "i32" ? "addresses" : "arithmetic", `${shape}.${other}`]);
    }
  }
  if ((lanes && /^(sub|div|pmin|pmax)$/.test(op)) || name === "v128.andnot") {
    changes.push(["operand order", `${SWAP}\n${instruction}`]);
  }
  if (shape === "v128" && MASKS[op] !== undefined) changes.push(["masks", `v128.${MASKS[op]}`]);
  if (name === "v128.bitselect") changes.push(["masks", `v128.not\n${instruction}`]);
  if (name === "i32.const")
    changes.push(...[1, -1].map((by): Change => ["bounds", `i32.const ${Number(operands) + by}`]));
  if (name === "v128.const") changes.push(...lastBits(operands));
  if (name === "br_if" || name === "if") changes.push(["bounds", `i32.eqz\n${instruction}`]);
  if (/\.load|\.store/.test(name)) changes.push(...offsets(instruction));
  if (name === "v128.store") changes.push(["stores", "drop\ndrop"]);
  return changes;
}

/** The least significant bit of the first lane, and of all. */
function lastBits(operands: string): Change[] {
  const words = operands.split(" ").slice(1);
  // A double has its low word first.
  const double = words[0] === words[2] && words[1] === words[3] && words[0] !== words[1];
  const flip = (word: string) => `0x${((Number(word) ^ 1) >>> 0).toString(16).padStart(8, "0")}`;
  const all = words.map((word, i) => (double && i % 2 === 1 ? word : flip(word)));
  const first = [flip(words[0]!), ...words.slice(1)];
  return [all, first].map((lanes): Change => ["constants", `v128.const i32x4 ${lanes.join(" ")}`]);
}

function offsets(instruction: string): Change[] {
  const [, offset] = /offset=(\d+)/.exec(instruction) ?? [];
  const by = /64/.test(instruction) ? 8 : 4;
  if (offset === undefined) {
    const [name, ...rest] = instruction.split(" ");
    return [["offsets", [name, `offset=${by}`, ...rest].join(" ")]];
  }
  return [by, -by].map(
    (step): Change => ["offsets", instruction.replace(`offset=${offset}`, `offset=${Number(offset) + step}`)],
  );
}

export const WAT = "build/lanewise.wat";

export function kernelMutants(text: string): Mutant[] {
  const found: Mutant[] = [];
  let inside = "";
  let first = 0;
  let start = 0;
  for (const [i, content] of text.split("\n").entries()) {
    const [, name] = /^ \(func ("[^"]*"|\S+)/.exec(content) ?? [];
    if (name !== undefined) [inside, first] = [name.replaceAll('"', ""), i];
    else if (content === " )") inside = "";
    else if (inside !== "" && !content.startsWith("  (local ")) {
      const before = content.trim();
      for (const [group, after] of changesOf(before)) {
        const at = {
          file: WAT,
          line: i + 1,
          place: `${inside} ${i - first}`,
          start: start + content.length - before.length,
          end: start + content.length,
        };
        found.push({ area: "kernels", group, ...at, before, after, inside });
      }
    }
    start += content.length + 1;
  }
  return found;
}

/** Declares the locals that a mutant uses. */
export function withLocals(text: string): string {
  const at = text.indexOf("$mutant1");
  if (at < 0) return text;
  // The declarations of locals follow the line of the function, before its first instruction.
  const head = text.lastIndexOf("\n (func ", at) + 1;
  const body = text.indexOf("\n", head);
  return `${text.slice(0, body)}\n  (local $mutant1 v128)\n  (local $mutant2 v128)${text.slice(body)}`;
}
