/**
 * The work of `camflowd` once everything is open: moves records until it is told to stop, says in
 * words how it goes, and ends with an account of what was recorded and lost.
 */
import type { Relay } from '../kernel/relay.ts'
import type { OutputStatus } from '../outputs/output.ts'
import type { LaneOptions } from '../pipeline/lane.ts'
import type { LossCounters, LossProgress } from '../pipeline/loss-reporter.ts'
import { createPipeline, type Pipeline, type PipelineStats } from '../pipeline/pipeline.ts'
import type { VertexCursor } from '../record/cursor.ts'
import type { Level } from './journal.ts'

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
  readonly lanes: readonly LaneOptions[]
  /** Told when an output goes on that missed vertices. */
  readonly onVerticesLost?: () => void
  /** Sees each vertex that is read; the cursor is valid only during the call. */
  readonly onVertex?: (vertex: VertexCursor) => void
  /** Says one line to the operator. */
  readonly tell: (line: string) => void
  /** Longest time in ms that a blocked output may hold up the stop. @default 5000 */
  readonly graceMs?: number
}

/** A recording that runs. */
export interface Recorder {
  /** Settles when `stop` is done, or rejects when the output fails for good. */
  readonly done: Promise<PipelineStats>
  readonly pipeline: Pick<Pipeline, 'stats' | 'typeCounts' | 'laneTypeCounts'>
  /** Lost relations that were told so far. */
  lostByCause(): Readonly<Record<string, number>>
  /** Writes what is in the ring and ends. Once more: does not wait for a blocked output. */
  stop(): void
}

const DEFAULT_GRACE_MS = 5000
/** Problems told one by one; the rest is only counted. */
const TOLD_PROBLEMS = 10

/** Starts to record. The outputs are open and stay open. */
export function startRecorder(options: RecorderOptions): Recorder {
  const { capture, tell } = options
  const impatience = new AbortController()
  let problems = 0
  const lost = new Map<string, number>()
  const pipeline = createPipeline({
    relay: capture.relay,
    bootId: capture.bootId,
    machineId: capture.machineId,
    firstRelation: capture.firstRelation,
    counters: () => capture.counters(),
    ...(capture.keep === undefined ? {} : { onProgress: capture.keep }),
    lanes: options.lanes,
    ...(options.onVerticesLost === undefined ? {} : { onVerticesLost: options.onVerticesLost }),
    observer: {
      ...(options.onVertex === undefined ? {} : { vertex: options.onVertex }),
      loss: ({ first, last, count, cause }) => {
        lost.set(cause, (lost.get(cause) ?? 0) + Number(count))
        tell(`lost relations ${first} to ${last} (${cause})`)
      },
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
    pipeline,
    lostByCause: () => Object.fromEntries(lost),
    stop() {
      if (isAsked) impatience.abort()
      isAsked = true
      askStop()
    },
  }
}

/**
 * What an output tells, in words.
 *
 * @param waitsIn where records wait for it: `the ring`.
 */
export function outputLine(status: OutputStatus, name: string, waitsIn: string): string {
  switch (status.state) {
    case 'blocked':
      return `${name} takes nothing: ${status.reason}; records wait in ${waitsIn}`
    case 'warned':
      return status.reason
    case 'resumed':
      return `${name} takes documents again after ${(status.blockedMs / 1000).toFixed(1)} s`
    case 'attached':
      return `${name} has a reader`
    case 'rotated':
      return `${status.path} begins anew; what it was is ${status.closed}`
    default:
      return status satisfies never
  }
}

/** How much it matters. */
export function outputLevel({ state }: OutputStatus): Level {
  return state === 'blocked' || state === 'warned' ? 'warning' : 'info'
}

/** What single outputs did not get, a line each. */
export function laneLines({ lanes }: PipelineStats): readonly string[] {
  const count = (value: number) => value.toLocaleString('en-US')
  return lanes
    .filter(({ droppedDocuments }) => droppedDocuments > 0)
    .map(({ name, droppedDocuments, droppedRelations, droppedVertices }) => {
      const what = `${count(droppedRelations)} relations and ${count(droppedVertices)} vertices`
      return `${name} did not get ${what} in ${count(droppedDocuments)} documents`
    })
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
