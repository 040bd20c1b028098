/** What CamFlow returns for a command line that it does not understand: -1, as a shell sees it. */
export const MISUSE = 255
