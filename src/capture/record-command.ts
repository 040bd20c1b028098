/** One command under capture: started stopped, tracked, let go, recorded until it is over. */
import { truncateSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clockOffsetSeconds } from '../formats/clock-offset.ts'
import type { DocumentReceiver } from '../formats/format.ts'
import { createFormat, type FormatChoice } from '../formats/formats.ts'
import type { ModeChoice } from '../kernel/modes.ts'
import type { Detail } from '../kernel/policy.ts'
import { LogOutput } from '../outputs/log.ts'
import { createPipeline, type PipelineStats } from '../pipeline/pipeline.ts'
import { Containers } from '../policy/container.ts'
import { showProgress } from './progress.ts'
import { findService } from './service.ts'
import { recordWithService } from './service-command.ts'
import { type CaptureSession, startCapture } from './session.ts'
import { passSignals } from './signals.ts'
import { SummaryCollector } from './summary.ts'
import { summaryText } from './summary-text.ts'
import { membersGone, spawnTracked } from './tracked-command.ts'

/** What to run and how to record it. */
export interface CommandRequest {
  readonly command: readonly string[]
  /** The log; replaced when it exists. */
  readonly output: string
  readonly format: FormatChoice
  readonly mode: ModeChoice
  readonly ringBytes: number | undefined
  /** What else than usual is recorded. */
  readonly details?: readonly Detail[]
  /** Goes on until every process that the command started has ended. */
  readonly waitsForAll: boolean
  /** Says nothing but errors. */
  readonly isQuiet: boolean
  /** Leaves the recording to the service that is pinned here, if it records. @default private programs */
  readonly servicePins?: string | undefined
}

/** Records come a moment after the process is gone: its files are closed last. */
const GRACE_MS = 30
const LOOK_MS = 10

/**
 * Runs a command under capture and writes the log.
 *
 * @returns the command's exit code, 128 and the number when a signal ended it.
 * @throws CF_OUTPUT_OPEN and what `startCapture` throws, before the command is started.
 */
export async function recordCommand(request: CommandRequest): Promise<number> {
  if (request.servicePins !== undefined) {
    const service = await findService(request.servicePins)
    if ('session' in service) return recordWithService(service.session, service.facts, request)
    if (service.reason !== undefined && !request.isQuiet) {
      warn(`not using the service in ${request.servicePins}: ${service.reason}`)
    }
  }
  return recordPrivately(request)
}

async function recordPrivately(request: CommandRequest): Promise<number> {
  const output = new LogOutput({
    path: request.output,
    observer: (status) => {
      if ('reason' in status) warn(`${request.output}: ${status.reason}`)
    },
  })
  await output.open()
  try {
    await using session = await startCapture({
      mode: request.mode,
      opaqueFiles: [request.output],
      details: request.details ?? [],
      ...(request.ringBytes === undefined ? {} : { ringBytes: request.ringBytes }),
    })
    emptyFile(request.output)
    return await recordIn(session, output, request)
  } finally {
    await output.close()
  }
}

async function recordIn(
  session: CaptureSession,
  output: LogOutput,
  request: CommandRequest,
): Promise<number> {
  const startedAt = performance.now()
  const collector = new SummaryCollector()
  const pipeline = createPipelineFor(session, output, request, collector)
  const signals = passSignals()
  const child = await spawnTracked(session, request.command)
  const progress = request.isQuiet ? undefined : showProgress(session, collector)
  const running = pipeline.run()
  child.start()
  signals.to(child)
  const exitCode = await Promise.race([child.exitCode, failureOf(running)])
  if (request.waitsForAll) await membersGone(session, signals.interrupted)
  await sleep(GRACE_MS)
  session.control.change({ isEnabled: false })
  await sleep(LOOK_MS)
  const stats = await pipeline.stop({ isLast: true })
  progress?.close()
  signals.close()
  if (!request.isQuiet) {
    const durationMs = performance.now() - startedAt
    process.stderr.write(textOf(session, collector, stats, { ...request, exitCode, durationMs }))
  }
  return exitCode
}

function createPipelineFor(
  session: CaptureSession,
  output: LogOutput,
  request: CommandRequest,
  collector: SummaryCollector,
) {
  const { bootId, machineId } = session
  const containers = new Containers()
  const format = (onDocument: DocumentReceiver) =>
    createFormat(request.format, {
      ...{ bootId, machineId, onDocument },
      clockOffsetSeconds: clockOffsetSeconds(),
      containerOf: containers.of,
      securityContext: session.securityContext,
    })
  return createPipeline({
    relay: session.relay,
    bootId,
    machineId,
    lanes: [{ output, format }],
    counters: () => session.counters.read(),
    observer: {
      vertex: (vertex) => collector.vertex(vertex),
      relation: (relation) => collector.relation(relation),
      problem: ({ code, detail }) => warn(`skipped a message: ${code}, ${detail}`),
    },
  })
}

/** Rejects when the pipeline fails for good; never resolves otherwise. */
async function failureOf(running: Promise<void>): Promise<never> {
  await running
  return new Promise(() => {})
}

function emptyFile(file: string): void {
  try {
    truncateSync(file)
  } catch {
    // A pipe or a device cannot be emptied and need not be.
  }
}

function textOf(
  session: CaptureSession,
  collector: SummaryCollector,
  stats: PipelineStats,
  facts: CommandRequest & { readonly exitCode: number; readonly durationMs: number },
): string {
  return summaryText(collector.summary(), {
    command: facts.command.join(' '),
    exitCode: facts.exitCode,
    durationMs: facts.durationMs,
    logPath: path.resolve(facts.output),
    logBytes: stats.textBytes,
    lost: stats.lost,
    problems: stats.problems,
    stats: session.stats(),
    directory: process.cwd(),
  })
}

function warn(line: string): void {
  process.stderr.write(`camflow: ${line}\n`)
}
