/** Files that got flags: what the capture programs keep of them, and the paths by which they were named. */
import { closeSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileKey } from '../kernel/file-target.ts'
import { entriesOf } from '../kernel/kernel-object.ts'
import { controlLayout, FLAG, offsetOf } from '../kernel/layout.ts'
import { libbpf } from '../kernel/libbpf.ts'
import type { ProgramSet } from '../kernel/programs.ts'
import {
  changeOpenFile,
  type FlagChange,
  type FoundObject,
  mapOf,
  openPath,
} from '../kernel/request.ts'
import type { FlaggedFile } from './control-plane.ts'
import { lastingPath } from './lasting-path.ts'

const PATH_BYTES = 4096
const KEY_BYTES = controlLayout.file_target.size
const ANY = 0

/** What flags say, in words. */
export function factsOfFlags(flags: number): Omit<FlaggedFile, 'path' | 'taint'> {
  return {
    isTracked: (flags & FLAG.tracked) !== 0,
    isOpaque: (flags & FLAG.opaque) !== 0,
    doesPropagate: (flags & FLAG.propagate) !== 0,
  }
}

/** A file after its change, and why its flags are not saved with it, where they should be. */
export interface ChangedFile extends FoundObject {
  readonly unsaved: string | undefined
}

/** Keeps the flags of a file with it. @returns why not; `undefined`: done, or not wanted. */
export type FlagKeeper = (fd: number, found: FoundObject) => string | undefined

/** Changes files and remembers which. */
export class FileStore {
  readonly #programs: ProgramSet
  readonly #keep: FlagKeeper

  constructor(programs: ProgramSet, keep: FlagKeeper) {
    this.#programs = programs
    this.#keep = keep
  }

  /** @returns `undefined` when the file is gone and was only to lose its flags. */
  change(path: string, change: FlagChange): ChangedFile | undefined {
    const absolute = resolve(path)
    if (!change.set && !change.taint && !existsSync(absolute) && this.#forget(absolute)) {
      return undefined
    }
    const fd = openPath(absolute)
    try {
      const found = changeOpenFile(this.#programs, fd, change, absolute)
      this.#list(fileKey(found), absolute)
      return { ...found, unsaved: this.#keep(fd, found) }
    } finally {
      closeSync(fd)
    }
  }

  #list(key: Uint8Array, path: string): void {
    if (this.#flags(key) === undefined) {
      this.#delete('file_paths', key)
      return
    }
    const lasting = lastingPath(path)
    if (lasting !== undefined) this.#keepPath(key, lasting)
  }

  list(): readonly FlaggedFile[] {
    return this.#paths().flatMap(({ key, path }) => {
      const kept = this.#flags(key)
      return kept === undefined ? [] : [{ path, ...kept }]
    })
  }

  #keepPath(key: Uint8Array, path: string): void {
    const text = Buffer.alloc(PATH_BYTES)
    text.write(path, 0, PATH_BYTES - 1)
    // Without room the file keeps its flags all the same; only its name is not listed.
    libbpf().bpf_map_update_elem(mapOf(this.#programs, 'file_paths'), key, text, ANY)
  }

  /** @returns whether the path is that of a flagged file. */
  #forget(path: string): boolean {
    const found = this.#paths().filter((each) => each.path === path)
    for (const { key } of found) {
      this.#delete('file_targets', key)
      this.#delete('file_paths', key)
    }
    return found.length > 0
  }

  #paths(): readonly { readonly key: Uint8Array; readonly path: string }[] {
    return entriesOf(mapOf(this.#programs, 'file_paths'), KEY_BYTES, PATH_BYTES).map(
      ({ key, value }) => {
        const [path = ''] = Buffer.from(value.buffer).toString('utf8').split('\0')
        return { key, path }
      },
    )
  }

  #flags(key: Uint8Array): Omit<FlaggedFile, 'path'> | undefined {
    const value = new Uint8Array(controlLayout.file_flags.size)
    const map = mapOf(this.#programs, 'file_targets')
    if (libbpf().bpf_map_lookup_elem(map, key, value) < 0) return undefined
    const view = new DataView(value.buffer)
    return {
      ...factsOfFlags(view.getUint32(offsetOf('file_flags', 'flags'), true)),
      taint: view.getBigUint64(offsetOf('file_flags', 'taint'), true),
    }
  }

  #delete(map: 'file_paths' | 'file_targets', key: Uint8Array): void {
    libbpf().bpf_map_delete_elem(mapOf(this.#programs, map), key)
  }
}
