import { files, taintOption } from '../object-options.ts'

/** `--taint-file`: put a label on it by the number of its bit. */
export const taintFile = taintOption(files)
