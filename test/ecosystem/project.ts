import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openPage, type PageOptions } from "./browser.js";
import { type Outcome, Unavailable } from "./outcome.js";
import { start } from "./server.js";

const ROOT = "build/ecosystem";
const TIMEOUT = 5 * 60_000;

/** A copy of a case's folder, with its tools and the packed package installed. */
export interface Project {
  readonly folder: string;
  /** The packed package. */
  readonly tarball: string;
  /** Runs a program of the project, found in node_modules/.bin or by path, and returns what it printed. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** The outcome of a page in Chromium, from one of the project's folders or from a server that is running. */
  page(from: string, options?: PageOptions): Promise<Outcome>;
  /** Starts a server of the project, opens its page once it prints an address, and ends it. */
  served(command: readonly string[], options?: PageOptions): Promise<Outcome>;
}

/** Packs the package as it would be published. */
export function pack(): string {
  mkdirSync(ROOT, { recursive: true });
  const name = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", ROOT], {
    encoding: "utf8",
  }).trim();
  return resolve(ROOT, name);
}

export function prepare(name: string, tarball: string): Project {
  const from = `test/ecosystem/${name}`;
  const folder = resolve(ROOT, name);
  mkdirSync(folder, { recursive: true });
  // All but the tools of an earlier run.
  for (const old of readdirSync(folder)) {
    if (old !== "node_modules" && old !== "installed") rmSync(join(folder, old), { recursive: true });
  }
  cpSync(from, folder, { recursive: true, filter: (path) => !path.endsWith("/node_modules") });
  cpSync("test/ecosystem/app", join(folder, "src"), { recursive: true });
  install(folder);
  unpack(tarball, join(folder, "node_modules/lanewise"));
  // Tools keep caches of earlier builds of the package.
  for (const cache of [".vite", ".cache"])
    rmSync(join(folder, "node_modules", cache), { recursive: true, force: true });
  return {
    folder,
    tarball,
    run: (command, ...args) => run(folder, command, args),
    page: (path, options) => openPage(path.startsWith("http") ? path : join(folder, path), options),
    served: async (command, options) => {
      const server = await start(folder, command);
      try {
        return await openPage(server.address, options);
      } finally {
        await server.stop();
      }
    },
  };
}

/** The version of an installed package, or of an alias of one. */
export function versionOf({ folder }: Project, name: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
  return version as string;
}

function install(folder: string): void {
  const lock = readFileSync(join(folder, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const stamp = join(folder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  rmSync(stamp, { force: true });
  try {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
      cwd: folder,
      stdio: "pipe",
    });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Unavailable(
      `npm ci: ${String(stderr ?? error)
        .trim()
        .split("\n")
        .at(0)}`,
    );
  }
  writeFileSync(stamp, digest);
}

function unpack(tarball: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", to]);
}

function run(folder: string, command: string, args: readonly string[]): Promise<string> {
  const local = join(folder, "node_modules/.bin", command);
  const program = existsSync(local) ? local : command.includes("/") ? join(folder, command) : command;
  if (program !== command && !existsSync(program)) throw new Unavailable(`${command} is not there`);
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], timeout: TIMEOUT });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => {
      if (code === 0) done(output);
      else fail(new Error(`${command} ${args.join(" ")}: ${signal ?? code}\n${errors}${output}`));
    });
  });
}
