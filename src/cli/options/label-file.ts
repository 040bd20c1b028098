import { files, labelOption } from '../object-options.ts'

/** `--label-file`: put a label on it by its text. */
export const labelFile = labelOption(files)
