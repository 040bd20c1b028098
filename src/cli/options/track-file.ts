import { files, trackOption } from '../object-options.ts'

/** `--track-file`: track it, with or without all that it reaches. */
export const trackFile = trackOption(files)
