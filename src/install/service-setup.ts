/**
 * CamFlow as a service where no package manager has made it one, for example after `npm install -g`: units
 * with this installation's paths, sample files where there are none, and all of it taken away again.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CAPTURE_FILE, RECORDING_FILE } from '../config/files.ts'
import { CamflowError } from '../errors.ts'
import {
  type FoundUnit,
  findUnit,
  type Installation,
  packagedUnit,
  type ServiceUnit,
  serviceUnits,
  unitText,
} from './service-units.ts'

/** The machine that gets the service. */
export interface ServiceMachine {
  /** What stands before every path; empty on the machine itself. */
  readonly root: string
  readonly installation: Installation
  /** Calls systemctl. @returns its exit status, `undefined` when there is none, and what it said. */
  systemctl(...args: readonly string[]): {
    readonly status: number | undefined
    readonly text: string
  }
  /** Ends what is pinned. @returns whether something was. */
  unload(): Promise<boolean>
}

/** What installing did. */
export interface InstallReport {
  readonly written: readonly string[]
  /** Configuration files that were there and are as they were. */
  readonly kept: readonly string[]
  /** Both services run; `undefined`: systemd does not, they start with the machine. */
  readonly isStarted: boolean | undefined
}

/** What removing did. */
export interface RemoveReport {
  readonly removed: readonly string[]
  /** Configuration files that somebody has changed. */
  readonly kept: readonly string[]
  /** Something was pinned that stopping the services had left. */
  readonly isUnloaded: boolean
}

/** One unit of the service. */
export interface UnitStatus extends FoundUnit {
  readonly name: ServiceUnit
  /** In systemd's words, `active`, `inactive`, `failed`; `unknown` where it does not run. */
  readonly activity: string
  /** In systemd's words: `enabled`, `disabled`, `masked`. */
  readonly start: string
}

/** The configuration, with the rights of new files: the second may come to hold the password of a broker. */
const SAMPLES = [
  { file: CAPTURE_FILE, mode: 0o644 },
  { file: RECORDING_FILE, mode: 0o640 },
] as const
const LAST_FIRST = [...serviceUnits].reverse()

/**
 * Installs the services, enables and starts them. Once more, after an upgrade: with the paths and the
 * programs of now.
 *
 * @throws CF_SERVICE_FOREIGN when there are units that are not from here, CF_SERVICE_REFUSED.
 */
export function installService(machine: ServiceMachine): InstallReport {
  const { root, installation } = machine
  const found = serviceUnits.map((unit) => findUnit(root, unit, installation))
  refuseForeign(found)
  // Units of here would stand before those of a package.
  const packaged = serviceUnits.map((unit) => packagedUnit(root, unit)).find(Boolean)
  if (packaged !== undefined) throw new CamflowError('CF_SERVICE_FOREIGN', packaged)
  checkRights(root)
  const texts = serviceUnits.map((unit) => unitText(unit, installation))
  const isBooted = runsSystemd(root)
  if (isBooted && found.some(({ origin }) => origin !== 'none')) {
    machine.systemctl('stop', ...LAST_FIRST)
  }
  for (const [index, { file }] of found.entries()) put(join(root, file), texts[index] ?? '', 0o644)
  const kept = SAMPLES.filter(({ file }) => existsSync(join(root, file)))
  const fresh = SAMPLES.filter((sample) => !kept.includes(sample))
  for (const { file, mode } of fresh) put(join(root, file), sampleText(installation, file), mode)
  if (isBooted) demand(machine, 'daemon-reload')
  demand(machine, 'enable', ...serviceUnits)
  return {
    written: [...found, ...fresh].map(({ file }) => file),
    kept: kept.map(({ file }) => file),
    isStarted: isBooted ? machine.systemctl('start', ...serviceUnits).status === 0 : undefined,
  }
}

/**
 * Takes the services away: stops and disables them, deletes their units and the samples that nobody has
 * changed, and ends the capture. Without units that were installed here it does nothing.
 *
 * @throws CF_SERVICE_FOREIGN when there are only units that are not from here, CF_SERVICE_REFUSED.
 */
export async function removeService(machine: ServiceMachine): Promise<RemoveReport> {
  const { root, installation } = machine
  const found = serviceUnits.map((unit) => findUnit(root, unit, installation))
  const ours = found.filter(({ origin }) => origin.endsWith('installation'))
  if (ours.length === 0) {
    refuseForeign(found)
    return { removed: [], kept: [], isUnloaded: false }
  }
  checkRights(root)
  const isBooted = runsSystemd(root)
  if (isBooted) demand(machine, 'stop', ...LAST_FIRST)
  demand(machine, 'disable', ...LAST_FIRST)
  const there = SAMPLES.filter(({ file }) => existsSync(join(root, file)))
  const changed = there.filter(({ file }) => {
    return readFileSync(join(root, file), 'utf8') !== sampleText(installation, file)
  })
  const removed = [...ours, ...there.filter((sample) => !changed.includes(sample))]
  for (const { file } of removed) rmSync(join(root, file))
  if (isBooted) demand(machine, 'daemon-reload')
  return {
    removed: removed.map(({ file }) => file),
    kept: changed.map(({ file }) => file),
    isUnloaded: await machine.unload(),
  }
}

/** How the services are, whoever has installed them. */
export function serviceStatus(machine: ServiceMachine): readonly UnitStatus[] {
  return serviceUnits.map((name) => ({
    name,
    ...findUnit(machine.root, name, machine.installation),
    activity: wordOf(machine, 'is-active', name),
    start: wordOf(machine, 'is-enabled', name),
  }))
}

/** Where systemd does not run it answers with sentences. */
function wordOf(machine: ServiceMachine, question: string, unit: ServiceUnit): string {
  const { text } = machine.systemctl(question, unit)
  return /^[a-z-]+$/.test(text) ? text : 'unknown'
}

function refuseForeign(found: readonly FoundUnit[]): void {
  const foreign = found.find(({ origin }) => origin === 'package' || origin === 'other')
  if (foreign !== undefined) throw new CamflowError('CF_SERVICE_FOREIGN', foreign.file)
}

/** Before anything is stopped. @throws CF_SERVICE_REFUSED when units cannot be written. */
function checkRights(root: string): void {
  try {
    accessSync(join(root, '/etc'), constants.W_OK)
  } catch (cause) {
    throw new CamflowError('CF_SERVICE_REFUSED', (cause as Error).message, { cause })
  }
}

/** Whether services can be started now, as sd_booted(3) asks it; else they are only enabled. */
function runsSystemd(root: string): boolean {
  return existsSync(join(root, '/run/systemd/system'))
}

function demand(machine: ServiceMachine, ...args: readonly string[]): void {
  const { status, text } = machine.systemctl(...args)
  if (status === 0) return
  throw new CamflowError('CF_SERVICE_REFUSED', `systemctl ${args.join(' ')}: ${text}`)
}

function sampleText({ folder }: Installation, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

function put(file: string, text: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode })
}
