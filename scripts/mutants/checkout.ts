import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import binaryen from "binaryen";
import { WAT, withLocals } from "./kernel-mutants.js";
import { apply, type Mutant } from "./mutant.js";

/** A copy of the project in which mutants live: the project itself would notice them, and build over them. */
export interface Checkout {
  readonly path: string;
  /** Puts a mutant in place, in sources and bundles, and returns why that failed, if it did. */
  put(mutant: Mutant): string | undefined;
  /** Puts the original back. */
  restore(): void;
  remove(): void;
}

const GENERATED = [
  ...["bindings/wasm/families", "build/lanewise.wat", "build/lanewise.wasm", "build/kernels.ts"],
  ...["bindings/wasm/exact-families", "build/exact.wat", "build/exact.wasm", "build/exact-kernels.ts"],
  ...["bindings/wasm/formula-families", "build/formula.wat", "build/formula.wasm", "build/formula-kernels.ts"],
];

/** Files and folders of dist/ that do not come from the bundler: a mutant that passes the compiler leaves them. */
const DECLARATIONS = /^(types|before-.*|.*\.d\.ts)$/;

export function createCheckout(): Checkout {
  const path = mkdtempSync(join(tmpdir(), "lanewise-mutants-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: path, encoding: "utf8" });
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  for (const file of [...listed.split("\0").filter(existsSync), ...GENERATED]) copy(file, path);
  copy("dist", path);
  linkPackages(path);
  // This program builds the copy before the tests run.
  writeFileSync(join(path, "test/support/build.ts"), "export default function setup(): void {}\n");
  // Some tests ask git which files there are.
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=mutants", "-c", "user.email=mutants@localhost", "commit", "--quiet", "--message", "mutants");

  let changed: { readonly file: string; readonly text: string } | undefined;
  return {
    path,
    put(mutant) {
      const file = join(path, mutant.file);
      changed = { file, text: readFileSync(file, "utf8") };
      const text = apply(mutant, changed.text);
      writeFileSync(file, mutant.area === "kernels" ? withLocals(text) : text);
      return (mutant.area === "kernels" ? assemble(path) : undefined) ?? bundle(path);
    },
    restore() {
      if (changed) writeFileSync(changed.file, changed.text);
      changed = undefined;
    },
    // Workers that were killed may still be writing.
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function copy(file: string, to: string): void {
  mkdirSync(dirname(join(to, file)), { recursive: true });
  cpSync(file, join(to, file), { recursive: true });
}

/** Links take a moment; they need the same file system. */
function linkPackages(path: string): void {
  const { status } = spawnSync("cp", ["-al", "node_modules", path]);
  if (status !== 0) cpSync("node_modules", join(path, "node_modules"), { recursive: true, verbatimSymlinks: true });
}

/** Makes the module of its text. */
function assemble(path: string): string | undefined {
  try {
    const module = binaryen.parseText(readFileSync(join(path, WAT), "utf8"));
    module.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.MutableGlobals);
    if (!module.validate()) return "invalid module";
    writeFileSync(join(path, "build/lanewise.wasm"), module.emitBinary());
    module.dispose();
  } catch (error) {
    return `invalid module: ${error instanceof Error ? error.message : error}`;
  }
  return run(path, "--import", "tsx", "scripts/build/families.ts");
}

function bundle(path: string): string | undefined {
  const [dist, kept] = [join(path, "dist"), join(path, "build/declarations")];
  if (!existsSync(kept)) {
    for (const name of readdirSync(dist)) {
      if (DECLARATIONS.test(name)) cpSync(join(dist, name), join(kept, name), { recursive: true });
    }
  }
  const failure = run(path, "scripts/build/bundle.mjs");
  if (failure === undefined) {
    cpSync(kept, dist, { recursive: true });
    chmodSync(join(dist, "cli.js"), 0o755);
  }
  return failure;
}

function run(path: string, ...command: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: path, encoding: "utf8" });
  return status === 0 ? undefined : `${command.at(-1)}: ${stderr.split("\n").slice(0, 3).join(" ")}`;
}
