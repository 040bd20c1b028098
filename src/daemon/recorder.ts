/**
 * The work of `camflowd` once everything is open: moves records until it is told to stop, says in
 * words how it goes, and ends with an account of what was recorded and lost.
 */
import type { DocumentReceiver, RecordFormat } from '../formats/format.ts'
import type { Relay } from '../kernel/relay.ts'
import type { Output, OutputStatus } from '../outputs/output.ts'
import type { LossCounters, LossProgress } from '../pipeline/loss-reporter.ts'
import { createPipeline, type PipelineStats } from '../pipeline/pipeline.ts'

/** A capture as the recorder needs it. */
export interface RecordedCapture {
  readonly relay: Relay
  readonly bootId: number
  readonly machineId: number
  /** First relation id to expect, or how far the daemon before this one came. */
  readonly firstRelation: number | 'unknown' | LossProgress
  /** Keeps for the next daemon how far this one has come. */
  keep?(progress: LossProgress): void
  counters(): LossCounters
  /** Ends capturing, when the capture is ours alone; what is in the ring stays. */
  end?(): Promise<void>
}

/** One recording. */
export interface RecorderOptions {
  readonly capture: RecordedCapture
  readonly format: (onDocument: DocumentReceiver) => RecordFormat
  readonly output: Output
  /** Says one line to the operator. */
  readonly tell: (line: string) => void
  /** Longest time in ms that a blocked output may hold up the stop. @default 5000 */
  readonly graceMs?: number
}

/** A recording that runs. */
export interface Recorder {
  /** Settles when `stop` is done, or rejects when the output fails for good. */
  readonly done: Promise<PipelineStats>
  /** Writes what is in the ring and ends. Once more: does not wait for a blocked output. */
  stop(): void
}

const DEFAULT_GRACE_MS = 5000
/** Problems told one by one; the rest is only counted. */
const TOLD_PROBLEMS = 10

/** Starts to record. The output is open and stays open. */
export function startRecorder(options: RecorderOptions): Recorder {
  const { capture, tell } = options
  const impatience = new AbortController()
  let problems = 0
  const pipeline = createPipeline({
    relay: capture.relay,
    bootId: capture.bootId,
    machineId: capture.machineId,
    firstRelation: capture.firstRelation,
    counters: () => capture.counters(),
    ...(capture.keep === undefined ? {} : { onProgress: capture.keep }),
    format: options.format,
    output: options.output,
    observer: {
      loss: (loss) => tell(`lost relations ${loss.first} to ${loss.last} (${loss.cause})`),
      problem: ({ code, detail }) => {
        if (problems++ < TOLD_PROBLEMS) tell(`skipped a message: ${code}, ${detail}`)
      },
    },
  })
  let askStop = () => {}
  const asked = new Promise<void>((resolve) => {
    askStop = resolve
  })
  const running = pipeline.run()
  const finish = async () => {
    // Failing for good ends the waiting as well.
    await Promise.race([asked, running])
    await capture.end?.()
    const grace = setTimeout(() => impatience.abort(), options.graceMs ?? DEFAULT_GRACE_MS)
    try {
      return await pipeline.stop({
        isLast: capture.end !== undefined,
        signal: impatience.signal,
      })
    } finally {
      clearTimeout(grace)
    }
  }
  let isAsked = false
  return {
    done: finish(),
    stop() {
      if (isAsked) impatience.abort()
      isAsked = true
      askStop()
    },
  }
}

/** What an output tells, in words. */
export function outputLine(status: OutputStatus, name: string): string {
  switch (status.state) {
    case 'blocked':
      return `${name} takes nothing: ${status.reason}; records wait in the ring`
    case 'warned':
      return status.reason
    case 'resumed':
      return `${name} takes documents again after ${(status.blockedMs / 1000).toFixed(1)} s`
    case 'attached':
      return `${name} has a reader`
    case 'rotated':
      return `${name}: the file that was full is ${status.closed}`
    default:
      return status satisfies never
  }
}

/** The account at the end. */
export function summaryLine(stats: PipelineStats): string {
  const count = (value: number) => value.toLocaleString('en-US')
  const megabytes = (stats.textBytes / 1e6).toFixed(1)
  const parts = [
    `${count(stats.relations)} relations and ${count(stats.vertices)} vertices`,
    `in ${count(stats.documents)} documents, ${megabytes} MB`,
  ]
  const lost = stats.lost === 0 ? 'nothing lost' : `${count(stats.lost)} relations lost`
  const bad = stats.problems === 0 ? '' : `; ${count(stats.problems)} messages skipped`
  return `${parts.join(' ')}; ${lost}${bad}`
}
