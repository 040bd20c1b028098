/**
 * Type information of a kernel or object file, BTF, read where it lies.
 *
 * @source Documentation/bpf/btf.rst of the kernel
 */
import { CamflowError } from '../errors.ts'

const MAGIC = 0xeb9f
const HEADER_BYTES = 24
// Of 32 bits each, as everything in it: a kernel has 150,000 types, and each start of a capture reads them.
const TYPE_WORDS = 3
const PARAMETER_WORDS = 2
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

/** Words behind the three common ones, by kind: once, and for every member. */
const onceWords = new Uint8Array(32)
const memberWords = new Uint8Array(32)
onceWords[BTF_KIND.int] = 1
onceWords[BTF_KIND.array] = 3
onceWords[BTF_KIND.variable] = 1
onceWords[BTF_KIND.declarationTag] = 1
memberWords[BTF_KIND.struct] = 3
memberWords[BTF_KIND.union] = 3
memberWords[BTF_KIND.enum] = 2
memberWords[BTF_KIND.prototype] = PARAMETER_WORDS
memberWords[BTF_KIND.section] = 3
memberWords[BTF_KIND.enum64] = 3

/** A function's result and parameters, by type id; 0 is void. */
export interface BtfPrototype {
  readonly result: number
  readonly parameters: readonly number[]
}

/** Types by number, from 1. */
export class BtfReader {
  readonly #bytes: Buffer
  readonly #words: Uint32Array
  readonly #names: number
  /** At which word each type stands, by type id; id 0 is void. */
  readonly #places: number[] = [0]

  /** @throws CF_BTF_MISSING when the bytes are not little-endian BTF. */
  constructor(bytes: Buffer) {
    if (bytes.length < HEADER_BYTES || bytes.readUInt16LE(0) !== MAGIC) {
      throw new CamflowError('CF_BTF_MISSING', 'The data is not BTF.')
    }
    this.#bytes = bytes
    const words = wordsOf(bytes)
    this.#words = words
    const header = bytes.readUInt32LE(4)
    this.#names = header + bytes.readUInt32LE(16)
    const start = (header + bytes.readUInt32LE(8)) >>> 2
    const end = start + (bytes.readUInt32LE(12) >>> 2)
    for (let at = start; at + TYPE_WORDS <= end; ) {
      this.#places.push(at)
      const info = words[at + 1] as number
      const kind = kindOf(info)
      const each = memberWords[kind] as number
      at += TYPE_WORDS + (onceWords[kind] as number) + each * membersOf(info)
    }
  }

  /** One more than the last type id. */
  get count(): number {
    return this.#places.length
  }

  /** `BTF_KIND` of a type; 0 for void. */
  kind(id: number): number {
    return kindOf(this.#word(id, 1))
  }

  /** The first bytes of a type's name, as `headOf` gives them. */
  nameHead(id: number): number {
    return headOf(this.#bytes, this.#names + this.#word(id, 0))
  }

  name(id: number): string {
    if (id === 0) return ''
    const start = this.#names + this.#word(id, 0)
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
    const first = (this.#places[id] as number) + TYPE_WORDS
    const parameters = Array.from(
      { length: membersOf(this.#word(id, 1)) },
      (_, index) => this.#words[first + index * PARAMETER_WORDS + 1] as number,
    )
    return { result: this.#referred(id), parameters }
  }

  #referred(id: number): number {
    return this.#word(id, 2)
  }

  /** A word of a type; 0 for void. */
  #word(id: number, index: number): number {
    const at = this.#places[id] ?? 0
    return at === 0 ? 0 : (this.#words[at + index] as number)
  }
}

/** Up to four bytes of a name, as one number: names with different ones differ. */
export function headOf(bytes: Uint8Array, start: number): number {
  let head = 0
  for (let index = 0; index < 4; index++) {
    const byte = bytes[start + index] ?? 0
    if (byte === 0) break
    head = (head << 8) | byte
  }
  return head
}

/** The same bytes as words, copied when they do not lie where words can. */
function wordsOf(bytes: Buffer): Uint32Array {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  return new Uint32Array(buffer, byteOffset, bytes.length >>> 2)
}

function kindOf(info: number): number {
  return (info >>> 24) & 0x1f
}

function membersOf(info: number): number {
  return info & 0xffff
}
