import type { Parameters } from "lanewise";
import type { AnyFunction } from "../../../catalogue/functions.js";
import { functions, samplesOf } from "../../../catalogue/functions.js";
import { notice } from "../frame/notices.js";
import { didYouMean } from "../frame/query.js";

/** The functions in the plot, with their parameters, and how a link names them: `relu,swish(beta=2)`. */

export interface Chosen {
  readonly f: AnyFunction;
  /** Parameters that differ from their defaults. */
  readonly given: Readonly<Record<string, number>>;
}

export const MOST = 4;

const names = functions.flatMap(({ spec }) => [spec.name, ...spec.aliases]);

export function choose(name: string, given: Readonly<Record<string, number>> = {}): Chosen | undefined {
  const f = functions.find(({ spec }) => spec.name === name || spec.aliases.includes(name));
  return f && { f, given };
}

/** All parameters of a call: samples for those without a default, and the given ones. */
export function valuesOf({ f, given }: Chosen): Record<string, number> {
  return { ...samplesOf(f.spec), ...given };
}

export function write(all: readonly Chosen[]): string {
  return all
    .map(({ f, given }) => {
      const values = Object.entries(given).map(([name, value]) => `${name}=${value}`);
      return values.length > 0 ? `${f.spec.name}(${values.join(";")})` : f.spec.name;
    })
    .join(",");
}

/** Reads a link. Anything it does not know is said in words and left out. */
export function read(text: string): readonly Chosen[] {
  const found = text
    .split(/,(?![^(]*\))/)
    .filter((part) => part !== "")
    .flatMap((part) => readOne(part.trim()));
  const unique = found.filter(({ f }, i) => found.findIndex((other) => other.f === f) === i);
  if (unique.length > MOST) notice(`The link names ${unique.length} functions; the plot holds ${MOST}.`);
  return unique.slice(0, MOST);
}

function readOne(part: string): readonly Chosen[] {
  const [, name = part, list = ""] = /^([^(]*)\(?([^)]*)\)?$/.exec(part) ?? [];
  const plain = choose(name);
  if (!plain) {
    notice(`There is no function “${name}”.${didYouMean(name, names)}`);
    return [];
  }
  const parameters: Parameters = plain.f.spec.parameters ?? {};
  const given: Record<string, number> = {};
  for (const pair of list.split(";").filter(Boolean)) {
    const [key = "", value = ""] = pair.split("=");
    const parameter = parameters[key];
    if (!parameter || value.trim() === "" || !parameter.range.holds(Number(value))) {
      const expected = parameter
        ? `${key} must be ${parameter.range.text}`
        : `its parameters: ${Object.keys(parameters).join(", ") || "none"}`;
      notice(`The link says ${pair} for ${name}, which it cannot have (${expected}).`);
      continue;
    }
    given[key] = Number(value);
  }
  return [{ f: plain.f, given }];
}
