/** What CamFlow prints in red. */
import type { Terminal } from './control-option.ts'

/** One line, in red where the terminal knows colours. */
export function red(line: string, { isColoured }: Pick<Terminal, 'isColoured'>): string {
  return isColoured ? `\u001b[31m${line}\u001b[0m\n` : `${line}\n`
}
