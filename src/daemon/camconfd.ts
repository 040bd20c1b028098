#!/usr/bin/env node
/** `camconfd`: wiring only. The file is read before anything is loaded. */
import { startCapture } from '../capture/session.ts'
import { unloadCapture } from '../capture/unload.ts'
import { type CaptureConfig, captureKeys } from '../config/capture-keys.ts'
import { capturePlan } from '../config/capture-plan.ts'
import { readConfigTexts, thisMachine } from '../config/files.ts'
import { type ConfigProblem, hasErrors, problemText } from '../config/problem.ts'
import { readConfig, settingLines } from '../config/read.ts'
import { CamflowError, errorTable } from '../errors.ts'
import { pinnedMode, unpin } from '../kernel/pins.ts'
import { openControlPlane } from '../policy/kernel-plane.ts'
import {
  type ConfigureRequest,
  configureHelp,
  readConfigureRequest,
} from './camconfd-command-line.ts'
import { type CaptureDoor, type ConfigureReport, configure } from './configure.ts'
import { exitStatusOf, WRONG_COMMAND_LINE, WRONG_FILE } from './exit-status.ts'
import { createTeller } from './journal.ts'
import { keptMachineId, nextBootId } from './machine-files.ts'
import { restoreLines } from './restore-lines.ts'

const tell = createTeller('camconfd')

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let request: ConfigureRequest | undefined
  try {
    request = readConfigureRequest(args)
  } catch (error) {
    tell('error', `${messageOf(error)}; see camconfd --help`)
    return WRONG_COMMAND_LINE
  }
  if (request === undefined) {
    process.stdout.write(configureHelp)
    return 0
  }
  try {
    return request.unloads ? await unload(request) : await serve(request)
  } catch (error) {
    tell('error', messageOf(error))
    return exitStatusOf(error)
  }
}

async function unload({ pinDirectory }: ConfigureRequest): Promise<number> {
  const isDone = await unloadCapture(pinDirectory)
  tell('info', isDone ? `unloaded ${pinDirectory}` : `nothing is pinned in ${pinDirectory}`)
  return 0
}

async function serve(request: ConfigureRequest): Promise<number> {
  const texts = readConfigTexts(request.file)
  const { config, problems } = readConfig(captureKeys, texts, thisMachine)
  tellProblems(problems)
  if (hasErrors(problems)) {
    tell('error', `${request.file} is not applied`)
    return WRONG_FILE
  }
  if (request.checksOnly) {
    tell('info', `${request.file} can be applied`)
    return 0
  }
  const plan = capturePlan(config)
  const { idDirectory } = request
  const machineId = plan.machineId === 0 ? keptMachineId(idDirectory) : plan.machineId
  const identity = { machineId, bootId: nextBootId(idDirectory) }
  const report = await configure(doorTo(request), plan, identity)
  tellReport(config, report)
  return 0
}

function doorTo({ pinDirectory, mode }: ConfigureRequest): CaptureDoor {
  return {
    open: () =>
      pinnedMode(pinDirectory) === undefined ? undefined : openControlPlane(pinDirectory),
    unload: () => unpin(pinDirectory),
    async load({ machineId, bootId }, ringBytes) {
      const policy = { isEnabled: false }
      const session = await startCapture({
        ...{ mode, pinDirectory, machineId, bootId, ringBytes, policy },
      })
      for (const [hook, why] of session.missing) tell('warning', `not captured: ${hook} (${why})`)
      await session.close()
    },
  }
}

function tellProblems(problems: readonly ConfigProblem[]): void {
  for (const problem of problems) tell(problem.severity, problemText(problem))
}

function tellReport(config: CaptureConfig, report: ConfigureReport): void {
  const { facts, isNew, missing, postponed, restored, unsupported } = report
  // What was not there at all was told when the file was read.
  for (const { path, reason } of missing) {
    if (thisMachine.hasFile(path)) tell('warning', `[file] ${path}: ${reason}`)
  }
  if (thisMachine.hasContexts() && unsupported.length > 0) {
    tell('warning', `[secctx]: ${errorTable.CF_TARGET_UNSUPPORTED.message}`)
  }
  for (const change of postponed) {
    tell('warning', `not before the programs are loaded anew (camconfd --unload): ${change}`)
  }
  for (const line of restoreLines(restored)) tell('info', line)
  for (const line of settingLines(captureKeys, config, thisMachine)) tell('info', line)
  const how = isNew ? 'loaded' : 'loaded before'
  const numbers = `machine ${facts.machineId}, boot ${facts.bootId}`
  tell('info', `${how} in ${facts.mode} mode, ${numbers}, the policy is in force`)
}

function messageOf(error: unknown): string {
  if (error instanceof CamflowError) return `${error.message} ${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
