/** `camflow completion SHELL`: prints the script that completes camflow's command line. */
import { helpOption } from '../../config/option-table.ts'
import { type CommandForm, formHelp } from '../command-form.ts'
import { completionScripts } from '../completion.ts'
import type { LoadedCommand } from '../option.ts'

const form: CommandForm = {
  usage: 'camflow completion bash|zsh|fish',
  about: [
    'Prints the script that completes the words of camflow in that shell. The package installs it; ' +
      'by hand:',
    [
      '  bash   eval "$(camflow completion bash)"',
      '  zsh    eval "$(camflow completion zsh)"',
      '  fish   camflow completion fish | source',
    ].join('\n'),
  ],
  options: helpOption,
  takes: { kind: 'words', words: Object.keys(completionScripts) },
}

/** Runs the command. @returns 0, or 2 for a shell that is not served. */
export async function completion(args: readonly string[]): Promise<number> {
  const [shell = ''] = args
  if (shell === '--help' || shell === '-h') {
    process.stdout.write(formHelp(form))
    return 0
  }
  if (!Object.hasOwn(completionScripts, shell)) {
    process.stderr.write(
      `camflow completion: there is no script for "${shell}"\n\n${formHelp(form)}`,
    )
    return 2
  }
  process.stdout.write(completionScripts[shell as keyof typeof completionScripts])
  return 0
}

/** `camflow completion`. */
export const completionCommand: LoadedCommand = { form, run: completion }
