import { createHash, randomBytes } from "node:crypto";
import { close, closeSync, fchmod, fchown, fsync, linkSync, openSync, read, rename, unlinkSync, write } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../core/failure.js";
import { exists, type Target } from "./target.js";

/** Files of this process that are not whole yet. */
const unfinished = new Set<string>();

// Also when a signal or an error ends the process: a file that is not whole does not stay.
process.on("exit", () => {
  for (const path of unfinished) remove(path);
});

const SUFFIX = ".tmp";
const LONGEST_NAME = 200;
// Of file systems that have no hard links.
const NO_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "EINVAL"]);
// Of file systems whose folders cannot be opened or synchronized.
const NO_FOLDER_SYNC = new Set(["EPERM", "EACCES", "EISDIR", "EINVAL", "ENOTSUP"]);

const [closeFile, chmodFile, chownFile, syncFile, readFile, renameFile, writeFile] = [
  promisify(close),
  promisify(fchmod),
  promisify(fchown),
  promisify(fsync),
  promisify(read),
  promisify(rename),
  promisify(write),
];

/** A file that takes its name when it is whole and on the disk: until then it has another one, in the same folder. */
export class AtomicFile {
  readonly #target: Target;
  readonly #temporary: string;
  readonly #fd: number;
  #open = true;

  private constructor(target: Target, temporary: string, fd: number) {
    this.#target = target;
    this.#temporary = temporary;
    this.#fd = fd;
  }

  static async create(target: Target): Promise<AtomicFile> {
    const { path, replaces } = target;
    const temporary = join(dirname(path), `${prefixOf(path)}${randomBytes(6).toString("hex")}${SUFFIX}`);
    // Nobody may read a file of secrets while it is replaced.
    const mode = replaces ? Number(replaces.mode) & 0o600 : 0o666;
    // First registered, then made, in one turn: a signal finds both or neither.
    unfinished.add(temporary);
    let fd: number;
    try {
      fd = openSync(temporary, "wx+", mode);
    } catch (cause) {
      unfinished.delete(temporary);
      throw cause;
    }
    const file = new AtomicFile(target, temporary, fd);
    try {
      if (replaces) await file.#inherit(replaces);
    } catch (cause) {
      await file.abandon();
      throw cause;
    }
    return file;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await writeFile(this.#fd, bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  /** Reads what was written. */
  async read(into: Uint8Array, position: number): Promise<number> {
    return (await readFile(this.#fd, into, 0, into.length, position)).bytesRead;
  }

  /** Gives the file its name, when the disk has it: after a power cut there is all of it or nothing. */
  async finish(): Promise<void> {
    const { path, overwrite } = this.#target;
    await syncFile(this.#fd);
    await this.#close();
    if (overwrite) await renameFile(this.#temporary, path);
    else await this.#link(path);
    unfinished.delete(this.#temporary);
    await syncFolder(dirname(path));
  }

  /** Leaves nothing. No read or write may be under way. */
  async abandon(): Promise<void> {
    remove(this.#temporary);
    unfinished.delete(this.#temporary);
    await this.#close();
  }

  /** Renaming would replace a file that appeared meanwhile: a link does not. */
  async #link(path: string): Promise<void> {
    try {
      linkSync(this.#temporary, path);
      remove(this.#temporary);
    } catch (cause) {
      if (!NO_LINKS.has(codeOf(cause))) throw codeOf(cause) === "EEXIST" ? exists() : cause;
      await this.#renameToReserved(path);
    }
  }

  /** Without links: an empty file takes the name, if nothing has it, and is replaced at once. */
  async #renameToReserved(path: string): Promise<void> {
    try {
      closeSync(openSync(path, "wx"));
    } catch (cause) {
      throw codeOf(cause) === "EEXIST" ? exists() : cause;
    }
    try {
      await renameFile(this.#temporary, path);
    } catch (cause) {
      remove(path);
      throw cause;
    }
  }

  /** Takes the mode and owner of the file that is replaced. */
  async #inherit({ uid, gid, mode }: NonNullable<Target["replaces"]>): Promise<void> {
    if (process.platform === "win32") return;
    try {
      await chownFile(this.#fd, Number(uid), Number(gid));
    } catch (cause) {
      if (codeOf(cause) !== "EPERM") throw cause;
      throw new Failure("its owner and group cannot be kept; delete it first, or write to another file");
    }
    // After the owner, whose change takes some bits away.
    await chmodFile(this.#fd, Number(mode) & 0o7777);
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await closeFile(this.#fd);
  }
}

/** Files that were to get that name, or have it as a part of theirs, also of processes that were killed. */
export async function unfinishedBeside(path: string): Promise<string[]> {
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefixOf(path)) && name.endsWith(SUFFIX))
    .map((name) => join(dirname(path), name));
}

/** Makes new names last. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (cause) {
    if (!NO_FOLDER_SYNC.has(codeOf(cause))) throw cause;
  }
}

function prefixOf(path: string): string {
  const name = basename(path);
  // A name may have 255 bytes: with a prefix and a suffix, a long one would have more.
  const short = Buffer.byteLength(name) <= LONGEST_NAME ? name : createHash("sha256").update(name).digest("hex");
  return `.${short}.`;
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? "";
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The folder is gone, or no longer ours to write: nothing else can be done.
  }
}
