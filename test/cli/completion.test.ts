import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { folder, lanewise } from "../support/cli.js";
import { exported } from "../support/functions.js";

/** The scripts of `lanewise completion`, run by the shells that are installed. */

const { at } = folder();
const isThere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await lanewise(["completion", shell]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

beforeAll(() => {
  mkdirSync(at("more"));
  for (const name of ["x.npy", "my x.npy", "notes.txt", "more/y.npy", "picture.svg"]) writeFileSync(at(name), "");
});

/** All line by line in one run of the shell: a run takes longer than a completion. */
type Complete = (lines: readonly string[]) => Promise<readonly (readonly string[])[]>;

function answersOf(shell: string, option: string, script: string): (readonly string[])[] {
  const output = execFileSync(shell, [option, "-c", script], { cwd: at("."), encoding: "utf8" });
  return output
    .split("--next--\n")
    .slice(0, -1)
    .map((text) => text.split("\n").filter((line) => line !== ""));
}

/** As readline does it: words end at spaces and at "=", which is a word of its own. */
const inBash: Complete = async (lines) => {
  const script = await scriptFor("bash");
  const calls = lines.map((line) => {
    const words = line.split(/\s+|(=)/).filter((word) => word !== undefined);
    return `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _lanewise
for reply in "\${COMPREPLY[@]}"; do echo "$reply"; done; echo --next--`;
  });
  return answersOf("bash", "--norc", `${script}\n${calls.join("\n")}\n`);
};

/** The functions of zsh that a completion calls, as ones that print what they are called with. */
const inZsh: Complete = async (lines) => {
  const script = await scriptFor("zsh");
  const calls = lines.map((line) => {
    const words = line.split(/\s+/);
    return `words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length}; _lanewise; echo --next--`;
  });
  const functions = `compdef() { :; }; compset() { :; }
compadd() { shift; local word; for word in "$@"; do [[ $word == $current* ]] && echo "$word"; done }
_describe() { local word; for word in $commands; do [[ $word == $current* ]] && echo "\${word%%:*}"; done }
_files() { setopt local_options null_glob; print -l -- \${~2}(.) *(/) }`;
  return answersOf("zsh", "-f", `${functions}\n${script}\n${calls.join("\n")}\n`);
};

const inFish: Complete = async (lines) => {
  const script = await scriptFor("fish");
  const calls = lines.map((line) => `complete -C'${line}' | string replace -r '\\t.*' ''; echo --next--`);
  return answersOf("fish", "--no-config", `${script}\n${calls.join("\n")}\n`);
};

describe.each<[string, Complete]>([
  ["bash", inBash],
  ["zsh", inZsh],
  ["fish", inFish],
])("%s", (shell, complete) => {
  const names = [...exported.values()].flatMap(({ spec }) => [spec.name, ...spec.aliases]);
  const installed = isThere(shell);
  const lines = {
    commands: "lanewise ",
    command: "lanewise de",
    functions: "lanewise describe ",
    applied: "lanewise apply ",
    function: "lanewise apply leaky",
    alias: "lanewise plot gelu log",
    afterOption: "lanewise apply --axis 1 leaky",
    options: "lanewise apply leakyRelu x.npy y.npy --",
    other: "lanewise apply softmax x.npy y.npy --",
    dtype: "lanewise apply gelu x.npy y.npy --dtype f",
    attached: "lanewise apply gelu x.npy y.npy --dtype=f3",
    benched: "lanewise bench --dtype ",
    number: "lanewise apply elu x.npy y.npy --axis ",
    shells: "lanewise completion ",
    input: "lanewise apply gelu ",
    grad: "lanewise apply gelu x.npy y.npy --grad ",
    picture: "lanewise plot gelu -o ",
    nothing: "lanewise list ",
  };
  const answers = {} as Record<keyof typeof lines, readonly string[]>;
  beforeAll(async () => {
    if (!installed) return;
    const found = await complete(Object.values(lines));
    Object.keys(lines).forEach((key, i) => {
      answers[key as keyof typeof lines] = [...new Set(found[i])].sort();
    });
  });

  test.skipIf(!installed)("commands, functions and aliases", () => {
    const commands = ["apply", "bench", "completion", "describe", "list", "merge", "plot"];
    expect(answers.commands.filter((word) => !word.startsWith("-"))).toEqual(commands);
    expect(answers.command).toEqual(["describe"]);
    expect(answers.functions.filter((word) => !word.startsWith("-"))).toEqual([...new Set(names)].sort());
    expect(answers.applied).not.toContain("softmaxCrossEntropy");
    expect(answers.applied).toContain("hardSilu");
    expect(answers.function).toEqual(["leakyRelu", "leakyRelu6"]);
    expect(answers.afterOption).toEqual(["leakyRelu", "leakyRelu6"]);
    expect(answers.alias).toEqual(["logSigmoid", "logSoftmax", "logSumExp", "logistic"].sort());
    expect(answers.shells).toEqual(["bash", "fish", "zsh"]);
    expect(answers.nothing).toEqual([]);
  });

  test.skipIf(!installed)("options, among them the parameters of the function", () => {
    expect(answers.options).toEqual(expect.arrayContaining(["--negative-slope", "--dtype", "--overwrite"]));
    expect(answers.options).not.toContain("--beta");
    expect(answers.other).not.toContain("--negative-slope");
    expect(answers.other).toContain("--axis");
  });

  test.skipIf(!installed)("values of options", () => {
    expect(answers.dtype).toEqual(["f16", "f32", "f64"]);
    expect(answers.attached.map((word) => word.replace("--dtype=", ""))).toEqual(["f32"]);
    expect(answers.benched).toEqual(["f32", "f64"]);
    expect(answers.number).toEqual([]);
  });

  test.skipIf(!installed)("files, where files are expected", () => {
    for (const files of [answers.input, answers.grad]) {
      expect(files.map((name) => name.replaceAll("\\", ""))).toEqual(expect.arrayContaining(["x.npy", "my x.npy"]));
      expect(files.map((name) => name.replace("/", ""))).toContain("more");
    }
    expect(answers.picture).toContain("picture.svg");
    // fish puts other files last.
    if (shell !== "fish") expect([...answers.input, ...answers.grad, ...answers.picture]).not.toContain("notes.txt");
  });
});

test("every option of every command is in each script, by the names that are written", async () => {
  const commands = ["apply", "merge", "list", "describe", "plot", "bench", "completion"];
  const helps = await Promise.all(commands.map((command) => lanewise([command, "--help"])));
  const options = new Set(helps.flatMap(({ stdout }) => stdout.match(/--[a-z][a-z-]+/g) ?? []));
  for (const shell of ["bash", "zsh", "fish"]) {
    const script = await scriptFor(shell);
    const written = shell === "fish" ? [...options].map((name) => `-l ${name.slice(2)}`) : [...options];
    expect(written.filter((option) => !new RegExp(`${option}(?![\\w-])`).test(script))).toEqual([]);
  }
});

test("another shell is refused", async () => {
  expect(await lanewise(["completion", "bsh"])).toMatchObject({
    code: 2,
    stderr: "lanewise: unknown shell bsh; did you mean bash?\n",
  });
  expect(await lanewise(["completion"])).toMatchObject({
    code: 2,
    stderr: "lanewise: expected one shell: lanewise completion bash; see --help\n",
  });
});
