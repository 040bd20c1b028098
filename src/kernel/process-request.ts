/** Changes the flags of a running process: an iterator program visits its threads in the kernel. */
import { closeSync, readSync, statSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { readEntry, writeEntry } from './kernel-object.ts'
import { controlLayout, offsetOf } from './layout.ts'
import { libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'

/** What to change. Flags are bits of `FLAG`. */
export interface ProcessChange {
  readonly set?: number
  readonly clear?: number
  /** Labels to add. */
  readonly taint?: bigint
}

/** `BPF_TRACE_ITER` of `enum bpf_attach_type`. */
const TRACE_ITERATOR = 28

/**
 * Changes all threads of a process, and their memory.
 *
 * @param pid as this process sees it, in its pid namespace.
 * @returns the number of threads changed.
 * @throws CF_PROCESS_MISSING when no thread was found.
 */
export function changeProcess(programs: ProgramSet, pid: number, change: ProcessChange): number {
  const fd = mapOf(programs, 'process_request')
  const request = new DataView(new ArrayBuffer(controlLayout.process_request.size))
  const put = (field: string, value: number) =>
    request.setUint32(offsetOf('process_request', field), value, true)
  put('pid', pid)
  put('pidns', statSync('/proc/self/ns/pid').ino)
  put('set', change.set ?? 0)
  put('clear', change.clear ?? 0)
  request.setBigUint64(offsetOf('process_request', 'taint'), change.taint ?? 0n, true)
  writeEntry(fd, new Uint8Array(request.buffer))
  runIterator(programs.processIterator)
  const answer = readEntry(fd, controlLayout.process_request.size)
  const matched = answer.readUInt32LE(offsetOf('process_request', 'matched'))
  if (matched === 0) throw new CamflowError('CF_PROCESS_MISSING', `Process ${pid}.`)
  return matched
}

/**
 * File descriptor of a map.
 *
 * @throws CF_MAP_ACCESS when the programs have no such map: they are of another version.
 */
export function mapOf(programs: ProgramSet, name: string): number {
  const fd = programs.maps.get(name)
  if (fd === undefined) throw new CamflowError('CF_MAP_ACCESS', `There is no map ${name}.`)
  return fd
}

function runIterator(program: number): void {
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

function check(result: number): number {
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `iterator: errno ${-result}`)
  return result
}
