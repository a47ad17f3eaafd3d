import { existsSync, readdirSync, readFileSync } from "node:fs";
import { kernelMutants, WAT } from "./kernel-mutants.js";
import { type Area, apply, idOf, type Mutant } from "./mutant.js";
import { generator, stratified } from "./random.js";
import { sourceMutants } from "./source-mutants.js";
import { createTypeCheck } from "./type-check.js";

export type Sizes = Readonly<Record<Area, number>>;

const GENERATED = /^bindings\/wasm\/(?:[a-z]+-)?families\//;

function sources(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.map((name) => `${folder}/${name}`);
  return files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !GENERATED.test(file));
}

/** A sample of each area, by the seed; mutants that the compiler refuses are not counted. */
export function sample(sizes: Sizes, seed: number, within: string): Mutant[] {
  const random = generator(seed);
  const compiles = createTypeCheck([...sources("bindings"), ...sources("cli")]);
  const valid = (mutant: Mutant) =>
    mutant.area === "kernels" || compiles(mutant.file, apply(mutant, readFileSync(mutant.file, "utf8")));
  const some = (all: Mutant[], n: number) => {
    const candidates = all.filter(({ file, inside }) => file.startsWith(within) || inside?.includes(within));
    const chosen: Mutant[] = [];
    for (const mutant of stratified(candidates, ({ group }) => group, random)) {
      if (chosen.length === n) break;
      if (valid(mutant)) chosen.push(mutant);
    }
    return chosen;
  };
  const text = existsSync(WAT) ? readFileSync(WAT, "utf8") : "";
  return [
    ...some(
      sources("bindings").flatMap((file) => sourceMutants(file, "bindings")),
      sizes.bindings,
    ),
    ...some(
      sources("cli").flatMap((file) => sourceMutants(file, "cli")),
      sizes.cli,
    ),
    ...some(sizes.kernels > 0 ? kernelMutants(text) : [], sizes.kernels),
  ];
}

/** The mutants where they are now, since files may have changed; those whose lines are gone are left out. */
export function relocated(mutants: readonly Mutant[]): Mutant[] {
  const files = new Set(mutants.map(({ file }) => file).filter((file) => existsSync(file)));
  const all = [...files].flatMap((file) =>
    file === WAT
      ? kernelMutants(readFileSync(WAT, "utf8"))
      : sourceMutants(file, file.startsWith("cli/") ? "cli" : "bindings"),
  );
  const wanted = new Set(mutants.map(idOf));
  return all.filter((mutant) => wanted.has(idOf(mutant)));
}
