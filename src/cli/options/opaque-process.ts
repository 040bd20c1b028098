import { opaqueOption, processes } from '../object-options.ts'

/** `--opaque-process`: never capture it. */
export const opaqueProcess = opaqueOption(processes)
