/**
 * Capture as a stream of typed records, for programs. The pace is the reader's: records wait in the
 * kernel's ring until the loop asks for more, and what finds no room there comes out as a loss record.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorCode } from '../errors.ts'
import { LossReporter } from '../pipeline/loss-reporter.ts'
import { createDecoder, type DecodeProblem } from '../record/decode.ts'
import type { ProvenanceRecord } from '../record/record.ts'
import { type CaptureSession, type SessionOptions, startCapture } from './session.ts'

/** Who is told of what cannot be read. */
export interface ProblemOptions {
  /**
   * Told of each message or chunk of the ring that cannot be decoded, and that no record was made of. A
   * relation among them is told as lost, too. What it throws ends the stream.
   * @default a warning of the process (`process.on('warning')`), the first time that each code occurs
   */
  readonly onProblem?: (problem: DecodeProblem) => void
}

/** What to capture, and until when. */
export interface CaptureOptions extends SessionOptions, ProblemOptions {
  /** Processes to track, with all that they touch and start. */
  readonly processes?: readonly number[]
  /** Ends the stream: what was captured until then still comes. */
  readonly signal?: AbortSignal
}

/** How records are read from a session. */
export interface RecordOptions extends ProblemOptions {
  readonly signal?: AbortSignal
  /** Longest time in ms that a record waits. @default 100 */
  readonly intervalMs?: number
  /** The session's records were read before: the first relation's number is not known. */
  readonly isContinued?: boolean
  /**
   * Capturing ends with the signal: the policy is switched off, and every relation up to the last
   * one made comes out or is told as lost.
   * @default false: whoever reads the session next finds the rest
   */
  readonly endsCapture?: boolean
}

const DEFAULT_INTERVAL_MS = 100
/** Bytes of the ring that are turned into objects at a time. */
const BATCH_BYTES = 65_536
const SETTLE_MS = 500
/** By then every hook that was running has put its records into the ring. */
const LAST_HOOKS_MS = 10

/**
 * Captures with private programs, from the first turn of the loop until it is left or the signal comes.
 *
 * @example
 * for await (const record of capture({ processes: [pid] })) console.log(record.type)
 * @throws CF_CAPTURE_NO_MODE when this kernel allows none, CF_PROCESS_MISSING for a process.
 */
export async function* capture(
  options: CaptureOptions = {},
): AsyncGenerator<ProvenanceRecord, void, undefined> {
  const session = await startCapture(options)
  try {
    for (const pid of options.processes ?? []) session.trackProcess(pid)
    const { signal, onProblem } = options
    const given = { ...(signal && { signal }), ...(onProblem && { onProblem }) }
    yield* recordsOf(session, { ...given, endsCapture: true })
  } finally {
    await session.close()
  }
}

/** The records of a session. Leaving the loop gives up what was handed out, no more. */
export async function* recordsOf(
  session: CaptureSession,
  options: RecordOptions = {},
): AsyncGenerator<ProvenanceRecord, void, undefined> {
  const { relay } = session
  const reader = new RecordReader(session, options)
  let settledAt = performance.now()
  while (!options.signal?.aborted) {
    if (await relay.wait(options.intervalMs ?? DEFAULT_INTERVAL_MS, options.signal)) {
      yield* reader.batch()
      relay.commit()
    }
    if (performance.now() - settledAt >= SETTLE_MS) {
      settledAt = performance.now()
      yield* reader.losses.settle(settledAt)
    }
  }
  if (options.endsCapture) await endCapture(session)
  for (let left = relay.fillBytes; left > 0; ) {
    const before = relay.fillBytes
    yield* reader.batch()
    relay.commit()
    const moved = before - relay.fillBytes
    if (moved <= 0) break
    left -= moved
  }
  yield* reader.losses.finish(options.endsCapture ? session.counters.relationIds : undefined)
}

async function endCapture(session: CaptureSession): Promise<void> {
  session.control.change({ isEnabled: false })
  await sleep(LAST_HOOKS_MS)
}

/** Warns of the first problem of each code: a ring that is damaged may hold thousands. */
function warnOnce(): (problem: DecodeProblem) => void {
  const told = new Set<ErrorCode>()
  return ({ code, detail }) => {
    if (told.has(code)) return
    told.add(code)
    process.emitWarning(`a record was skipped: ${detail}`, { type: 'CamflowWarning', code })
  }
}

class RecordReader {
  readonly losses: LossReporter
  readonly #session: CaptureSession
  readonly #decoder: ReturnType<typeof createDecoder>
  #records: ProvenanceRecord[] = []

  constructor(session: CaptureSession, { isContinued, onProblem }: RecordOptions) {
    const { bootId, machineId } = session
    this.#session = session
    this.losses = new LossReporter({ bootId, machineId }, isContinued ? 'unknown' : 1, () =>
      session.counters.read(),
    )
    this.#decoder = createDecoder({
      bootId,
      machineId,
      onVertex: (vertex) => void this.#records.push(vertex.snapshot()),
      onRelation: (relation) => {
        this.losses.epoch = relation.chunk.epoch
        this.losses.add(relation.idLow, relation.idHigh)
        this.#records.push(relation.snapshot())
      },
      onError: onProblem ?? warnOnce(),
    })
  }

  /** The next records of the ring, copied out of it. */
  batch(): readonly ProvenanceRecord[] {
    this.#records = []
    this.#session.relay.drain((memory, offset, length) => {
      this.#decoder.chunk(memory, offset, length)
      return undefined
    }, BATCH_BYTES)
    return this.#records
  }
}
