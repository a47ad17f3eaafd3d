import type { Expected } from "../commands/arguments.js";
import type { Completed, CompletedOption, Grammar } from "./grammar.js";

/** Completion in bash, from version 3.2 on, which splits words at "=". */
export function bashScript(grammar: Grammar): string {
  return `${expectation(grammar)}
_lanewise() {
  local list files current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" word
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  _lanewise_expected "$current" "$previous" "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=()
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
      COMPREPLY+=("$word")
    done < <(compgen -d -- "$current"; compgen -f -X "!*$files" -- "$current")
  else
    COMPREPLY=($(compgen -W "$list" -- "$current"))
  fi
}

complete -F _lanewise lanewise
`;
}

/** Completion in zsh, by a file in \`fpath\` or by eval. */
export function zshScript(grammar: Grammar): string {
  const summaries = grammar.commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `${expectation(grammar)}
_lanewise() {
  local list files current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}"
  local -a commands=(
${summaries.join("\n")}
  )
  local -a before=("\${(@)words[2,CURRENT-1]}")
  if [[ $current == --*=* ]]; then
    previous="\${current%%=*}"
    current="\${current#*=}"
    before+=("$previous")
    compset -P "*="
  fi
  _lanewise_expected "$current" "$previous" "\${before[@]}"
  if [[ -n $files ]]; then
    _files -g "*$files"
  elif [[ $list == "\${(j: :)commands%%:*}" ]]; then
    _describe command commands
  else
    compadd -- \${=list}
  fi
}

if [[ $funcstack[1] == _lanewise ]]; then
  _lanewise "$@"
else
  compdef _lanewise lanewise
fi
`;
}

/**
 * A function, in what bash and zsh have in common, that sets \`list\` to the words that may come next, or \`files\` to the
 * end of the names of files.
 */
function expectation({ commands, valued }: Grammar): string {
  const values = commands.flatMap(({ name, options, parameters }) =>
    [...options, ...parameters].flatMap(({ names, value }) =>
      value ? [`    ${names.map((option) => `${name}:${option}`).join("|")}) ${result(value)} ;;`] : [],
    ),
  );
  const parameters = commands.flatMap((command) =>
    command.parameters.map(
      ({ names, functions }) =>
        `    case "$command:$op" in ${["", ...functions].map((f) => `${command.name}:${f}`).join("|")}) list="$list ${names.join(" ")}" ;; esac`,
    ),
  );
  const options = commands.map(({ name, options }) => `      ${name}) list="${namesOf(options)}" ;;`);
  const operands = commands.flatMap((command) => operandsOf(command));
  return `_lanewise_expected() {
  local current="$1" previous="$2" command="" op="" count=0 skip="" ended="" word
  list="" files=""
  shift 2
  for word in "$@"; do
    if [[ -n $skip ]]; then
      [[ $word == "=" ]] || skip=""
      continue
    fi
    if [[ -z $ended ]]; then
      case "$word" in
        --) ended=1; continue ;;
        ${valued.join("|")}) skip=1; continue ;;
        -*) continue ;;
      esac
    fi
    if [[ -z $command ]]; then
      command="$word"
    else
      [[ $count -gt 0 ]] || op="$word"
      count=$((count + 1))
    fi
  done
  if [[ -n $skip ]]; then
    case "$command:$previous" in
${values.map((line) => `  ${line}`).join("\n")}
    esac
    return
  fi
  if [[ $current == -* && -z $ended ]]; then
    case "$command" in
      "") list="--help --version" ;;
${options.join("\n")}
    esac
${parameters.join("\n")}
    return
  fi
  case "$command:$count" in
    :*) list="${commands.map(({ name }) => name).join(" ")}" ;;
${operands.join("\n")}
  esac
}
`;
}

function operandsOf({ name, operands, repeats }: Completed): string[] {
  return operands.map((expected, i) => {
    const at = repeats && i === operands.length - 1 ? "*" : `${i}`;
    return `    ${name}:${at}) ${result(expected)} ;;`;
  });
}

function result(expected: Expected): string {
  return "words" in expected ? `list="${expected.words.join(" ")}"` : `files="${expected.files}"`;
}

function namesOf(options: readonly CompletedOption[]): string {
  return options.flatMap(({ names }) => names).join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
