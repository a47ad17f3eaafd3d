import { hashesOf, names } from "../../../catalogue/hashes.js";

/** Hashes of all functions, one after the other. */
for (const name of names) {
  for (const type of ["f32", "f64"] as const) postMessage({ name: `${name} ${type}`, hashes: hashesOf(name, type) });
}
postMessage({ done: true });
