/** Flags of files in loaded capture programs: saved to attributes, restored from them. */
import { closeSync, constants, lstatSync, openSync, readlinkSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { fileKey, makeFileOpaque } from '../kernel/file-target.ts'
import { readProvenanceXattr } from '../kernel/file-xattr.ts'
import type { Instance } from '../kernel/instance.ts'
import { libbpf } from '../kernel/libbpf.ts'
import {
  asRequester,
  type FileVisits,
  type FoundObject,
  mapOf,
  openFileVisits,
} from '../kernel/request.ts'
import { takeUnsaved, type UnsavedFile } from '../kernel/unsaved.ts'
import { decodeSavedState } from '../record/saved-state.ts'
import type {
  FlagPersistence,
  NameOf,
  RestoreReport,
  SaveFailure,
  SaveReport,
} from './flag-persistence.ts'
import { keyOf, SavedFiles } from './saved-files.ts'
import { flagBits, isFlagged, SAVED_FLAGS, writeSavedState } from './saved-flags.ts'

/** Names a file without opening it for reading; not in Node's constants. */
const O_PATH = 0o10000000
const SLASH = 0x2f
/** Files in one round of saving: so much that the records do not wait for it. */
const AT_ONCE = 1024
/**
 * Rounds that a file without a name gets: its name comes with the first flow through it. Where the programs have
 * named it, the record is on its way, and the reader may be far behind.
 */
const PATIENCE: Readonly<Record<string, number>> = { unnamed: 5, unread: 300 }

/** The persistence of one instance. */
export class KernelPersistence implements FlagPersistence {
  readonly #instance: Instance
  readonly #files: SavedFiles
  /** How often a file without a name was looked at, by its slot. */
  #tries: ReadonlyMap<number, number> = new Map()
  /** Keys in `file_targets` of files that were saved here, by their path. */
  readonly #keys = new Map<string, Uint8Array>()

  constructor(instance: Instance, files = new SavedFiles()) {
    this.#instance = instance
    this.#files = files
  }

  get isOn(): boolean {
    return this.#instance.control.persists
  }

  turn(isOn: boolean): RestoreReport {
    const { control } = this.#instance
    const wasOn = control.persists
    control.persists = isOn
    if (!isOn || wasOn) return { restored: 0, missing: 0, failed: 0 }
    // So that whoever reads the records learns where files are that it has not listened for before.
    control.nextEpoch()
    this.#files.create()
    this.#hideList()
    return this.restore(this.#files.paths())
  }

  restore(paths: Iterable<Uint8Array>): RestoreReport {
    const counts = { restored: 0, missing: 0, failed: 0, bare: 0 }
    const visits = openFileVisits(this.#instance.programs)
    try {
      for (const path of paths) counts[this.#restoreOne(visits, path)]++
    } finally {
      visits.close()
    }
    const { restored, missing, failed } = counts
    return { restored, missing, failed }
  }

  save(nameOf: NameOf): SaveReport {
    const before = this.#tries
    const { files, isAll } = takeUnsaved(this.#instance.programs, AT_ONCE, before.keys())
    const tries = new Map<number, number>()
    const failures: Record<string, number> = {}
    let saved = 0
    for (const [file, failure] of this.#saveAll(files, nameOf)) {
      const tried = before.get(file?.slot ?? -1) ?? 0
      if (failure === undefined) saved++
      else if (file !== undefined && tried < (PATIENCE[failure] ?? 0)) {
        tries.set(file.slot, tried + 1)
      } else {
        failures[failure] = (failures[failure] ?? 0) + 1
      }
    }
    this.#tries = tries
    return { saved, waiting: tries.size, failures, isAll }
  }

  /**
   * Saves what is known of one file.
   *
   * @param fd of the file.
   * @returns the cause of failure; `undefined`: done.
   */
  keep(fd: number, found: FoundObject): string | undefined {
    const { programs, control } = this.#instance
    const failure = asRequester(programs, () => writeSavedState(fd, found, control.identity))
    if (failure !== undefined || !isFlagged(found)) return failure
    const path = readlinkSync(`/proc/self/fd/${fd}`, 'buffer')
    if (!this.#files.add(path)) {
      this.#dropGone()
      if (!this.#files.add(path)) return 'list_full'
    }
    this.#keys.set(keyOf(path), fileKey(found))
    return undefined
  }

  #restoreOne(visits: FileVisits, path: Uint8Array): 'restored' | 'missing' | 'failed' | 'bare' {
    let fd = -1
    try {
      fd = openFile(path)
      const value = readProvenanceXattr(fd)
      if (value === undefined) return 'bare'
      const state = decodeSavedState(value)
      const found = visits.visit(fd, { set: flagBits(state), taint: state.taint })
      if (found === undefined || !this.#files.add(path)) return 'failed'
      return 'restored'
    } catch (error) {
      if (error instanceof CamflowError && error.code !== 'CF_SAVED_STATE') throw error
      return isMissing(error) ? 'missing' : 'failed'
    } finally {
      if (fd >= 0) closeSync(fd)
    }
  }

  /** @returns each with the cause of failure; `undefined`: done. */
  #saveAll(
    files: readonly (UnsavedFile | undefined)[],
    nameOf: NameOf,
  ): readonly (readonly [UnsavedFile | undefined, string | undefined])[] {
    // Opened for the first that has a place: it takes the kernel a while to end them.
    let visits: FileVisits | undefined
    try {
      return files.map((file) => {
        if (file === undefined) return [file, 'ended']
        const path = placeOf(file, nameOf)
        if (typeof path === 'string') return [file, path]
        visits ??= openFileVisits(this.#instance.programs)
        return [file, this.#saveOne(visits, file, path)]
      })
    } finally {
      visits?.close()
    }
  }

  #saveOne(visits: FileVisits, file: UnsavedFile, path: Uint8Array): string | undefined {
    let fd = -1
    try {
      fd = openFile(path)
      const found = visits.visit(fd)
      if (found === undefined) return 'unreachable'
      if (found.id !== file.id) return 'other_file'
      // Its place was given to a file without flags before we looked.
      if (!isFlagged(found)) return 'ended'
      const failure = this.keep(fd, found)
      if (failure !== undefined) return failure
      // So that the flags are there when the kernel has forgotten the file and reads it again.
      visits.visit(fd, { set: found.flags & SAVED_FLAGS, taint: found.taint })
      return undefined
    } catch (error) {
      if (error instanceof CamflowError) throw error
      return isMissing(error) ? 'gone' : codeOf(error)
    } finally {
      if (fd >= 0) closeSync(fd)
    }
  }

  /** Makes room: files that are no more need none. */
  #dropGone(): void {
    const left = this.#files.paths().filter(exists)
    const keys = new Map(left.map((path) => this.#entryOf(path)))
    const inUse = new Set([...keys.values()].map((key) => keyOf(key ?? new Uint8Array())))
    const map = mapOf(this.#instance.programs, 'file_targets')
    for (const [path, key] of this.#keys) {
      if (keys.has(path)) continue
      this.#keys.delete(path)
      // A file that was renamed stands there under its new path.
      if (!inUse.has(keyOf(key))) libbpf().bpf_map_delete_elem(map, key)
    }
    this.#files.replace(left)
    this.#hideList()
  }

  /** What was kept because it is tracked must not make the list tracked. */
  #hideList(): void {
    makeFileOpaque(this.#instance.programs, this.#files.file)
  }

  #entryOf(path: Uint8Array): readonly [string, Uint8Array | undefined] {
    const text = keyOf(path)
    return [text, this.#keys.get(text)]
  }
}

/** Where a file is, or why that is not known. */
function placeOf(file: UnsavedFile, nameOf: NameOf): Uint8Array | SaveFailure {
  if (file.nameId === 0n) return 'unnamed'
  const path = nameOf(file.nameId)
  if (path === undefined) return 'unread'
  // The root end of a path that was too long is missing.
  return path[0] === SLASH ? path : 'unnamed'
}

function openFile(path: Uint8Array): number {
  return openSync(Buffer.from(path), O_PATH | constants.O_NOFOLLOW)
}

function exists(path: Uint8Array): boolean {
  return lstatSync(Buffer.from(path), { throwIfNoEntry: false }) !== undefined
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ESTALE'].includes(codeOf(error))
}
