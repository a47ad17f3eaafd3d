import { nearest } from "../../bindings/core/nearest.js";

/** `; did you mean …?` where a name is close, else `; …` with another remedy. */
export function suggestion(name: string, names: readonly string[], otherwise: string, prefix = ""): string {
  const close = nearest(name, names);
  return close ? `; did you mean ${prefix}${close}?` : `; ${otherwise}`;
}
