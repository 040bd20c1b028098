/** What set-up cannot do by itself; the message says what to do. */
export class SetupError extends Error {}

/** Says what is being done, on the error output: the standard output belongs to what follows. */
export function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}
