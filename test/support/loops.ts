/** The loops of a module in WebAssembly's text form, where every line is an instruction. */
export interface Loop {
  readonly kernel: string;
  /** Counted from 1. */
  readonly line: number;
  /** The instructions between its start and end, without the loops inside it. */
  readonly instructions: readonly string[];
  readonly innermost: boolean;
}

interface Open {
  readonly depth: number;
  readonly line: number;
  readonly instructions: string[];
  innermost: boolean;
}

/** Blocks are told by their indentation. */
export function loopsOf(text: string): Loop[] {
  const loops: Loop[] = [];
  const open: Open[] = [];
  let kernel = "";
  const close = (depth: number) => {
    while (open.length > 0 && depth <= open.at(-1)!.depth) {
      const { line, instructions, innermost } = open.pop()!;
      loops.push({ kernel, line, instructions, innermost });
    }
  };
  text.split("\n").forEach((source, i) => {
    const instruction = source.trim();
    const depth = source.length - source.trimStart().length;
    close(depth);
    if (instruction.startsWith("(func")) kernel = /\$"?([^"\s]+)/.exec(instruction)![1]!;
    if (/^\(?loop\b/.test(instruction)) {
      for (const outer of open) outer.innermost = false;
      open.push({ depth, line: i + 1, instructions: [], innermost: true });
    } else {
      open.at(-1)?.instructions.push(instruction);
    }
  });
  close(0);
  return loops;
}

const COMPUTES = /\b(v128|[if]\d+x\d+)\.(?!const)/;
const SLOW = /\bcall(_indirect)?\b|\bglobal\.get\b|\bv128\.const\b/;
const ZERO = /v128\.const i32x4( 0x0{8}){4}/;

/** True if it is one of those that run for every vector. */
export function computes({ innermost, instructions }: Loop): boolean {
  return innermost && instructions.some((instruction) => COMPUTES.test(instruction));
}

/** Instructions that a loop that computes should not hold: an engine does it again for every vector. */
export function slowIn(loop: Loop): string[] {
  return loop.instructions
    .filter((instruction) => SLOW.test(instruction) && !ZERO.test(instruction))
    .map((instruction) => `${loop.kernel}, loop at line ${loop.line}: ${instruction}`);
}
