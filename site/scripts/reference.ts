import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Application, type TypeDocOptions } from "typedoc";

/** The reference of the public types, a page for each function, by TypeDoc. */

const repository = fileURLToPath(new URL("../..", import.meta.url));
const COPIES = `${repository}site/reference/`;

/**
 * Copies the declarations of what users import; the build has written formulas and errors into them. The first name
 * that an export has is the one that its page gets, so aliases go last.
 */
function entryPoints(): string[] {
  rmSync(COPIES, { recursive: true, force: true });
  cpSync(`${repository}dist/types`, `${COPIES}types`, { recursive: true });
  const { exports } = JSON.parse(readFileSync(`${repository}package.json`, "utf8")) as { exports: object };
  return Object.keys(exports)
    .map((name) => (name === "." ? "index" : name.slice(2)))
    .filter((name) => existsSync(`${repository}dist/${name}.d.ts`))
    .map((name) => {
      const text = readFileSync(`${repository}dist/${name}.d.ts`, "utf8");
      writeFileSync(
        `${COPIES}${name}.d.ts`,
        text.replace(/^export \{(.*)\};$/gm, (_, list: string) => ordered(list)),
      );
      return `${COPIES}${name}.d.ts`;
    });
}

function ordered(list: string): string {
  const names = list.split(",").map((name) => name.trim());
  const aliases = names.filter((name) => name.includes(" as "));
  return `export { ${[...names.filter((name) => !aliases.includes(name)), ...aliases].join(", ")} };`;
}

export async function reference(out: string): Promise<void> {
  const options: TypeDocOptions = {
    entryPoints: entryPoints(),
    tsconfig: `${repository}site/tsconfig.reference.json`,
    favicon: `${repository}site/public/icon.svg`,
    out,
    name: "lanewise API",
    readme: "none",
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    skipErrorChecking: true,
    includeVersion: true,
    hideGenerator: true,
    githubPages: false,
    searchInComments: true,
    customCss: `${repository}site/scripts/reference.css`,
    navigationLinks: { Lab: "../index.html", Documentation: "../guides/index.html" },
    logLevel: "Error",
    validation: false,
  };
  const app = await Application.bootstrap(options as Parameters<typeof Application.bootstrap>[0]);
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc found errors in the public types");
  await app.generateOutputs(project);
}
