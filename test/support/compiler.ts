import ts from "typescript";

/** The compiler, as users of the package run it. */

/** Strict, for Node's modules, and without the declarations of a platform. */
export const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  lib: ["lib.es2022.d.ts"],
  types: [],
  skipLibCheck: false,
};

// The libraries are parsed once for all programs of a file.
const parsed = new Map<string, ts.SourceFile | undefined>();

export function cachedHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, ...rest));
    return parsed.get(file);
  };
  host.writeFile = () => {};
  return host;
}
