/**
 * Loaded programs that outlive their loader: maps, programs and links get names in
 * the BPF file system, root only. A reader that starts later, or again, finds the ring where it was left.
 *
 * Under the directory: `maps/NAME`, `programs/PROGRAM`, `links_MODE/PROGRAM` for those that are attached,
 * `requests/PROGRAM` for those that run when asked, and `disclose`, which is for all. The BPF file system
 * allows no dot in a name.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { Attachments } from './attachments.ts'
import {
  disclosureFileOf,
  PUBLIC_DISCLOSURE_FILE,
  pinDisclosure,
  publishDisclosure,
  withdrawDisclosure,
} from './disclosure-file.ts'
import { makeFileOpaque } from './file-target.ts'
import { mountBpffs } from './filesystems.ts'
import { libbpf } from './libbpf.ts'
import { type CaptureMode, captureModes } from './object-file.ts'
import type { LoadedPrograms, ProgramSet } from './programs.ts'
import { PUBLIC_STATE, publishState, withdrawState } from './public-state.ts'

/** Where the service pins. */
export const DEFAULT_PIN_DIRECTORY = '/sys/fs/bpf/camflow'

const MAPS = 'maps'
const PROGRAMS = 'programs'
const REQUESTS = 'requests'
const EPERM = 1
const EACCES = 13
const EEXIST = 17

/** The directory of the names of the maps: there as long as something is pinned. */
export function mapsOf(directory: string): string {
  return `${directory}/${MAPS}`
}

function linksOf(mode: CaptureMode): string {
  return `links_${mode}`
}

/**
 * Pins programs that are loaded and attached. All or nothing: half a capture would run on for nobody.
 *
 * @throws CF_MAP_ACCESS when a name exists already or bpffs cannot be had.
 */
export function pinPrograms(programs: LoadedPrograms, mode: CaptureMode, directory: string): void {
  check(-mountBpffs(), 'mounting bpffs')
  if (pinnedMode(directory) !== undefined) check(-EEXIST, directory)
  try {
    pinAll(programs, mode, directory)
  } catch (error) {
    unpin(directory)
    throw error
  }
}

function pinAll(loaded: LoadedPrograms, mode: CaptureMode, directory: string): void {
  const { maps, programs, attachments, requests } = loaded
  for (const sub of [MAPS, PROGRAMS, REQUESTS, linksOf(mode)]) {
    mkdirSync(`${directory}/${sub}`, { recursive: true, mode: 0o700 })
  }
  const pin = (fd: number, path: string) =>
    check(libbpf().bpf_obj_pin(fd, `${directory}/${path}`), path)
  for (const [name, fd] of maps) pin(fd, `${MAPS}/${name}`)
  for (const [name, fd] of programs) pin(fd, `${PROGRAMS}/${name}`)
  for (const [name, fd] of requests) pin(fd, `${REQUESTS}/${name}`)
  attachments.pin(`${directory}/${linksOf(mode)}`)
  pinForAll(loaded, directory)
}

/** What everybody may do: disclose, and see what is in force. The file is opaque, for reading it is how that is done. */
function pinForAll(loaded: LoadedPrograms, directory: string): void {
  const program = loaded.requests.get('control_disclose')
  if (program === undefined) return
  const path = disclosureFileOf(directory)
  chmodSync(directory, 0o711)
  check(-pinDisclosure(program, path), path)
  makeFileOpaque(loaded, path)
  // Where mounting is forbidden only root can disclose; others are told when they try.
  const isPublic = directory === DEFAULT_PIN_DIRECTORY && publishDisclosure(program) === 0
  if (!isPublic) return
  makeFileOpaque(loaded, PUBLIC_DISCLOSURE_FILE)
  check(-publishState(loaded), PUBLIC_STATE)
}

/**
 * Mode of what is pinned there; `undefined` when nothing is.
 *
 * @throws CF_NOT_PERMITTED when this user may not look: that is not the same as nothing.
 */
export function pinnedMode(directory: string): CaptureMode | undefined {
  try {
    if (!statSync(mapsOf(directory), { throwIfNoEntry: false })) return undefined
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM') return undefined
    throw new CamflowError('CF_NOT_PERMITTED', undefined, { cause })
  }
  return captureModes.find((mode) => existsSync(`${directory}/${linksOf(mode)}`))
}

/**
 * Names of the pinned programs that are attached; none when nothing is pinned.
 *
 * @throws CF_NOT_PERMITTED when this user may not look.
 */
export function pinnedLinks(directory: string): readonly string[] {
  const mode = pinnedMode(directory)
  return mode === undefined ? [] : namesIn(`${directory}/${linksOf(mode)}`)
}

/**
 * Opens what is pinned.
 *
 * @throws CF_PIN_MISSING when nothing is, CF_NOT_PERMITTED without the right to open it.
 */
export function openPinned(directory: string): ProgramSet {
  const mode = pinnedMode(directory)
  if (mode === undefined) throw new CamflowError('CF_PIN_MISSING', directory)
  const maps = openAll(mapsOf(directory))
  const programs = openAll(`${directory}/${PROGRAMS}`)
  const attachments = new Attachments(programs, `${directory}/${linksOf(mode)}`)
  const requests = openAll(`${directory}/${REQUESTS}`)
  const close = () => {
    for (const fds of [maps, programs, requests]) for (const fd of fds.values()) closeSync(fd)
  }
  return { mode, maps, programs, attachments, requests, missing: new Map(), close }
}

/** Takes the names away: what nobody has open ends. */
export function unpin(directory: string): void {
  if (directory === DEFAULT_PIN_DIRECTORY) {
    withdrawState()
    withdrawDisclosure()
  }
  rmSync(directory, { recursive: true, force: true })
}

function openAll(directory: string): ReadonlyMap<string, number> {
  if (!existsSync(directory)) throw new CamflowError('CF_MAP_ACCESS', `There is no ${directory}.`)
  return new Map(namesIn(directory).map((name) => [name, open(`${directory}/${name}`)]))
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch (cause) {
    throw new CamflowError('CF_NOT_PERMITTED', undefined, { cause })
  }
}

function open(path: string): number {
  return check(libbpf().bpf_obj_get(path), path)
}

function check(result: number, what: string): number {
  if (result === -EPERM || result === -EACCES) throw new CamflowError('CF_NOT_PERMITTED')
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `${what}: errno ${-result}`)
  return result
}
