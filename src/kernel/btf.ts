/**
 * What the running kernel can be hooked at, read from its type information: which functions and typed
 * tracepoints it has, and with how many parameters.
 */
import { readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { BTF_KIND, BtfReader } from './btf-reader.ts'
import { preemptsItself } from './preemption.ts'

/** Names of the kernel's functions and typed tracepoints, each with its number of parameters. */
export interface KernelTypes {
  /** By function name. */
  readonly functions: ReadonlyMap<string, number>
  /** By tracepoint name, `sched_process_exec`. */
  readonly tracepoints: ReadonlyMap<string, number>
  /** A task can be interrupted inside the kernel, in favour of another one. */
  readonly isPreemptible?: boolean
}

const PATH = '/sys/kernel/btf/vmlinux'
const TRACEPOINT_PREFIX = 'btf_trace_'

let known: KernelTypes | undefined

/**
 * The types of the running kernel, read once.
 *
 * @throws CF_BTF_MISSING when the kernel does not publish them.
 */
export function kernelTypes(): KernelTypes {
  if (known !== undefined) return known
  let bytes: Buffer
  try {
    bytes = readFileSync(PATH)
  } catch (cause) {
    throw new CamflowError('CF_BTF_MISSING', PATH, { cause })
  }
  known = { ...parseTypes(bytes), isPreemptible: preemptsItself() }
  return known
}

/**
 * Reads BTF.
 *
 * @throws CF_BTF_MISSING when the bytes are not little-endian BTF.
 */
export function parseTypes(bytes: Buffer): KernelTypes {
  const reader = new BtfReader(bytes)
  const functions = new Map<string, number>()
  const tracepoints = new Map<string, number>()
  const count = (id: number) => reader.prototype(id)?.parameters.length ?? 0
  for (let id = 1; id < reader.count; id++) {
    const kind = reader.kind(id)
    if (kind !== BTF_KIND.function && kind !== BTF_KIND.typedef) continue
    const name = reader.name(id)
    if (kind === BTF_KIND.function) functions.set(name, count(id))
    else if (name.startsWith(TRACEPOINT_PREFIX)) {
      // The first parameter is the tracepoint's own data.
      tracepoints.set(name.slice(TRACEPOINT_PREFIX.length), count(id) - 1)
    }
  }
  return { functions, tracepoints }
}
