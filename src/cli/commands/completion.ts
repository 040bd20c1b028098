/** `camflow completion SHELL`: prints the script that completes camflow's command line. */
import { helpOption } from '../../config/option-table.ts'
import type { CommandForm } from '../command-form.ts'
import { completionScripts } from '../completion.ts'
import { commandOf } from '../option.ts'

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

function readShell(args: readonly string[]): keyof typeof completionScripts | undefined {
  const [shell = ''] = args
  if (shell === '--help' || shell === '-h') return undefined
  if (!Object.hasOwn(completionScripts, shell)) {
    throw new TypeError(`there is no script for "${shell}"`)
  }
  return shell as keyof typeof completionScripts
}

async function completion(shell: keyof typeof completionScripts): Promise<number> {
  process.stdout.write(completionScripts[shell])
  return 0
}

/** `camflow completion`. */
export const completionCommand = commandOf({
  ...{ name: 'completion', form },
  ...{ read: readShell, work: completion },
})
