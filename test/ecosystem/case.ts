import type { Project } from "./project.js";

export type Part = "functions" | "threads" | "streams";

/** The outcome of app/probe.js. */
export type Outcome = Readonly<Record<Part, Found>>;

export type Found =
  | { readonly digest: number; readonly mode?: string; readonly error?: undefined }
  | { readonly error: string; readonly digest?: undefined };

/** One way to use a tool. */
export interface Attempt {
  readonly name: string;
  /** The outcome of the probe, or nothing where coming to an end is all there is to show. */
  run(project: Project): Promise<Outcome | undefined>;
  /** Not among the most used, which CI runs. */
  readonly rare?: boolean;
  /** Parts that cannot work there, with the message that must say so. */
  readonly without?: Partial<Record<Part, RegExp>>;
}

export interface Case {
  readonly title: string;
  /** The package whose version is shown; default none. */
  readonly version?: string;
  /** Among the most used, which CI runs. */
  readonly ci?: boolean;
  readonly attempts: readonly Attempt[];
}

/** A tool that this machine cannot have: the case is skipped. */
export class Unavailable extends Error {}

/** The outcome that a program printed as its last line. */
export function outcomeOf(output: string): Outcome {
  const line = output.trim().split("\n").at(-1)!;
  try {
    return JSON.parse(line) as Outcome;
  } catch {
    throw new Error(`expected an outcome as the last line, got ${line}`);
  }
}
