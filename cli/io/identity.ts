import { type BigIntStats, fstatSync } from "node:fs";
import { stat } from "node:fs/promises";

/** The mark by which two names, or a name and an open file, are the same file. As numbers, large inodes would round. */
export interface Identity {
  readonly device: bigint;
  readonly inode: bigint;
}

export function identityOf({ dev, ino }: BigIntStats): Identity {
  return { device: dev, inode: ino };
}

/** The file of that name, links followed; none if there is none. */
export async function identityAt(path: string): Promise<Identity | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && identityOf(found);
}

/** The file that a stream reads or writes, if it is one. */
export function identityOfStream(stream: object): Identity | undefined {
  const { fd } = stream as { readonly fd?: unknown };
  if (typeof fd !== "number") return undefined;
  const found = fstatSync(fd, { bigint: true });
  return found.isFile() ? identityOf(found) : undefined;
}

export function sameFile(a: Identity, b: Identity): boolean {
  return a.device === b.device && a.inode === b.inode;
}
