import type { BigIntStats } from "node:fs";
import { readlink, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { about, Failure } from "../core/failure.js";
import { type Identity, identityOf, sameFile } from "./identity.js";

/** The place of a file to be written, links followed. */
export interface Target {
  /** As it was asked for, for messages. */
  readonly name: string;
  readonly path: string;
  readonly overwrite: boolean;
  /** The file whose place it takes, and whose mode and owner. */
  readonly replaces: BigIntStats | undefined;
}

// As many as Linux follows.
const MOST_LINKS = 40;

/**
 * Finds where a new file goes: through symbolic links, also to a name that does not exist yet.
 *
 * @throws {Failure} if it would replace something that is to be kept, or that is no file
 */
export async function targetAt(name: string, overwrite: boolean, inputs: readonly Identity[] = []): Promise<Target> {
  try {
    const replaces = await stat(name, { bigint: true }).catch(absent);
    if (replaces) {
      if (inputs.some((input) => sameFile(input, identityOf(replaces)))) {
        throw new Failure("is an input, too; write to another file", 2);
      }
      if (!replaces.isFile()) throw new Failure("expected a file or a new name, got something else");
      if (!overwrite) throw exists();
    }
    return { name, path: await followed(name), overwrite, replaces };
  } catch (cause) {
    throw about(name, cause);
  }
}

export function exists(): Failure {
  return new Failure("exists; --overwrite replaces it");
}

/** The name that the last of a chain of links has: `realpath` would not do for a name that is not there. */
async function followed(name: string): Promise<string> {
  let path = name;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const link = await readlink(path).catch(() => undefined);
    if (link === undefined) return path;
    path = resolve(dirname(path), link);
  }
  throw new Failure("too many symbolic links");
}

function absent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== "ENOENT") throw cause;
}
