import { cases, runnable } from "../../catalogue/timing/cases.js";
import { type ElementType, operands, type Way } from "../../catalogue/timing/inputs.js";
import { measure, type Settings } from "../../catalogue/timing/measure.js";

/** An order to an engine. */
export interface Order {
  readonly types: readonly ElementType[];
  readonly size: number;
  readonly names?: readonly string[] | undefined;
  readonly settings: Settings;
}

export type Times = Readonly<Record<Way, number>>;

/** Nanoseconds per element in one process of an engine. */
export interface SuiteRow {
  readonly name: string;
  readonly type: ElementType;
  readonly times: Times;
}

/** Times the bench's cases, in the engine that this file was bundled for (index.ts). */
export function runSuite({ types, size, names = runnable, settings }: Order): readonly SuiteRow[] {
  return types.flatMap((type) => {
    // Not `using`, which not every engine has; the process ends with the suite.
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
