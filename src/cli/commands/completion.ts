/** `camflow completion SHELL`: prints the script that completes camflow's command line. */
import { completionScripts } from '../completion.ts'

/** What `camflow completion --help` prints. */
export const completionHelp = `camflow completion bash|zsh|fish

Prints the script that completes the words of camflow in that shell. The package installs it; by hand:
  bash   eval "$(camflow completion bash)"
  zsh    eval "$(camflow completion zsh)"
  fish   camflow completion fish | source
`

/** Runs the command. @returns 0, or 2 for a shell that is not served. */
export async function completion(args: readonly string[]): Promise<number> {
  const [shell = ''] = args
  if (shell === '--help' || shell === '-h') {
    process.stdout.write(completionHelp)
    return 0
  }
  if (!Object.hasOwn(completionScripts, shell)) {
    process.stderr.write(
      `camflow completion: there is no script for "${shell}"\n\n${completionHelp}`,
    )
    return 2
  }
  process.stdout.write(completionScripts[shell as keyof typeof completionScripts])
  return 0
}
