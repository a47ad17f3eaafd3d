import type { Command } from "../commands/command.js";
import { Failure } from "../core/failure.js";
import { writeTo } from "../core/streams.js";
import { suggestion } from "../core/suggestion.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** The command that prints the scripts; it is one of the commands itself. */
export function completion(commands: ReadonlyMap<string, Command>): Command {
  return {
    summary: "a script that completes command lines in bash, zsh or fish",
    options: { help: { type: "boolean", short: "h" } },
    operands: [{ words: SHELLS }],
    help: `lanewise completion bash|zsh|fish

  bash:  eval "$(lanewise completion bash)"      in ~/.bashrc
  zsh:   eval "$(lanewise completion zsh)"       in ~/.zshrc, after compinit
  fish:  lanewise completion fish | source       in ~/.config/fish/config.fish

  -h, --help         this text
`,
    async run({ positionals: [shell, ...others] }, { stdout }) {
      if (shell === undefined || others.length > 0) {
        throw new Failure("expected one shell: lanewise completion bash; see --help", 2);
      }
      if (!SHELLS.some((known) => known === shell)) {
        throw new Failure(`unknown shell ${shell}${suggestion(shell, SHELLS, "expected bash, zsh or fish")}`, 2);
      }
      // No other command needs them.
      const { scripts } = await import("./scripts.js");
      await writeTo(stdout, scripts[shell as (typeof SHELLS)[number]](commands));
    },
  };
}
