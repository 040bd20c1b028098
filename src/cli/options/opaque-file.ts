import { files, opaqueOption } from '../object-options.ts'

/** `--opaque-file`: never capture it. */
export const opaqueFile = opaqueOption(files)
