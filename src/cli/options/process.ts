import { processes, showOption } from '../object-options.ts'
import { processText } from '../object-text.ts'

/** `--process`: what is known of a process. */
export const process = showOption(processes, processText)
