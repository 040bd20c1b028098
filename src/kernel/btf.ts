/**
 * What the running kernel can be hooked at, read from its type information: which functions and typed
 * tracepoints it has, and with how many parameters.
 */
import { readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { BTF_KIND, BtfReader, headOf } from './btf-reader.ts'
import { preemptsItself } from './preemption.ts'

/** How many parameters what has a name takes. */
export type ParameterCounts = Pick<ReadonlyMap<string, number>, 'get' | 'has'>

/** The kernel's functions and typed tracepoints. */
export interface KernelTypes {
  /** By function name. */
  readonly functions: ParameterCounts
  /** Numbers of functions among the types, by name. */
  readonly functionId?: (name: string) => number | undefined
  /** By tracepoint name, `sched_process_exec`. */
  readonly tracepoints: ParameterCounts
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
  const functions = new NameIndex(reader, BTF_KIND.function)
  const typedefs = new NameIndex(reader, BTF_KIND.typedef)
  const count = (id: number | undefined) =>
    id === undefined ? undefined : (reader.prototype(id)?.parameters.length ?? 0)
  const tracepoint = (name: string) => count(typedefs.find(`${TRACEPOINT_PREFIX}${name}`))
  return {
    functions: {
      get: (name) => count(functions.find(name)),
      has: (name) => functions.find(name) !== undefined,
    },
    functionId: (name) => functions.find(name),
    tracepoints: {
      get(name) {
        const parameters = tracepoint(name)
        // The first is the tracepoint's own data.
        return parameters === undefined ? undefined : parameters - 1
      },
      has: (name) => tracepoint(name) !== undefined,
    },
  }
}

/**
 * Types of one kind by name. A kernel has 60,000 functions and we ask for some hundred: only names that begin
 * like one that is asked for become text.
 */
class NameIndex {
  readonly #reader: BtfReader
  readonly #byHead = new Map<number, number[]>()
  readonly #named = new Map<number, ReadonlyMap<string, number>>()

  constructor(reader: BtfReader, kind: number) {
    this.#reader = reader
    for (let id = 1; id < reader.count; id++) {
      if (reader.kind(id) !== kind) continue
      const head = reader.nameHead(id)
      const ids = this.#byHead.get(head)
      if (ids === undefined) this.#byHead.set(head, [id])
      else ids.push(id)
    }
  }

  /** @returns the last type of that name. */
  find(name: string): number | undefined {
    const head = headOf(Buffer.from(name, 'latin1'), 0)
    let named = this.#named.get(head)
    if (named === undefined) {
      const ids = this.#byHead.get(head) ?? []
      named = new Map(ids.map((id) => [this.#reader.name(id), id]))
      this.#named.set(head, named)
    }
    return named.get(name)
  }
}
