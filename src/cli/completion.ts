/**
 * Completion for shells, from the same tables as the help: the scripts ask `camflow __complete WORD…` what
 * may stand in the place of the last word.
 */
import { type CommandForm, formCompletion } from './command-form.ts'
import type { Completion, ControlOption, Parameter, SubCommand } from './control-option.ts'

/** What the shell offers: words, or names that it knows how to find. */
export type Candidates =
  | { readonly words: readonly string[] }
  | { readonly kind: 'files' | 'users' | 'groups' | 'processes' }

/**
 * What may come.
 *
 * @param commands names of the commands that are not in the table of options.
 * @param typed the words behind `camflow`; the last one, perhaps empty, is to be completed.
 * @param form of the command that the first word names, where it names one of `commands`.
 */
export function candidates(
  options: readonly ControlOption[],
  commands: readonly string[],
  typed: readonly string[],
  form?: CommandForm,
): Candidates {
  const before = typed.slice(0, -1)
  const [first] = before
  if (first === undefined) return { words: firstWords(options, commands) }
  if (form !== undefined) return offered(formCompletion(form, typed.slice(1)))
  if (first.startsWith('-')) {
    const option = options.find(({ name }) => name === first)
    return ofParameter(option?.parameters[before.length - 1])
  }
  const forms = options.flatMap((option) =>
    option.subCommands.map((command) => ({ option, command, words: command.words.split(' ') })),
  )
  const full = forms.find(({ words }) => words.every((word, index) => before[index] === word))
  if (full !== undefined) return afterWords(full.option, full.command, before)
  const next = forms
    .filter(({ words }) => before.every((word, index) => words[index] === word))
    .flatMap(({ words }) => words[before.length] ?? [])
  return { words: [...new Set(next)] }
}

function firstWords(
  options: readonly ControlOption[],
  commands: readonly string[],
): readonly string[] {
  const subCommands = options.flatMap((option) =>
    option.subCommands.map(({ words }) => words.split(' ')[0] ?? ''),
  )
  const names = options.flatMap(({ name }) => name ?? [])
  return [...new Set([...commands, ...subCommands, ...names])]
}

function afterWords(
  option: ControlOption,
  command: SubCommand,
  before: readonly string[],
): Candidates {
  const rest = before.slice(command.words.split(' ').length)
  const given = rest.filter((word) => !word.startsWith('--'))
  const parameter = command.parameters[given.length]
  if (parameter !== undefined) return ofParameter(parameter)
  const flags = [...(command.flags ?? []), ...(option.printsState ? ['json'] : [])]
  return { words: flags.map((flag) => `--${flag}`) }
}

function ofParameter(parameter: Parameter | undefined): Candidates {
  return offered(parameter?.completion ?? { kind: 'nothing' })
}

function offered(completion: Completion): Candidates {
  switch (completion.kind) {
    case 'nothing':
      return { words: [] }
    case 'words':
      return { words: completion.words }
    default:
      return { kind: completion.kind }
  }
}

/** What `camflow __complete` prints: a word a line, or `:files` and the like. */
export function candidateLines(found: Candidates): string {
  const lines = 'kind' in found ? [`:${found.kind}`] : found.words
  return lines.map((line) => `${line}\n`).join('')
}

/** The script for each shell that is served. */
export const completionScripts = {
  bash: `# Completion of camflow for bash: eval "$(camflow completion bash)"
_camflow() {
    local current=\${COMP_WORDS[COMP_CWORD]} reply
    mapfile -t reply < <(camflow __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    case \${reply[0]-} in
        :files)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        :users) mapfile -t COMPREPLY < <(compgen -u -- "$current") ;;
        :groups) mapfile -t COMPREPLY < <(compgen -g -- "$current") ;;
        :processes) mapfile -t COMPREPLY < <(compgen -W "$(cd /proc && echo [0-9]*)" -- "$current") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "\${reply[*]-}" -- "$current") ;;
    esac
}
complete -F _camflow camflow
`,
  zsh: `#compdef camflow
# Completion of camflow for zsh: eval "$(camflow completion zsh)"
_camflow() {
    local -a reply
    reply=("\${(@f)$(camflow __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    case \${reply[1]} in
        :files) _files ;;
        :users) _users ;;
        :groups) _groups ;;
        :processes) _pids ;;
        *) compadd -- $reply ;;
    esac
}
if [ "$funcstack[1]" = _camflow ]; then _camflow "$@"; else compdef _camflow camflow; fi
`,
  fish: `# Completion of camflow for fish: camflow completion fish | source
function __camflow_candidates
    set -l words (commandline -opc) (commandline -ct)
    set -l reply (camflow __complete $words[2..-1] 2>/dev/null)
    switch "$reply[1]"
        case :files
            __fish_complete_path (commandline -ct)
        case :users
            __fish_complete_users
        case :groups
            __fish_complete_groups
        case :processes
            __fish_complete_pids
        case '*'
            printf '%s\\n' $reply
    end
end
complete -c camflow -f -a '(__camflow_candidates)'
`,
} as const
