import { readFileSync } from "node:fs";
import ts from "typescript";

/** Tells whether a changed file still compiles; the rest of the project is as it was. */
export function createTypeCheck(roots: readonly string[]): (file: string, text: string) => boolean {
  const { config } = ts.readConfigFile("tsconfig.json", (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, ".");
  const changed = new Map<string, { readonly text: string; readonly version: number }>();
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    // A part left out leaves something unused.
    getCompilationSettings: () => ({ ...options, noUnusedLocals: false, noUnusedParameters: false }),
    getScriptFileNames: () => [...roots, "bindings/globals.d.ts"],
    getScriptVersion: (path) => `${changed.get(relative(path))?.version ?? 0}`,
    getScriptSnapshot(path) {
      const text = changed.get(relative(path))?.text ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  let version = 0;
  return (file, text) => {
    const original = readFileSync(file, "utf8");
    changed.set(file, { text, version: ++version });
    const valid =
      service.getSyntacticDiagnostics(file).length === 0 && service.getSemanticDiagnostics(file).length === 0;
    changed.set(file, { text: original, version: ++version });
    return valid;
  };
}

function relative(path: string): string {
  return path.startsWith(`${process.cwd()}/`) ? path.slice(process.cwd().length + 1) : path;
}
