import { randomBytes } from "node:crypto";
import { unlinkSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Files of this process that are not whole yet. */
const unfinished = new Set<string>();

// Also when a signal or an error ends the process: what is not whole does not stay.
process.on("exit", () => {
  for (const path of unfinished) remove(path);
});

/** A new file in the folder of `path`, that takes its name when it is whole. */
export async function createBeside(path: string) {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx");
  unfinished.add(temporary);
  return {
    file,
    /** Closes the file and gives it its name. */
    async finish(): Promise<void> {
      await file.close();
      await rename(temporary, path);
      unfinished.delete(temporary);
    },
    async abandon(): Promise<void> {
      remove(temporary);
      unfinished.delete(temporary);
      await file.close();
    },
  };
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The folder is gone, or no longer ours to write: nothing else can be done.
  }
}
