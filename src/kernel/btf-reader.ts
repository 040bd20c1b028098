/**
 * Type information of a kernel or object file, BTF, read where it lies.
 *
 * @source Documentation/bpf/btf.rst of the kernel
 */
import { CamflowError } from '../errors.ts'

const MAGIC = 0xeb9f
const HEADER_BYTES = 24
const TYPE_BYTES = 12
const PARAMETER_BYTES = 8
/** Types may refer to each other in a ring; a text never needs to go this deep. */
const DEEPEST = 8

/** `BTF_KIND_*` of the kernel's `include/uapi/linux/btf.h`. */
export const BTF_KIND = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const

/** Bytes behind the 12 common ones: `fixed` once, `each` for every member. */
const tails: readonly ({ readonly fixed: number; readonly each: number } | undefined)[] = (() => {
  const table: { fixed: number; each: number }[] = []
  table[BTF_KIND.int] = { fixed: 4, each: 0 }
  table[BTF_KIND.array] = { fixed: 12, each: 0 }
  table[BTF_KIND.struct] = { fixed: 0, each: 12 }
  table[BTF_KIND.union] = { fixed: 0, each: 12 }
  table[BTF_KIND.enum] = { fixed: 0, each: 8 }
  table[BTF_KIND.prototype] = { fixed: 0, each: PARAMETER_BYTES }
  table[BTF_KIND.variable] = { fixed: 4, each: 0 }
  table[BTF_KIND.section] = { fixed: 0, each: 12 }
  table[BTF_KIND.declarationTag] = { fixed: 4, each: 0 }
  table[BTF_KIND.enum64] = { fixed: 0, each: 12 }
  return table
})()

/** A function's result and parameters, by type id; 0 is void. */
export interface BtfPrototype {
  readonly result: number
  readonly parameters: readonly number[]
}

/** Types by number, from 1. */
export class BtfReader {
  readonly #bytes: Buffer
  readonly #names: number
  /** Where each type stands, by type id; id 0 is void. */
  readonly #offsets: number[] = [0]

  /** @throws CF_BTF_MISSING when the bytes are not little-endian BTF. */
  constructor(bytes: Buffer) {
    if (bytes.length < HEADER_BYTES || bytes.readUInt16LE(0) !== MAGIC) {
      throw new CamflowError('CF_BTF_MISSING', 'The data is not BTF.')
    }
    this.#bytes = bytes
    const header = bytes.readUInt32LE(4)
    this.#names = header + bytes.readUInt32LE(16)
    const start = header + bytes.readUInt32LE(8)
    const end = start + bytes.readUInt32LE(12)
    for (let at = start; at + TYPE_BYTES <= end; ) {
      const id = this.#offsets.push(at) - 1
      const tail = tails[this.kind(id)]
      const members = this.#members(at)
      at += TYPE_BYTES + (tail === undefined ? 0 : tail.fixed + tail.each * members)
    }
  }

  /** One more than the last type id. */
  get count(): number {
    return this.#offsets.length
  }

  /** `BTF_KIND` of a type; 0 for void. */
  kind(id: number): number {
    const at = this.#offsets[id] ?? 0
    return at === 0 ? 0 : (this.#bytes.readUInt32LE(at + 4) >>> 24) & 0x1f
  }

  name(id: number): string {
    const at = this.#offsets[id] ?? 0
    if (at === 0) return ''
    const start = this.#names + this.#bytes.readUInt32LE(at)
    return this.#bytes.toString('latin1', start, this.#bytes.indexOf(0, start))
  }

  /** The prototype of a function, or of a typedef of a pointer to one; `undefined` for other types. */
  prototype(id: number): BtfPrototype | undefined {
    let current = id
    for (let steps = 0; steps < DEEPEST; steps++) {
      if (this.kind(current) === BTF_KIND.prototype) return this.#prototypeAt(current)
      current = this.#referred(current)
    }
    return undefined
  }

  /** A type as C writes it, without `const` and its like: `struct inode *`. */
  text(id: number, depth = 0): string {
    if (id === 0 || depth > DEEPEST) return 'void'
    const inner = () => this.text(this.#referred(id), depth + 1)
    switch (this.kind(id)) {
      case BTF_KIND.pointer:
        return `${inner()} *`.replace('* *', '**')
      case BTF_KIND.struct:
        return `struct ${this.name(id)}`
      case BTF_KIND.forward:
        return `struct ${this.name(id)}`
      case BTF_KIND.union:
        return `union ${this.name(id)}`
      case BTF_KIND.enum:
        return `enum ${this.name(id)}`
      case BTF_KIND.const:
      case BTF_KIND.volatile:
      case BTF_KIND.restrict:
      case BTF_KIND.typeTag:
        return inner()
      case BTF_KIND.prototype:
        return 'function'
      default:
        return this.name(id)
    }
  }

  #prototypeAt(id: number): BtfPrototype {
    const at = this.#offsets[id] as number
    const first = at + TYPE_BYTES
    const parameters = Array.from({ length: this.#members(at) }, (_, index) =>
      this.#bytes.readUInt32LE(first + index * PARAMETER_BYTES + 4),
    )
    return { result: this.#bytes.readUInt32LE(at + 8), parameters }
  }

  #referred(id: number): number {
    const at = this.#offsets[id] ?? 0
    return at === 0 ? 0 : this.#bytes.readUInt32LE(at + 8)
  }

  #members(at: number): number {
    return this.#bytes.readUInt16LE(at + 4)
  }
}
