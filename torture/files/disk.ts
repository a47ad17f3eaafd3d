import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk in memory, which is soon full. */
export class SmallDisk {
  readonly path: string;

  /** Nothing where this process may not mount. */
  static mount(bytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), "lanewise-disk-"));
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]);
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return undefined;
  }

  private constructor(path: string) {
    this.path = path;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  names(): readonly string[] {
    return readdirSync(this.path);
  }

  clear(): void {
    for (const name of this.names()) rmSync(this.at(name), { force: true });
  }

  unmount(): void {
    spawnSync("umount", [this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}
