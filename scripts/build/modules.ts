/** The modules of kernels that the package has. */

/** Bytes of an element. */
export const TYPES = { f32: 4, f64: 8 } as const;

/** A module of kernels. */
export interface Module {
  readonly name: string;
  /** Its entry in build/. */
  readonly entry: string;
  /** The folder of its kernels, in assembly/. */
  readonly folder: string;
  readonly types: readonly (keyof typeof TYPES)[];
  /** The file in assembly/loops/ with the loops over elements. */
  readonly loops: string;
  /** The folder of its families, in bindings/wasm/. */
  readonly families: string;
}

export const MODULES: readonly [Module, ...Module[]] = [
  { name: "lanewise", entry: "kernels", folder: "kernels", types: ["f32", "f64"], loops: "map", families: "families" },
  {
    name: "exact",
    entry: "exact-kernels",
    folder: "exact",
    types: ["f32"],
    loops: "widened",
    families: "exact-families",
  },
  {
    name: "formula",
    entry: "formula-kernels",
    folder: "formula",
    types: ["f32", "f64"],
    loops: "map",
    families: "formula-families",
  },
];
