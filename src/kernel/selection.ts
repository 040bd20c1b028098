/**
 * Which programs of an object fit the running kernel. Hooks come and go, and change their parameters,
 * between kernels: there is one small program per signature, its name ending in `__N` for N parameters,
 * and only the one that fits is loaded. A hook that does not exist is reported, never fatal.
 */
import type { KernelTypes } from './btf.ts'

/** A program as the object file has it. */
export interface ProgramName {
  readonly name: string
  /** ELF section, which says where it attaches: `lsm/file_open`. */
  readonly section: string
}

/** What is to become of a program. */
export interface Choice extends ProgramName {
  /** `attach`: by its section. `load`: run on request or by a tail call. `skip`: does not fit here. */
  readonly action: 'attach' | 'load' | 'skip'
  /** The hook that it serves, without the kind: `file_open`. */
  readonly hook: string
  /** Why it is skipped. */
  readonly reason?: string
}

const VARIANT = /__(\d)$/
/** Further forms of a program: `again`, `quick` (bpf/hooks/attach.h). */
const FORM = /__(?:again|quick)$/

/** Whether a program stands in for another that the kernel left out. */
export function isTwin(name: string): boolean {
  return name.endsWith('__again')
}

/** Whether a program is the form of another that costs less where it may take its place (lsm-order.ts). */
export function isQuickForm(name: string): boolean {
  return name.endsWith('__quick')
}

/** The program that this one is a form of; any other program itself. */
export function plainForm(name: string): string {
  return name.replace(FORM, '')
}

/** The program that stands in for this one. */
export function twinOf(name: string): string {
  return `${name}__again`
}

/** Programs with nothing to do where another one fires that sees the same at a better moment. */
const SPARED: Readonly<Record<string, string>> = { socket_recvmsg: 'sock_recvmsg' }

/** The program next to which this one, or its twin, has nothing to do. */
export function sparedBy(name: string): string | undefined {
  return SPARED[plainForm(name)]
}

/** Decides for each program, in the order given. */
export function chooseProgram(program: ProgramName, kernel: KernelTypes): Choice {
  const [kind = '', hook = ''] = splitSection(program.section)
  const base = { ...program, hook }
  const found = parametersOf(kind, hook, kernel)
  if (found === 'missing') {
    return { ...base, action: 'skip', reason: `the kernel has no ${describe(kind, hook)}` }
  }
  const wanted = VARIANT.exec(program.name)?.[1]
  if (wanted !== undefined && found !== 'any' && found !== Number(wanted)) {
    return { ...base, action: 'skip', reason: `${describe(kind, hook)} has ${found} parameters` }
  }
  if (isTwin(program.name) && !kernel.isPreemptible) {
    return { ...base, action: 'skip', reason: 'the kernel does not preempt itself' }
  }
  const isOnRequest =
    kind === 'iter' || program.name.startsWith('tail_') || program.name.startsWith('control_')
  return { ...base, action: isOnRequest ? 'load' : 'attach' }
}

/**
 * Hooks for which no program fits, with the reason of the last one that was tried. Programs that serve one
 * hook under different signatures or names share what stands before `__`.
 */
export function missingHooks(choices: readonly Choice[]): ReadonlyMap<string, string> {
  const served = new Set(
    choices.filter(({ action }) => action !== 'skip').map(({ name }) => servedName(name)),
  )
  const missing = new Map<string, string>()
  for (const { name, section, reason } of choices) {
    if (reason !== undefined && !served.has(servedName(name))) missing.set(section, reason)
  }
  return missing
}

function servedName(program: string): string {
  return program.replace(/__\w+$/, '')
}

function splitSection(section: string): readonly string[] {
  const slash = section.indexOf('/')
  if (slash < 0) return [section, '']
  return [section.slice(0, slash).replace(/\.s$/, ''), section.slice(slash + 1)]
}

function parametersOf(kind: string, hook: string, kernel: KernelTypes): number | 'any' | 'missing' {
  switch (kind) {
    case 'lsm':
    case 'lsm_cgroup':
      return kernel.functions.get(`bpf_lsm_${hook}`) ?? 'missing'
    case 'fentry':
    case 'fexit':
    case 'fmod_ret':
      return kernel.functions.get(hook) ?? 'missing'
    case 'tp_btf':
      return kernel.tracepoints.get(hook) ?? 'missing'
    case 'iter':
      return kernel.functions.has(`bpf_iter_${hook}`) ? 'any' : 'missing'
    default:
      return 'any'
  }
}

const nouns: Readonly<Record<string, string>> = {
  lsm: 'LSM hook',
  lsm_cgroup: 'LSM hook',
  tp_btf: 'tracepoint',
  iter: 'iterator',
}

function describe(kind: string, hook: string): string {
  return `${nouns[kind] ?? 'function'} ${hook}`
}
