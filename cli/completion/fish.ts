import type { Expected } from "../commands/arguments.js";
import type { Completed, CompletedOption, Grammar } from "./grammar.js";

/** Completion in fish: a line for each command, option and operand, with the condition under which it may come. */
export function fishScript({ commands, valued }: Grammar): string {
  return `function __lanewise_words
    set -l skip
    set -l words (commandline -opc)
    for word in $words[2..]
        if test -n "$skip"
            set skip
            continue
        end
        switch $word
            case ${valued.join(" ")}
                set skip 1
            case '-*'
            case '*'
                echo -- $word
        end
    end
end

# The command, with so many operands before the one that is written.
function __lanewise_at
    set -l words (__lanewise_words)
    test "$words[1]" = "$argv[1]"; and test (math (count $words) - 1) $argv[2] $argv[3]
end

# The command, with one of the functions.
function __lanewise_in
    set -l words (__lanewise_words)
    test "$words[1]" = "$argv[1]"; or return 1
    test (count $argv) = 1; or test (count $words) = 1; or contains -- "$words[2]" $argv[2..]
end

complete -c lanewise -f
complete -c lanewise -n '__lanewise_at "" -lt 0' -l help
complete -c lanewise -n '__lanewise_at "" -lt 0' -l version
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ name, summary, options, parameters, operands, repeats }: Completed): string[] {
  return [
    line('__lanewise_at "" -lt 0', `-a ${name} -d ${quoted(summary)}`),
    ...options.map((option) => line(`__lanewise_in ${name}`, optionOf(option))),
    ...parameters.map((option) => line(`__lanewise_in ${name} ${option.functions.join(" ")}`, optionOf(option))),
    ...operands.map((expected, i) => {
      const at = repeats && i === operands.length - 1 ? "-ge" : "-eq";
      return line(`__lanewise_at ${name} ${at} ${i}`, candidates(expected));
    }),
  ];
}

function line(condition: string, rest: string): string {
  return `complete -c lanewise -n ${quoted(condition)} ${rest}`;
}

function optionOf({ names, takesValue, value }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...flags, ...(takesValue ? ["-x"] : []), ...(value ? [candidates(value)] : [])].join(" ");
}

function candidates(expected: Expected): string {
  const text = "words" in expected ? expected.words.join(" ") : `(__fish_complete_suffix ${expected.files})`;
  return `-a ${quoted(text)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
