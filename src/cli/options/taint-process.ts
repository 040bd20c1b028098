import { processes, taintOption } from '../object-options.ts'

/** `--taint-process`: put a label on it by the number of its bit. */
export const taintProcess = taintOption(processes)
