/** What this machine can capture: facts, and each mode tried for real. Told in words by `camflow doctor`. */
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { CamflowError, type ErrorCode } from '../errors.ts'
import { kernelTypes } from '../kernel/btf.ts'
import { isBpffsMounted, lockdownLevel, securityModules } from '../kernel/filesystems.ts'
import { libbpf } from '../kernel/libbpf.ts'
import { overtakenHooks, takenHooks } from '../kernel/lsm-order.ts'
import { tryMode } from '../kernel/modes.ts'
import { type CaptureMode, captureModes } from '../kernel/object-file.ts'
import { DEFAULT_PIN_DIRECTORY, pinnedLinks, pinnedMode } from '../kernel/pins.ts'

/** Facts about the machine; `undefined` where it does not tell. */
export interface MachineFacts {
  readonly kernel: string
  readonly architecture: string
  readonly node: string
  readonly libbpf: string | undefined
  readonly hasTypes: boolean
  readonly securityModules: readonly string[] | undefined
  readonly lockdown: string | undefined
  readonly isBpffsMounted: boolean
  readonly isRoot: boolean
  /** Capabilities that loading needs and this process has not. */
  readonly missingCapabilities: readonly string[]
  /** Mode of the service's pinned programs; `unknown` to who may not look. */
  readonly pinned: CaptureMode | 'unknown' | undefined
  /** Hooks where somebody's LSM program came after the service's: what it refuses is recorded nevertheless. */
  readonly overtaken: readonly string[]
}

/** How one mode came out. */
export interface ModeReport {
  readonly mode: CaptureMode
  readonly works: boolean
  /** Programs attached. */
  readonly hooks: number
  /** Hooks that this kernel lacks: section and reason. */
  readonly missing: readonly (readonly [hook: string, reason: string])[]
  readonly code?: ErrorCode
  readonly problem?: string
  readonly remedy?: string
}

/** Everything that `doctor` knows. */
export interface Diagnosis {
  readonly facts: MachineFacts
  readonly modes: readonly ModeReport[]
  /** What `auto` picks; `undefined`: nothing works. */
  readonly picked: CaptureMode | undefined
}

/** Bit numbers of `include/uapi/linux/capability.h`. Any of the last suffices for the ones before it. */
const CAPABILITIES = { CAP_PERFMON: 38, CAP_BPF: 39 } as const
const CAP_SYS_ADMIN = 21
/** Small: nothing is recorded but the canary. */
const TRIAL_RING_BYTES = 1 << 20
const EPERM = 1

/** Gathers the facts and tries every mode. Nothing stays loaded. */
export function diagnose(objectDirectory?: string): Diagnosis {
  const facts = machineFacts()
  const modes = captureModes.map((mode) => reportMode(mode, facts, objectDirectory))
  return { facts, modes, picked: modes.find(({ works }) => works)?.mode }
}

function machineFacts(): MachineFacts {
  return {
    kernel: os.release(),
    architecture: os.machine(),
    node: process.version,
    libbpf: orWhenRefused(undefined, () => libbpf().libbpf_version_string()),
    hasTypes: existsSync('/sys/kernel/btf/vmlinux'),
    // Reading these may mount securityfs, which needs the libraries.
    securityModules: securityModules(),
    lockdown: lockdownLevel(),
    isBpffsMounted: isBpffsMounted(),
    isRoot: process.getuid?.() === 0,
    missingCapabilities: missingCapabilities(),
    pinned: orWhenRefused('unknown', () => pinnedMode(DEFAULT_PIN_DIRECTORY)),
    overtaken: orWhenRefused([], overtaken),
  }
}

/** What this user may not see is a finding as well. */
function orWhenRefused<T, R>(refused: R, look: () => T): T | R {
  try {
    return look()
  } catch (error) {
    if (error instanceof CamflowError) return refused
    throw error
  }
}

function overtaken(): readonly string[] {
  const attached = pinnedLinks(DEFAULT_PIN_DIRECTORY)
  return attached.length === 0 ? [] : overtakenHooks(attached, takenHooks(kernelTypes()))
}

function missingCapabilities(): readonly string[] {
  const status = readFileSync('/proc/self/status', 'utf8')
  const effective = BigInt(`0x${/^CapEff:\s*(\w+)$/m.exec(status)?.[1] ?? '0'}`)
  const has = (bit: number) => ((effective >> BigInt(bit)) & 1n) === 1n
  if (has(CAP_SYS_ADMIN)) return []
  return Object.entries(CAPABILITIES).flatMap(([name, bit]) => (has(bit) ? [] : [name]))
}

function reportMode(mode: CaptureMode, facts: MachineFacts, objectDirectory?: string): ModeReport {
  const outcome = tryMode(mode, {
    ringBytes: TRIAL_RING_BYTES,
    ...(objectDirectory === undefined ? {} : { objectDirectory }),
  })
  if ('instance' in outcome) {
    const { programs } = outcome.instance
    const hooks = programs.attachments.names.size
    const report = { mode, works: true, hooks, missing: [...programs.missing] }
    outcome.instance.close()
    return report
  }
  const { error } = outcome
  return {
    mode,
    works: false,
    hooks: 0,
    missing: [],
    code: error.code,
    problem: error.message,
    remedy: remedyFor(mode, error, facts),
  }
}

/** What to do about it, as exactly as the facts allow. */
export function remedyFor(mode: CaptureMode, error: CamflowError, facts: MachineFacts): string {
  if (facts.missingCapabilities.length > 0) {
    return `Run as root (sudo camflow doctor); missing: ${facts.missingCapabilities.join(', ')}.`
  }
  if (mode === 'lsm' && error.code === 'CF_CAPTURE_SILENT' && facts.securityModules) {
    const list = [...facts.securityModules.filter((name) => name !== 'capability'), 'bpf'].join(',')
    return (
      `Boot with lsm=${list}: add it to GRUB_CMDLINE_LINUX in /etc/default/grub, ` +
      'run update-grub, reboot.'
    )
  }
  if (error.code === 'CF_CAPTURE_REFUSED' && refusalErrno(error) === EPERM) {
    const kind =
      mode === 'lsm' ? 'LSM programs' : mode === 'fentry' ? 'fentry programs' : 'programs'
    const lockdown = facts.lockdown === undefined ? '' : ` (lockdown: ${facts.lockdown})`
    return (
      `This kernel or container forbids ${kind} even to root${lockdown}. In a container give it ` +
      'CAP_SYS_ADMIN and the pid namespace of the host; on a hardened kernel another mode or ' +
      '`npm run guest` is the way.'
    )
  }
  if (error.code === 'CF_CAPTURE_REFUSED') {
    return "The kernel's verifier rejects a program: report this with the kernel's version."
  }
  return error.remedy
}

function refusalErrno(error: CamflowError): number | undefined {
  const { cause } = error
  if (typeof cause !== 'object' || cause === null || !('errno' in cause)) return undefined
  return typeof cause.errno === 'number' ? cause.errno : undefined
}
