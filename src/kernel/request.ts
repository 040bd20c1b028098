/**
 * Asks the capture programs for what only the kernel can do. A request stands in the map `requests` under
 * the thread that makes it, so that several programs may ask at once; an iterator carries it out, in this
 * thread, while it is read.
 */
import { closeSync, openSync, readlinkSync, readSync, statSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { CamflowError } from '../errors.ts'
import { meetProvenanceXattr } from './file-xattr.ts'
import { controlLayout, offsetOf, TARGET_KIND } from './layout.ts'
import { errno, libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'

/** What to change. Flags are bits of `FLAG`. */
export interface FlagChange {
  readonly set?: number
  readonly clear?: number
  /** Labels to add. */
  readonly taint?: bigint
}

/** An object after a request. */
export interface FoundObject {
  /** Threads of a process, inodes of a file. */
  readonly matched: number
  readonly id: bigint
  /** Where the programs keep it. */
  readonly slot: number
  readonly version: number
  /** Bits of `FLAG`. */
  readonly flags: number
  readonly taint: bigint
  /** Bit number of its vertex type. */
  readonly type: number
  readonly ino: bigint
  readonly dev: number
  /** Of a file: its path vertex, 0 for none, and the UUID of its file system. */
  readonly nameId: bigint
  readonly sbUuid: Uint8Array
}

/** Files asked for one after the other. */
export interface FileVisits {
  /**
   * Changes a file as `changeFile` does.
   *
   * @param fd of the file, open in any way.
   * @returns `undefined` when it cannot be reached in this capture mode.
   */
  visit(fd: number, change?: FlagChange): FoundObject | undefined
  close(): void
}

/** `BPF_TRACE_ITER` of `enum bpf_attach_type`. */
const TRACE_ITERATOR = 28
/** Names a file without opening it for reading; not in Node's constants. */
const O_PATH = 0o10000000
const ANY = 0
/** Objects that `control_objects` visits in one run. */
const OBJECTS_AT_ONCE = 16_384

/**
 * Changes all threads of a process, and their memory.
 *
 * @param pid as this process sees it, in its pid namespace.
 * @returns its memory.
 * @throws CF_PROCESS_MISSING when no thread was found.
 */
export function changeProcess(
  programs: ProgramSet,
  pid: number,
  change: FlagChange = {},
): FoundObject {
  const found = ask(programs, pid, change, () => runIterator(programs, 'control_process'))
  if (found.matched === 0) throw new CamflowError('CF_PROCESS_MISSING', `Process ${pid}.`)
  return found
}

/**
 * Changes a file: at once, and for when the kernel has forgotten it and reads it again.
 *
 * @param path of a file of any kind; symbolic links are followed.
 * @throws CF_FILE_MISSING when there is none.
 */
export function changeFile(
  programs: ProgramSet,
  path: string,
  change: FlagChange = {},
): FoundObject {
  const fd = openPath(path)
  try {
    return changeOpenFile(programs, fd, change, path)
  } finally {
    closeSync(fd)
  }
}

/**
 * The same for a file that is open.
 *
 * @param name of it, for the error.
 * @throws CF_FILE_MISSING when it cannot be reached in this capture mode.
 */
export function changeOpenFile(
  programs: ProgramSet,
  fd: number,
  change: FlagChange,
  name: string,
): FoundObject {
  const visits = openFileVisits(programs)
  try {
    const found = visits.visit(fd, change)
    if (found === undefined) throw new CamflowError('CF_FILE_MISSING', name)
    return found
  } finally {
    visits.close()
  }
}

/**
 * Begins to ask for files: an iterator meets each among our descriptors; in `lsm` mode a hook, attached until
 * the end of the visits, when we ask for the attribute that keeps flags.
 */
export function openFileVisits(programs: ProgramSet): FileVisits {
  const isAsked = programs.mode === 'lsm'
  const link = isAsked ? attachForRequests(programs, 'control_file') : undefined
  const meet = (fd: number) => {
    if (isAsked) meetProvenanceXattr(fd)
    else runIterator(programs, 'control_file')
  }
  return {
    visit(fd, change = {}) {
      const found = ask(programs, fd, change, () => meet(fd))
      return found.matched === 0 ? undefined : found
    },
    close() {
      if (link !== undefined) closeSync(link)
    },
  }
}

/** Does something as a part of the capture: its hooks let this thread do what they refuse to others. */
export function asRequester<T>(programs: ProgramSet, work: () => T): T {
  let result: T | undefined
  ask(programs, 0, {}, () => {
    result = work()
  })
  return result as T
}

/** Lets the reader have at once what waits in the ring. */
export function flushRelay(programs: ProgramSet): void {
  ask(programs, 0, {}, () => runIterator(programs, 'control_flush'))
}

/** Counts the live tasks of the trees of `camflow run`, one by one. */
export function countMembers(programs: ProgramSet): number {
  return ask(programs, 0, {}, () => runIterator(programs, 'control_members')).matched
}

/**
 * Gives what exists what the targets in force have for it. @param kinds bits of `TARGET_KIND`.
 *
 * @param slots of objects that were ever in use.
 */
export function scanForTargets(programs: ProgramSet, kinds: number, slots: number): void {
  const { user, group, ingress, egress } = TARGET_KIND
  if (kinds & ~(ingress | egress)) runIterator(programs, 'control_tasks')
  if (kinds & (ingress | egress)) runIterator(programs, 'control_sockets')
  if (!(kinds & (user | group))) return
  for (let slot = 0; slot < slots; slot += OBJECTS_AT_ONCE) {
    ask(programs, slot, {}, () => runIterator(programs, 'control_objects'))
  }
}

/** Whether a path leads to a regular file. */
export function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/**
 * File descriptor of a map.
 *
 * @throws CF_MAP_ACCESS when the programs have no such map: they are of another version.
 */
export function mapOf(programs: Pick<ProgramSet, 'maps'>, name: string): number {
  const fd = programs.maps.get(name)
  if (fd === undefined) throw new CamflowError('CF_MAP_ACCESS', `There is no map ${name}.`)
  return fd
}

/** Runs an iterator to its end. */
export function runIterator(programs: ProgramSet, name: string): void {
  const program = requestProgram(programs, name)
  const link = check(libbpf().bpf_link_create(program, 0, TRACE_ITERATOR, null))
  try {
    const iterator = check(libbpf().bpf_iter_create(link))
    const nothing = Buffer.alloc(64)
    try {
      while (readSync(iterator, nothing) > 0);
    } finally {
      closeSync(iterator)
    }
  } finally {
    closeSync(link)
  }
}

/** The calling thread, as a key of `requests`. */
function requesterKey(): Uint8Array {
  const key = new DataView(new ArrayBuffer(controlLayout.requester.size))
  // Only the main thread has the number of its process.
  const tid = isMainThread ? process.pid : Number(readlinkSync('/proc/thread-self').split('/')[2])
  key.setUint32(offsetOf('requester', 'tid'), tid, true)
  key.setUint32(offsetOf('requester', 'pidns'), statSync('/proc/self/ns/pid').ino, true)
  return new Uint8Array(key.buffer)
}

function ask(
  programs: ProgramSet,
  object: number,
  change: FlagChange,
  carryOut: () => void,
): FoundObject {
  const requests = mapOf(programs, 'requests')
  const key = requesterKey()
  const value = new Uint8Array(controlLayout.object_request.size)
  const view = new DataView(value.buffer)
  const at = (field: string) => offsetOf('object_request', field)
  view.setUint32(at('object'), object, true)
  view.setUint32(at('set'), change.set ?? 0, true)
  view.setUint32(at('clear'), change.clear ?? 0, true)
  view.setBigUint64(at('taint'), change.taint ?? 0n, true)
  check(libbpf().bpf_map_update_elem(requests, key, value, ANY))
  try {
    carryOut()
    check(libbpf().bpf_map_lookup_elem(requests, key, value))
  } finally {
    libbpf().bpf_map_delete_elem(requests, key)
  }
  const u32 = (field: string) => view.getUint32(at(field), true)
  return {
    matched: u32('matched'),
    id: view.getBigUint64(at('id'), true),
    slot: u32('slot'),
    version: u32('version'),
    flags: u32('flags'),
    taint: view.getBigUint64(at('labels'), true),
    type: u32('type'),
    ino: view.getBigUint64(at('ino'), true),
    dev: u32('dev'),
    nameId: view.getBigUint64(at('name_id'), true),
    sbUuid: value.slice(at('sb_uuid'), at('sb_uuid') + 16),
  }
}

/** @returns the link. */
function attachForRequests(programs: ProgramSet, name: string): number {
  const link = libbpf().bpf_raw_tracepoint_open(null, requestProgram(programs, name))
  return check(link === -1 ? -errno() : link)
}

/** Names a file that is there, whatever it is; a symbolic link is followed. @throws CF_FILE_MISSING */
export function openPath(path: string): number {
  try {
    return openSync(path, O_PATH)
  } catch (cause) {
    throw new CamflowError('CF_FILE_MISSING', path, { cause })
  }
}

function requestProgram(programs: ProgramSet, name: string): number {
  const fd = programs.requests.get(name)
  if (fd === undefined) throw new CamflowError('CF_MAP_ACCESS', `There is no program ${name}.`)
  return fd
}

function check(result: number): number {
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `request: errno ${-result}`)
  return result
}
