/**
 * What the programs attach to, in each kernel that the project is tested on: kept in
 * docs/reference/hook-prototypes.gen.json, so that a check needs neither guests nor root.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CaptureMode, captureModes } from '../../src/kernel/object-file.ts'
import { hookHeads } from './heads.ts'
import { type HookProgram, hookPrograms } from './programs.ts'
import {
  isSame,
  type Prototype,
  type Prototypes,
  parsePrototype,
  takes,
  typeOfParameter,
} from './prototypes.ts'

/** Where the prototypes are kept. */
export const keptPath = fileURLToPath(
  new URL('../../docs/reference/hook-prototypes.gen.json', import.meta.url),
)

/** By kernel and name: the result, then the parameters. */
type Kept = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** By kernel: `6.1`. */
export function keptPrototypes(): ReadonlyMap<string, Prototypes> {
  const kept = JSON.parse(readFileSync(keptPath, 'utf8')) as Kept
  return new Map(
    Object.entries(kept).map(([kernel, prototypes]) => [
      kernel,
      new Map(
        Object.entries(prototypes).map(([name, [result = 'void', ...parameters]]) => [
          name,
          { result, parameters },
        ]),
      ),
    ]),
  )
}

/** The text of that file. */
export function keptText(kernels: ReadonlyMap<string, Prototypes>): string {
  const line = ([name, { result, parameters }]: readonly [string, Prototype]) =>
    `    ${JSON.stringify(name)}: ${JSON.stringify([result, ...parameters])}`
  const parts = [...kernels].map(
    ([kernel, prototypes]) => `  "${kernel}": {\n${[...prototypes].map(line).join(',\n')}\n  }`,
  )
  return `{\n${parts.join(',\n')}\n}\n`
}

/** What a program attaches to, as `Prototypes` names it. */
export function targetOf(section: string): string {
  const [kind = '', name = ''] = section.split('/')
  if (kind === 'lsm') return `bpf_lsm_${name}`
  return kind === 'tp_btf' ? `tracepoint ${name}` : name
}

/** Everything that a program attaches to or a `match-proto` line names. */
export function wantedPrototypes(): ReadonlySet<string> {
  const heads = hookHeads().flatMap(({ proto }) =>
    proto === undefined ? [] : [parsePrototype(proto.text).name],
  )
  return new Set([...hookPrograms().map(({ section }) => targetOf(section)), ...heads])
}

/** Whether a program can take what a kernel gives it there. */
export function fits({ name, section, parameters }: HookProgram, given: Prototype): boolean {
  const variant = /__(\d)$/.exec(name)?.[1]
  if (variant !== undefined && Number(variant) !== given.parameters.length) return false
  const hasResult = /^(lsm|fexit)/.test(section) && /\bret$/.test(parameters.at(-1) ?? '')
  const declared = (hasResult ? parameters.slice(0, -1) : parameters).map(typeOfParameter)
  // A program may leave out parameters at the end, but then it cannot find the result behind them.
  if (hasResult && declared.length !== given.parameters.length) return false
  if (declared.length > given.parameters.length) return false
  return declared.every((type, index) => takes(type, given.parameters[index] as string))
}

/** A hook that a kernel has and that none of our programs fits. */
export interface Misfit {
  readonly mode: CaptureMode
  readonly hook: string
  readonly given: Prototype
}

/** Hooks without a program that fits, of one kernel. */
export function misfits(kernel: Prototypes): readonly Misfit[] {
  return captureModes.flatMap((mode) => {
    const programs = hookPrograms().filter((each) => each.mode === mode)
    return [...new Set(programs.map(({ section }) => section))].flatMap((section) => {
      const given = kernel.get(targetOf(section))
      if (given === undefined) return []
      const isServed = programs.some((each) => each.section === section && fits(each, given))
      return isServed ? [] : [{ mode, hook: section, given }]
    })
  })
}

/** A function whose prototype is not the one that the hook's comment names. */
export interface Difference {
  readonly function: string
  readonly expected: Prototype
  /** `undefined`: the kernel does not have it. */
  readonly given: Prototype | undefined
}

/** Where a kernel differs from the `match-proto` lines. */
export function differences(kernel: Prototypes): readonly Difference[] {
  return hookHeads().flatMap(({ proto }) => {
    if (proto === undefined) return []
    const { name, ...expected } = parsePrototype(proto.text)
    const given = kernel.get(name)
    return given !== undefined && isSame(given, expected)
      ? []
      : [{ function: name, expected, given }]
  })
}
