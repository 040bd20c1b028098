/**
 * The three ways to attach, tried for real: what a kernel claims and what it allows are two things
 * (lockdown, container limits, an LSM list without `bpf`). A mode works when its programs were loaded and
 * attached and a record came out.
 */
import { CamflowError } from '../errors.ts'
import { buildCommit } from './build.ts'
import { proveCapture } from './canary.ts'
import type { Control } from './control.ts'
import { makeFileOpaque } from './file-target.ts'
import { securityModules } from './filesystems.ts'
import { type Instance, openInstance } from './instance.ts'
import { writeEntry } from './kernel-object.ts'
import { machineEntry } from './machine.ts'
import { type CaptureMode, captureModes, objectFile } from './object-file.ts'
import { LoadedPrograms } from './programs.ts'
import { mapOf } from './request.ts'
import { confirmContexts, wantContexts } from './security-contexts.ts'

/** A mode, or `auto` for the best that works. */
export type ModeChoice = CaptureMode | 'auto'

/** Sizes and places that are fixed when programs are loaded. */
export interface InstanceOptions {
  /**
   * Size of the ring; rounded up to a power of two. A fuller ring survives a slower reader; the memory is
   * the kernel's and is not swapped.
   * @default 67108864
   */
  readonly ringBytes?: number
  /** Objects of the kernel (files, tasks, sockets) whose state is kept at once. @default as many as fit: 262144 */
  readonly objectLimit?: number
  /** Where the object files are. @default where the build puts them */
  readonly objectDirectory?: string
  /** Files that are never captured, from the first moment; they exist. @default none */
  readonly opaqueFiles?: readonly string[]
  /** What the machine vertex carries as the build. @default the commit that was built */
  readonly build?: string
}

/** An instance that this process loaded. */
export interface LoadedInstance extends Instance {
  readonly loaded: LoadedPrograms
}

const DEFAULT_RING_BYTES = 64 << 20
const SMALLEST_RING_BYTES = 4096
const LARGEST_RING_BYTES = 2 ** 30

/**
 * Loads, attaches and proves one mode. Nothing is captured yet: no process is tracked.
 *
 * @throws CF_CAPTURE_REFUSED, CF_CAPTURE_SILENT and what loading throws; RangeError for a limit that is none.
 */
export function openMode(mode: CaptureMode, options: InstanceOptions = {}): LoadedInstance {
  if (mode === 'lsm') requireBpfModule()
  const loaded = LoadedPrograms.load({
    mode,
    objectPath: objectFile(mode, options.objectDirectory),
    ringBytes: ringSize(options.ringBytes ?? DEFAULT_RING_BYTES),
  })
  let instance: Instance | undefined
  try {
    instance = openInstance(mode, loaded)
    if (options.objectLimit !== undefined) limitObjects(instance.control, options.objectLimit)
    instance.control.ringBytes = instance.relay.sizeBytes
    instance.control.mode = mode
    wantContexts(instance.control)
    writeEntry(mapOf(loaded, 'machine'), machineEntry(options.build ?? buildCommit()))
    for (const path of options.opaqueFiles ?? []) makeFileOpaque(loaded, path)
    loaded.attach()
    proveCapture(instance)
    confirmContexts(instance.control, instance.counters)
    return { ...instance, loaded }
  } catch (error) {
    if (instance === undefined) loaded.close()
    else instance.close()
    throw error
  }
}

/** How a mode came out. */
export type ModeOutcome =
  | { readonly mode: CaptureMode; readonly instance: LoadedInstance }
  | { readonly mode: CaptureMode; readonly error: CamflowError }

/** Tries a mode and tells how it came out; errors that are not conditions are thrown. */
export function tryMode(mode: CaptureMode, options: InstanceOptions = {}): ModeOutcome {
  try {
    return { mode, instance: openMode(mode, options) }
  } catch (error) {
    if (error instanceof CamflowError) return { mode, error }
    throw error
  }
}

/**
 * Opens the mode asked for, or the best that works.
 *
 * @throws CF_CAPTURE_NO_MODE when `auto` finds none; its cause is the error of each mode.
 */
export function openChosenMode(choice: ModeChoice, options: InstanceOptions = {}): LoadedInstance {
  if (choice !== 'auto') return openMode(choice, options)
  const errors: CamflowError[] = []
  for (const mode of captureModes) {
    const outcome = tryMode(mode, options)
    if ('instance' in outcome) return outcome.instance
    errors.push(outcome.error)
  }
  const detail = errors.map((error, index) => `\n${captureModes[index]}: ${error.message}`).join('')
  throw new CamflowError('CF_CAPTURE_NO_MODE', detail, { cause: errors })
}

/** @param control as the programs were loaded with it: its limit is how many objects fit. */
export function limitObjects(control: Pick<Control, 'objectLimit'>, limit: number): void {
  const { objectLimit: most } = control
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= most)) {
    throw new RangeError(`objectLimit takes 1 to ${most}, not ${limit}`)
  }
  control.objectLimit = limit
}

/** The ring size that the kernel accepts: a power of two, within its limits. */
export function ringSize(bytes: number): number {
  const wanted = Math.min(Math.max(bytes, SMALLEST_RING_BYTES), LARGEST_RING_BYTES)
  return 2 ** Math.ceil(Math.log2(wanted))
}

function requireBpfModule(): void {
  const modules = securityModules()
  if (modules !== undefined && !modules.includes('bpf')) {
    throw new CamflowError('CF_CAPTURE_SILENT', `The LSM list is ${modules.join(',')}.`)
  }
}
