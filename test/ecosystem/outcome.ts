export type Part = "functions" | "threads" | "streams";

/** The outcome of app/probe.js. */
export type Outcome = Readonly<Record<Part, Found>>;

export type Found =
  | { readonly digest: number; readonly mode?: string; readonly error?: undefined }
  | { readonly error: string; readonly digest?: undefined };

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
