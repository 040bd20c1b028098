import { files, showOption } from '../object-options.ts'
import { fileText } from '../object-text.ts'

/** `--file`: what is known of a file. */
export const file = showOption(files, fileText)
