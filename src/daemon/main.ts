#!/usr/bin/env node
/** `camflowd`: wiring only. The log is opened first, so that a wrong path loads nothing. */
import { resolve } from 'node:path'
import { announceService } from '../capture/service.ts'
import { CamflowError } from '../errors.ts'
import { createW3cFormat } from '../formats/w3c.ts'
import { LogOutput } from '../outputs/log.ts'
import { type DaemonCapture, openCapture, unloadCapture } from './capture.ts'
import { type DaemonRequest, daemonHelp, readDaemonRequest } from './command-line.ts'
import { claimPidFile } from './pid-file.ts'
import { outputLine, type Recorder, startRecorder, summaryLine } from './recorder.ts'

const WRONG_COMMAND_LINE = 2

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let request: DaemonRequest | undefined
  try {
    request = readDaemonRequest(args)
  } catch (error) {
    tell(`${messageOf(error)}; see camflowd --help`)
    return WRONG_COMMAND_LINE
  }
  if (request === undefined) {
    process.stdout.write(daemonHelp)
    return 0
  }
  try {
    if (request.unloads) await unload(request)
    else await serve(request)
    return 0
  } catch (error) {
    tell(messageOf(error))
    return 1
  }
}

async function unload({ pinDirectory, pidFile }: DaemonRequest): Promise<void> {
  if (pinDirectory === undefined) return
  // A daemon that still reads would go on with programs that nobody can find any more.
  const claim = pidFile === undefined ? undefined : claimPidFile(pidFile)
  try {
    const isDone = await unloadCapture(pinDirectory)
    tell(isDone ? `unloaded ${pinDirectory}` : `nothing is pinned in ${pinDirectory}`)
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
  const output = new LogOutput({
    path: request.output,
    observer: (status) => tell(outputLine(status, output.name)),
  })
  await output.open()
  const pidFile = request.pidFile === undefined ? undefined : claimPidFile(request.pidFile)
  try {
    const capture = await openCapture(request)
    const announcement =
      request.pinDirectory === undefined
        ? undefined
        : announceService(capture.bootId, resolve(request.output))
    try {
      const recorder = createRecorder(request, capture, output)
      stop = recorder.stop
      if (isStopAsked) stop()
      process.on('SIGHUP', () => {
        const renew = () => capture.ownFiles.renew(request.output)
        output
          .reopen()
          .then(renew)
          .catch((error) => tell(messageOf(error)))
      })
      await report(request, capture, recorder)
    } finally {
      announcement?.withdraw()
      if (request.pidFile !== undefined) capture.ownFiles.release(request.pidFile)
      await capture.session.close()
    }
  } finally {
    await output.close()
    pidFile?.release()
  }
}

function createRecorder(
  { profile }: DaemonRequest,
  capture: DaemonCapture,
  output: LogOutput,
): Recorder {
  const { bootId, machineId, clockOffsetSeconds } = capture
  return startRecorder({
    ...{ capture, output, tell },
    format: (onDocument) =>
      createW3cFormat({ onDocument, bootId, machineId, clockOffsetSeconds, profile }),
  })
}

async function report(
  request: DaemonRequest,
  capture: DaemonCapture,
  recorder: Recorder,
): Promise<void> {
  const { session } = capture
  tell(statusLine(request, capture))
  for (const [hook, why] of session.missing) tell(`not captured: ${hook} (${why})`)
  tell(summaryLine(await recorder.done))
  const { missedRuns } = session.stats()
  if (missedRuns > 0) tell(`the kernel left out ${missedRuns} program runs: they re-entered a CPU`)
}

function statusLine({ output, pinDirectory }: DaemonRequest, capture: DaemonCapture): string {
  const { session, isContinued } = capture
  const what = session.control.policy.capturesAll ? 'everything' : 'what is tracked'
  const where = pinDirectory === undefined ? 'private' : pinDirectory
  const how = isContinued ? `, going on with ${where}` : `, ${where}`
  return `recording ${what} in ${session.mode} mode to ${output}${how}`
}

function tell(line: string): void {
  process.stderr.write(`camflowd: ${line}\n`)
}

function messageOf(error: unknown): string {
  if (error instanceof CamflowError) return `${error.message} ${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
