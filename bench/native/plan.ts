import { writeFileSync } from "node:fs";
import { cases } from "../../catalogue/timing/cases.js";
import { type ElementType, operands } from "../../catalogue/timing/inputs.js";

/** A case to replay: the kernel calls of one of the bench's cases, or a copy of x. */
export interface Planned {
  readonly name: string;
  readonly elements: number;
}

type Numbers = readonly number[];
type Kernel = (...numbers: Numbers) => unknown;

/** The kernel calls recorded since the list was last emptied. */
const calls: { readonly memory: WebAssembly.Memory; readonly line: string }[] = [];

/** Replaces WebAssembly.Instance, so that every later instance records its calls. */
function Telling(module: WebAssembly.Module, imports: { readonly env: { readonly memory: WebAssembly.Memory } }) {
  const { memory } = imports.env;
  const { exports } = new Instance(module, imports);
  const telling = Object.entries(exports).map(([name, kernel]) => [
    name,
    (...numbers: Numbers) => {
      calls.push({ memory, line: [name, ...numbers].join(" ") });
      return (kernel as Kernel)(...numbers);
    },
  ]);
  return { exports: Object.fromEntries(telling) };
}

const { Instance } = WebAssembly;
WebAssembly.Instance = Telling as unknown as typeof Instance;

/**
 * Writes the kernel calls of the bench's cases in a Workspace to the file `plan`, and the Workspace's memory
 * to `image`: replays make exactly a user's calls. The first case is a copy of x.
 */
export function writePlan(
  type: ElementType,
  n: number,
  names: readonly string[],
  plan: string,
  image: string,
): readonly Planned[] {
  using all = operands(type, n);
  const { x, y } = all.inside;
  const planned: Planned[] = [{ name: "copy", elements: n }];
  const lines = ["case", `copy ${y.byteOffset} ${x.byteOffset} ${x.byteLength}`];
  for (const { name, elements, candidates } of names.flatMap((name) => cases(name, all))) {
    calls.length = 0;
    candidates.workspace();
    if (calls.length === 0 || calls.some(({ memory }) => memory.buffer !== x.buffer)) {
      throw new Error(`${name}: expected kernel calls in the Workspace alone`);
    }
    lines.push("case", ...calls.map(({ line }) => line));
    planned.push({ name, elements });
  }
  writeFileSync(plan, `${lines.join("\n")}\n`);
  writeFileSync(image, new Uint8Array(x.buffer));
  return planned;
}
