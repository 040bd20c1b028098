import { processes, trackOption } from '../object-options.ts'

/** `--track-process`: track it, with or without all that it reaches. */
export const trackProcess = trackOption(processes)
