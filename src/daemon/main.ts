#!/usr/bin/env node
import { FlagSaver } from '../capture/flag-saver.ts'
/** `camflowd`: wiring only. Outputs are opened first, so that a wrong path loads nothing. */
import { announceService } from '../capture/service.ts'
import { keepHeapSmall } from '../capture/small-heap.ts'
import { unloadCapture } from '../capture/unload.ts'
import { CamflowError } from '../errors.ts'
import { Containers } from '../policy/container.ts'
import { type DaemonCapture, openCapture } from './capture.ts'
import { CaptureLink } from './capture-link.ts'
import { type DaemonRequest, daemonHelp, readDaemonRequest } from './command-line.ts'
import { compileLessLater } from './compiler-patience.ts'
import { exitStatusOf, WRONG_COMMAND_LINE } from './exit-status.ts'
import { type FigureSources, figuresOf } from './figures.ts'
import { serveFigures } from './figures-server.ts'
import { inlineMore } from './inlining.ts'
import { createTeller } from './journal.ts'
import { Outputs } from './outputs.ts'
import { claimPidFile } from './pid-file.ts'
import {
  laneLines,
  outputLevel,
  outputLine,
  type Recorder,
  startRecorder,
  summaryLine,
} from './recorder.ts'
import { chooseRecording } from './recording.ts'
import type { RecordingConfig } from './recording-config.ts'
import { restoreLines } from './restore-lines.ts'

const say = createTeller('camflowd')

keepHeapSmall()
inlineMore()
process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let request: DaemonRequest | undefined
  try {
    request = readDaemonRequest(args)
  } catch (error) {
    say('error', `${messageOf(error)}; see camflowd --help`)
    return WRONG_COMMAND_LINE
  }
  if (request === undefined) {
    process.stdout.write(daemonHelp)
    return 0
  }
  try {
    if (request.checksOnly) check(request)
    else if (request.unloads) await unload(request)
    else await serve(request)
    return 0
  } catch (error) {
    say('error', messageOf(error))
    return exitStatusOf(error)
  }
}

/** @throws CF_CONFIG_INVALID after all mistakes were told. */
function check({ recording }: DaemonRequest): void {
  const { outputs } = chooseRecording(recording, say)
  say('info', `the configuration is good: ${outputs.map(({ type }) => type).join(', ')}`)
}

async function unload({ pinDirectory, pidFile }: DaemonRequest): Promise<void> {
  if (pinDirectory === undefined) return
  // A daemon that still reads would go on with programs that nobody can find any more.
  const claim = pidFile === undefined ? undefined : claimPidFile(pidFile)
  try {
    const isDone = await unloadCapture(pinDirectory)
    say('info', isDone ? `unloaded ${pinDirectory}` : `nothing is pinned in ${pinDirectory}`)
  } finally {
    claim?.release()
  }
}

async function serve(request: DaemonRequest): Promise<void> {
  // Before loading: a signal that comes meanwhile must not leave half of it pinned.
  let stop = () => {
    isStopAsked = true
  }
  let isStopAsked = false
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(signal, () => stop())
  const recording = chooseRecording(request.recording, say)
  const link = new CaptureLink()
  const outputs = new Outputs(recording.outputs, (status, { name, waitsIn }) => {
    say(outputLevel(status), outputLine(status, name, waitsIn))
    link.heard(status)
  })
  // First of all: outputs of a daemon that runs, and what waits in its spool, are not ours.
  const pidFile = request.pidFile === undefined ? undefined : claimPidFile(request.pidFile)
  try {
    await outputs.open()
    const own = request.pidFile === undefined ? outputs.logs : [...outputs.logs, request.pidFile]
    const capture = await openCapture(request, own)
    const announcement =
      request.pinDirectory === undefined
        ? undefined
        : announceService(capture.bootId, outputs.names.join(', '))
    const saver = new FlagSaver(capture.session.plane.persistence, warn)
    try {
      link.join(capture)
      const recorder = createRecorder(capture, outputs, link, saver)
      stop = recorder.stop
      if (isStopAsked) stop()
      process.on('SIGHUP', () => void renew(outputs, capture))
      compileLessLater(() => recorder.pipeline.stats().relations)
      const shown = await showFigures(recording, { ...capture, recorder, outputs, saver })
      await report(request, outputs, capture, recorder)
      await shown?.close()
    } finally {
      saver.close()
      announcement?.withdraw()
      link.leave()
      if (request.pidFile !== undefined) capture.ownFiles.release(request.pidFile)
      await capture.session.close()
    }
  } finally {
    await outputs.close()
    pidFile?.release()
  }
}

/** Figures that cannot be shown are no reason not to record. */
async function showFigures({ metrics }: RecordingConfig, sources: FigureSources) {
  try {
    return await serveFigures({ figures: () => figuresOf(sources), metrics, tell: warn })
  } catch (error) {
    say('error', messageOf(error))
    return undefined
  }
}

/** Goes on in new files after a rotation. */
async function renew(outputs: Outputs, { ownFiles }: DaemonCapture): Promise<void> {
  try {
    await outputs.reopen()
    for (const path of outputs.logs) ownFiles.renew(path)
  } catch (error) {
    say('error', messageOf(error))
  }
}

function createRecorder(
  capture: DaemonCapture,
  outputs: Outputs,
  link: CaptureLink,
  saver: FlagSaver,
): Recorder {
  const { bootId, machineId, clockOffsetSeconds } = capture
  return startRecorder({
    ...{ capture, tell: warn },
    lanes: outputs.lanes({
      ...{ bootId, machineId, clockOffsetSeconds },
      containerOf: new Containers().of,
      securityContext: capture.session.securityContext,
    }),
    onVerticesLost: () => link.describeAgain(),
    onVertex: (vertex) => saver.vertex(vertex),
  })
}

async function report(
  request: DaemonRequest,
  outputs: Outputs,
  capture: DaemonCapture,
  recorder: Recorder,
): Promise<void> {
  const { session } = capture
  for (const line of restoreLines(capture.restored)) say('info', line)
  say('info', statusLine(request, outputs, capture))
  for (const [hook, why] of session.missing) warn(`not captured: ${hook} (${why})`)
  const stats = await recorder.done
  say('info', summaryLine(stats))
  for (const line of laneLines(stats)) warn(line)
  const { missedRuns } = session.stats()
  if (missedRuns > 0) warn(`the kernel left out ${missedRuns} program runs: they re-entered a CPU`)
}

function statusLine(
  { pinDirectory }: DaemonRequest,
  { names }: Outputs,
  { session, isContinued }: DaemonCapture,
): string {
  const what = session.control.policy.capturesAll ? 'everything' : 'what is tracked'
  const where = pinDirectory === undefined ? 'private' : pinDirectory
  const how = isContinued ? `, going on with ${where}` : `, ${where}`
  return `recording ${what} in ${session.mode} mode to ${names.join(', ')}${how}`
}

function warn(line: string): void {
  say('warning', line)
}

function messageOf(error: unknown): string {
  if (error instanceof CamflowError) return `${error.message} ${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
