/** Makes an error that a person can act on from what libbpf says when loading fails. */
import { getSystemErrorName } from 'node:util'
import { CamflowError } from '../errors.ts'

const SHOWN_LINES = 12
const LOG = /-- BEGIN PROG LOAD LOG --\n([\s\S]*?)-- END PROG LOAD LOG --/
const PROGRAM = /prog '([^']+)'/
const NOISE = /^processed \d+ insns/
/** What libbpf found wrong by itself; the rest of its lines repeats that loading failed. */
const CAUSE = /^libbpf: (?!.*(?:load failed|failed to load|ulimit))/

/**
 * A refusal to load or attach: which program, the error, and the end of the verifier's log; where the
 * verifier said nothing, what libbpf could not do.
 */
export function loadFailure(messages: readonly string[], errno: number): CamflowError {
  const text = messages.join('')
  const program = PROGRAM.exec(text)?.[1]
  const log = LOG.exec(text)?.[1] ?? ''
  const verifier = log.split('\n').filter((line) => line.trim() !== '' && !NOISE.test(line))
  const shown = verifier.length > 0 ? verifier : text.split('\n').filter((line) => CAUSE.test(line))
  const head = `${program === undefined ? 'The programs' : `Program ${program}`}: ${errorName(errno)}.`
  return new CamflowError('CF_CAPTURE_REFUSED', [head, ...shown.slice(-SHOWN_LINES)].join('\n  '), {
    cause: { errno, program },
  })
}

/** The kernel has numbers of its own (ENOTSUPP, 524) that Node has no name for. */
function errorName(errno: number): string {
  const name = errno > 0 ? getSystemErrorName(-errno) : ''
  return /^E[A-Z0-9]+$/.test(name) ? name : `error ${errno}`
}
