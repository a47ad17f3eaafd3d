import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { describe, expect, test } from "vitest";
import { CLI, folder, shell, spawned } from "../support/cli.js";

/** The command line as a process: all signals, pipes, disks, terminals, memory. */

const { at, save, names } = folder();
const x = save("x.npy", Float32Array.of(-1, 2));
const large = save("large.npy", new Float32Array(2 ** 22));

/** A run that waits for more of stdin, with the values so far in a temporary file. */
async function waiting(
  name: string,
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [CLI, "apply", "gelu", "-", at(name), "--dtype=f32"]);
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  child.stdin.write(new Uint8Array(2 ** 23));
  while (!names().some((each) => each.startsWith(`.${name}.`))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { child, ended };
}

describe("a run that is ended", () => {
  // Each ends a process that does not catch it. Not catchable: SIGKILL, SIGSTOP; faults, which WebAssembly lives on.
  const signals = (
    ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTRAP", "SIGABRT", "SIGUSR1", "SIGUSR2", "SIGALRM"] as NodeJS.Signals[]
  ).concat(["SIGTERM", "SIGSTKFLT", "SIGXCPU", "SIGVTALRM", "SIGPROF", "SIGIO", "SIGPWR", "SIGSYS"]);

  test("by any signal that can be caught leaves nothing", async () => {
    // Four at a time.
    for (let i = 0; i < signals.length; i += 4) {
      const ends = signals.slice(i, i + 4).map(async (signal) => {
        const { child, ended } = await waiting(`${signal}.npy`);
        child.kill(signal);
        return [signal, await ended] as const;
      });
      for (const [signal, code] of await Promise.all(ends)) {
        expect([signal, code]).toEqual([signal, 128 + constants.signals[signal]]);
      }
    }
    expect(names().filter((name) => name.includes("SIG"))).toEqual([]);
  });
});

describe("a disk that is full", () => {
  const full = { code: 1, stderr: "lanewise: stdout: no space left on device\n" };

  test.each([
    ["values", `apply gelu ${large} -`],
    ["one value", `apply gelu ${x} -`],
    ["a table", "list"],
    ["JSON", "list --json"],
    ["a summary", `apply gelu ${x} ${at("summary.npy")} --json`],
    ["help", "apply --help"],
    ["the version", "--version"],
    ["a picture", "plot gelu -o -"],
  ])("on stdout is an error: %s", async (_, command) => {
    expect(await shell(`$LANEWISE ${command} > /dev/full`)).toMatchObject(full);
  });

  test("or a file that may not become so large leaves nothing", async () => {
    const before = names();
    const { code, stderr } = await shell(`ulimit -f 4096; $LANEWISE apply gelu ${large} ${at("y.npy")}`);
    expect(stderr).toMatch(/^lanewise: .*y\.npy: file too large\n$/);
    expect(code).toBe(1);
    expect(names()).toEqual(before);
  });

  test("takes only a part of a write to stdout: that is an error, too", async () => {
    const { code, stderr } = await shell(`ulimit -f 4096; $LANEWISE apply gelu ${large} - > ${at("part.raw")}`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "lanewise: stdout: file too large\n" });
  });
});

describe("a reader that stops", () => {
  test("ends the run as SIGPIPE would", async () => {
    const pipe = `$LANEWISE apply gelu ${large} - | head -c 4 | wc -c; echo \${PIPESTATUS[0]}`;
    const { stdout, stderr } = await shell(pipe);
    expect(stderr).toBe("");
    expect(stdout.trim().split(/\s+/)).toEqual(["4", "141"]);
    const list = await shell(`$LANEWISE list --json | head -c 1; echo; echo \${PIPESTATUS[0]}`);
    expect(list.stdout).toMatch(/^\[\n(141|0)\n$/);
  });

  test("ends it also when more is to come on stdin", async () => {
    const producer = "(head -c 16777216 /dev/zero; exec sleep 50)";
    const { stdout } = await shell(
      `${producer} | ($LANEWISE apply gelu - - --dtype f32; echo $? >&2) 2>&1 >/dev/full & wait`,
    );
    expect(stdout).toBe("lanewise: stdout: no space left on device\n1\n");
  });
});

describe("stdin", () => {
  test.each([
    ["a folder", "< /tmp", "lanewise: stdin: is a folder; pipe values to it, or pass a file\n", 1],
    ["closed", "<&-", "lanewise: stdin: is closed; pipe values to it, or pass a file\n", 1],
    ["empty", "< /dev/null", "", 0],
    ["a file", `< ${x}`, "lanewise: stdin: an .npy file, where raw values were expected: pass its path instead\n", 1],
  ])("that is %s", async (_, redirection, message, expected) => {
    const { code, stderr } = await shell(`$LANEWISE apply gelu - - --dtype f32 --quiet ${redirection}`);
    expect({ code, stderr }).toEqual({ code: expected, stderr: message });
  });

  test("or IN that is also OUT is refused", async () => {
    const raw = at("same.raw");
    const copy = `cp ${x} ${raw}; $LANEWISE apply gelu`;
    const refusal = expect.stringMatching(/: is an input, too; write to another file\n$/);
    for (const run of [
      `- ${raw} --dtype f32 --overwrite < ${raw}`,
      `${raw} - >> ${raw}`,
      `- - --dtype f32 < ${raw} >> ${raw}`,
    ]) {
      expect(await shell(`${copy} ${run}`)).toMatchObject({ code: 2, stderr: refusal });
      expect(readFileSync(raw).equals(readFileSync(x))).toBe(true);
    }
  });
});

test("too little memory is an error with a remedy that helps", async () => {
  const limited = (variables: string) =>
    shell(`ulimit -v 6000000; ${variables} $LANEWISE apply gelu ${x} ${at("m.npy")}`);
  const { code, stderr } = await limited("");
  expect(stderr).toMatch(/^lanewise: .*memory.*NODE_OPTIONS=--disable-wasm-trap-handler\n$/);
  expect(code).toBe(1);
  expect(await limited("NODE_OPTIONS=--disable-wasm-trap-handler")).toMatchObject({ code: 0, stderr: "" });
});

test("values of a large slice go to stdout whole, in order", async () => {
  const wide = save("wide.npy", new Float32Array(4_500 * 9_001), [4_500, 9_001]);
  const { code, bytes, stderr } = await spawned(["apply", "softmax", wide, "-", "--axis", "0", "--quiet"]);
  expect({ code, stderr, length: bytes.length }).toEqual({ code: 0, stderr: "", length: 4 * 4_500 * 9_001 });
});

describe("progress", () => {
  const inTerminal = (command: string) => shell(`script -qec "$LANEWISE ${command}" /dev/null`);

  test("is drawn on a terminal", async () => {
    const { stdout } = await inTerminal(`apply gelu ${large} ${at("p.npy")}`);
    expect(stdout).toMatch(/\d+ % .* [\d.]+ [kMG]?B\/s, .* left/);
    expect(stdout).toMatch(/p\.npy: gelu, shape \(4194304\) of f32/);
  });

  test("is not drawn with --quiet", async () => {
    expect((await inTerminal(`apply gelu ${large} ${at("quiet.npy")} --quiet`)).stdout).toBe("");
  });

  test("has no percentage if the total is unknown", async () => {
    const { stdout } = await inTerminal(`apply gelu - ${at("stdin.npy")} --dtype f32 < ${large}`);
    expect(stdout).toMatch(/[\d.]+ [kM]?B [\d.]+ [kMG]?B\/s/);
    expect(stdout).not.toContain("%");
  });
});

test("large files take little memory, large slices not much more", async () => {
  const dy = save("dy.npy", new Float64Array(1e7), [5, 2_000_000]);
  const most = async (...args: string[]) => {
    const result = await spawned(["apply", ...args, at("y.npy"), "--json", "--overwrite"]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    return JSON.parse(result.stdout).peakBytes;
  };
  // The memory of this process, which starts it, does not count.
  const ballast = Buffer.alloc(300e6, 1);
  // Files of 80 MB: two of them in memory would be 160, on top of the 60 of Node.
  expect(await most("softmax", dy, "--grad", dy, "--axis", "0")).toBeLessThan(200e6);
  expect(await most("gelu", dy)).toBeLessThan(150e6);
  expect(ballast.at(-1)).toBe(1);
});
