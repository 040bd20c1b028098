/**
 * Capture programs in use: their ring, policy and counters mapped. Loaded by this process or found
 * pinned, the parts are the same.
 */
import { Control, type PolicyObserver } from './control.ts'
import { Counters } from './counters.ts'
import { forgetAddresses } from './forget.ts'
import { mapFacts, missedRuns } from './kernel-object.ts'
import { controlLayout } from './layout.ts'
import type { CaptureMode } from './object-file.ts'
import type { ProgramSet } from './programs.ts'
import { openRelay, type Relay } from './relay.ts'
import { mapOf } from './request.ts'
import { mapSection } from './section.ts'
import { twinOf } from './selection.ts'
import { WakeUps } from './wake-ups.ts'

/** Capture programs together with what is mapped of them. */
export interface Instance {
  readonly mode: CaptureMode
  readonly programs: ProgramSet
  readonly relay: Relay
  readonly control: Control
  readonly counters: Counters
  /** Number of the ring in this kernel: tells one instance of a boot from another. */
  readonly number: number
  /** Program runs that the kernel left out because the program ran on that CPU already. */
  missedRuns(): number
  /** Unmaps everything and lets the programs go. */
  close(): void
}

/**
 * Maps the parts of loaded programs.
 *
 * @throws CF_MAP_ACCESS when a map is not there or cannot be mapped.
 */
export function openInstance(mode: CaptureMode, programs: ProgramSet): Instance {
  const ring = mapOf(programs, 'relay')
  const { id, entries } = mapFacts(ring)
  const control = mapSection(mapOf(programs, 'control'), controlLayout.control.size)
  const counters = mapSection(mapOf(programs, 'counters'), controlLayout.counters.size)
  const relay = openRelay(ring, entries, new WakeUps(counters.memory))
  const count = new Counters(counters.memory)
  return {
    mode,
    programs,
    relay,
    control: new Control(control.memory, attachByPolicy(programs, count)),
    counters: count,
    number: id,
    missedRuns: () => missedBy(programs.programs),
    close: () => {
      relay.close()
      control.close()
      counters.close()
      programs.close()
    },
  }
}

/** Runs that no program made up for: those of a program with a twin are the twin's to lose. */
function missedBy(programs: ReadonlyMap<string, number>): number {
  const counted = [...programs].filter(([name]) => !programs.has(twinOf(name)))
  return counted.reduce((sum, [, fd]) => sum + missedRuns(fd), 0)
}

/** What is attached follows the policy: more before it is in force, less afterwards. */
function attachByPolicy({ attachments, maps }: ProgramSet, counters: Counters): PolicyObserver {
  return {
    before: (policy) => {
      if (policy.isEnabled && attachments.names.size === 0) {
        forgetAddresses(maps, counters)
        counters.forgetMembers()
      }
      attachments.attachUsed(policy, counters.seesReceivesEnd)
    },
    after: (policy) => attachments.detachUnused(policy, counters.seesReceivesEnd),
  }
}
