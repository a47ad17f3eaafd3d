import { cases, runnable } from "../cases.js";
import { type ElementType, operands, type Way } from "../inputs.js";
import { measure, type Settings } from "../measure.js";

/** What an engine is asked to time. */
export interface Order {
  readonly types: readonly ElementType[];
  readonly size: number;
  readonly names?: readonly string[] | undefined;
  readonly settings: Settings;
}

export type Times = Readonly<Record<Way, number>>;

/** Nanoseconds of an element in one process of an engine. */
export interface SuiteRow {
  readonly name: string;
  readonly type: ElementType;
  readonly times: Times;
}

/** The bench's cases, in whatever engine this is bundled for (bundle.ts). */
export function runSuite({ types, size, names = runnable, settings }: Order): readonly SuiteRow[] {
  return types.flatMap((type) => {
    // Not `using`: not every engine has it, and the process ends with the suite.
    const all = operands(type, size);
    return names.flatMap((name) =>
      cases(name, all).map(({ name, elements, candidates }) => {
        const timings = measure(candidates, settings);
        const of = (way: Way) => timings[way].ns / elements;
        return {
          name,
          type,
          times: { workspace: of("workspace"), dropIn: of("dropIn"), plain: of("plain"), copy: of("copy") },
        };
      }),
    );
  });
}
