import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** NumPy's reading of a file. */
export interface Verdict {
  readonly read: boolean;
  readonly why?: string;
  /** The type of the result; null where lanewise does not take the file, although NumPy does. */
  readonly result?: string | null;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly digest?: string;
}

const SCRIPT = fileURLToPath(new URL("judge.py", import.meta.url));

/** A Python that has NumPy, if there is one. */
function findPython(): string | undefined {
  const has = (python: string) => spawnSync(python, ["-c", "import numpy"]).status === 0;
  return ["python3", "/usr/bin/python3"].find(has);
}

/** A process of Python that reads one file after the other. */
export class Judge {
  readonly #child: ChildProcess;
  readonly #waiting: ((verdict: Verdict) => void)[] = [];

  static start(): Judge | undefined {
    const python = findPython();
    return python === undefined ? undefined : new Judge(python);
  }

  private constructor(python: string) {
    this.#child = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => {
      this.#waiting.shift()!(JSON.parse(line) as Verdict);
    });
  }

  read(path: string): Promise<Verdict> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#child.stdin!.write(`${path}\n`);
    });
  }

  close(): void {
    this.#child.stdin!.end();
  }
}
