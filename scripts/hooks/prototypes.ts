/** Prototypes of kernel functions and tracepoints: from BTF, from C, and whether two of them agree. */
import { BTF_KIND, BtfReader } from '../../src/kernel/btf-reader.ts'

/** Result and parameters as C writes them, without names and without `const`. */
export interface Prototype {
  readonly result: string
  readonly parameters: readonly string[]
}

/** By name; a tracepoint's is `tracepoint NAME`, without its own data. */
export type Prototypes = ReadonlyMap<string, Prototype>

const TRACEPOINT = 'btf_trace_'

/** Reads those of some functions and tracepoints; what the kernel does not have is left out. */
export function prototypesIn(btf: Buffer, wanted: ReadonlySet<string>): Prototypes {
  const reader = new BtfReader(btf)
  const found = new Map<string, Prototype>()
  for (let id = 1; id < reader.count; id++) {
    const name = functionName(reader, id)
    const prototype = name !== '' && wanted.has(name) ? reader.prototype(id) : undefined
    if (prototype === undefined) continue
    const texts = prototype.parameters.map((each) => plainType(reader.text(each)))
    const parameters = name.startsWith('tracepoint') ? texts.slice(1) : texts
    found.set(name, { result: plainType(reader.text(prototype.result)), parameters })
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Name of a function or tracepoint as `Prototypes` has it; empty for any other type. */
function functionName(reader: BtfReader, id: number): string {
  const kind = reader.kind(id)
  if (kind === BTF_KIND.function) return reader.name(id)
  if (kind !== BTF_KIND.typedef) return ''
  const name = reader.name(id)
  return name.startsWith(TRACEPOINT) ? `tracepoint ${name.slice(TRACEPOINT.length)}` : ''
}

/** Reads one line of C, with or without names: `int security_file_open(struct file *file)`. */
export function parsePrototype(text: string): Prototype & { readonly name: string } {
  const [, result = '', name = '', list = ''] = /^(.*?)\b(\w+)\((.*)\)$/.exec(text.trim()) ?? []
  if (name === '') throw new Error(`not a prototype: ${text}`)
  const parameters = list === 'void' || list === '' ? [] : list.split(',')
  return { name, result: plainType(result), parameters: parameters.map(typeOfParameter) }
}

/** The type of `struct file *file`. */
export function typeOfParameter(text: string): string {
  return plainType(text.trim().replace(/\b\w+$/, ''))
}

/** BTF writes integers as the compiler does. */
const spellings: Readonly<Record<string, string>> = {
  'long unsigned int': 'unsigned long',
  'long int': 'long',
}

/** One way of writing: no `const`, single spaces, a space before the stars. */
function plainType(text: string): string {
  const plain = text
    .replaceAll(/\b(?:const|volatile)\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*(\*+)\s*/g, ' $1')
    .trim()
  return spellings[plain] ?? plain
}

/** Types that a 64-bit machine passes alike. */
const alike: readonly ReadonlySet<string>[] = [
  new Set(['unsigned long', 'u64', 'size_t']),
  new Set(['long', 'ssize_t']),
  new Set(['int', 'pid_t']),
]

/** Whether a program that declares the one can take the other. */
export function takes(declared: string, actual: string): boolean {
  if (declared === actual || (declared === 'void *' && actual.endsWith('*'))) return true
  return alike.some((set) => set.has(declared) && set.has(actual))
}

/** Whether two prototypes are written alike. */
export function isSame(a: Prototype, b: Prototype): boolean {
  return prototypeText(a) === prototypeText(b)
}

/** `int (struct file *, int)` */
export function prototypeText({ result, parameters }: Prototype): string {
  return `${result} (${parameters.join(', ')})`
}
