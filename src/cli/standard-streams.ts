/** What happens when nobody takes what a command prints. */

/** What a shell calls the end of a program whose reader has left: 128 and the number of SIGPIPE. */
const READER_LEFT = 141
const UNWRITTEN = 1

/**
 * From here on a failure of standard output ends this process: in silence where the reader has left, as
 * it ends other programs, else with the reason. A failure of standard error ends nothing: there is nobody
 * to tell.
 */
export function endWithStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(READER_LEFT)
    process.stderr.write(`camflow: standard output cannot be written: ${error.message}\n`)
    process.exit(UNWRITTEN)
  })
  process.stderr.on('error', () => {})
}
