import { labelOption, processes } from '../object-options.ts'

/** `--label-process`: put a label on it by its text. */
export const labelProcess = labelOption(processes)
