import type { Outcome, Part } from "./outcome.js";
import type { Project } from "./project.js";

/** One way to use a tool. */
export interface Attempt {
  readonly name: string;
  /** The package whose version is shown, where attempts have versions of their own. */
  readonly version?: string;
  /** The outcome of the probe, or nothing where coming to an end is all there is to show. */
  run(project: Project): Promise<Outcome | undefined>;
  /** Not among the most used, which CI runs. */
  readonly rare?: boolean;
  /** Parts that cannot work there, with the message that must say so. */
  readonly without?: Partial<Record<Part, RegExp>>;
}

export interface Case {
  readonly title: string;
  /** The package whose version is shown, or a way to ask for it. */
  readonly version?: string | (() => Promise<string>);
  /** Among the most used, which CI runs. */
  readonly ci?: boolean;
  readonly attempts: readonly Attempt[];
}
