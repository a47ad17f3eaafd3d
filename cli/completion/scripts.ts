import packageJson from "../../package.json" with { type: "json" };
import type { Command } from "../commands/command.js";
import { fishScript } from "./fish.js";
import { grammarOf } from "./grammar.js";
import { bashScript, zshScript } from "./posix.js";

type Script = (commands: ReadonlyMap<string, Command>) => string;

export const scripts: Readonly<Record<"bash" | "zsh" | "fish", Script>> = {
  bash: (commands) => `${header("bash")}${bashScript(grammarOf(commands))}`,
  zsh: (commands) => `#compdef lanewise\n${header("zsh")}${zshScript(grammarOf(commands))}`,
  fish: (commands) => `${header("fish")}${fishScript(grammarOf(commands))}`,
};

function header(shell: string): string {
  return `# lanewise ${packageJson.version}: made by "lanewise completion ${shell}"\n`;
}
