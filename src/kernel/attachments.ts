/**
 * What is attached of the programs that could be: only what the policy has a use for. A hook all of
 * whose relations are filtered costs nothing then, and with capture disabled nothing is attached.
 */
import { hookRelations } from './hook-relations.gen.ts'
import { errno, libbpf } from './libbpf.ts'
import { type Links, OpenLinks, PinnedLinks } from './links.ts'
import { type Policy, recordsRelation } from './policy.ts'
import { plainForm, sparedBy } from './selection.ts'

/**
 * Whether a policy has a use for a program. One that is not in the table, or that others rely on, is used
 * whenever anything is captured.
 */
export function isUsed(program: string, policy: Policy): boolean {
  if (!policy.isEnabled) return false
  const relations = hookRelations[program] ?? hookRelations[plainForm(program)] ?? 'always'
  return relations === 'always' || relations.some((name) => recordsRelation(policy, name))
}

function isWanted(name: string, policy: Policy, seesReceivesEnd: boolean): boolean {
  return isUsed(name, policy) && !(seesReceivesEnd && sparedBy(name) !== undefined)
}

/** The attached ones of some programs. */
export class Attachments {
  readonly #programs: ReadonlyMap<string, number>
  readonly #refused = new Map<string, number>()
  #links: Links

  /**
   * @param programs file descriptors by name, of programs that attach where their sections say.
   * @param directory where the links are pinned; left out: they are this process's.
   */
  constructor(programs: ReadonlyMap<string, number>, directory?: string) {
    this.#programs = programs
    this.#links = directory === undefined ? new OpenLinks() : new PinnedLinks(directory)
  }

  /** Names of the programs that are attached. */
  get names(): ReadonlySet<string> {
    return this.#links.names()
  }

  /** Programs that the kernel did not attach when asked, each with its errno. */
  get refused(): ReadonlyMap<string, number> {
    return this.#refused
  }

  /**
   * Attaches what a policy uses and is not attached. What was refused once is not tried again. Backwards,
   * because of two programs on one function the kernel runs the last attached first, and a twin
   * (bpf/hooks/attach.h), which stands behind the program it stands in for, has to run after it.
   *
   * @param seesReceivesEnd `sock_recvmsg` was seen to fire: what it spares is not attached.
   */
  attachUsed(policy: Policy, seesReceivesEnd = false): void {
    const attached = this.names
    for (const [name, fd] of [...this.#programs].toReversed()) {
      if (attached.has(name) || this.#refused.has(name)) continue
      if (!isWanted(name, policy, seesReceivesEnd)) continue
      // Without a name: the program knows its place, be it a tracepoint, a function or an LSM hook.
      const link = libbpf().bpf_raw_tracepoint_open(null, fd)
      if (link < 0) this.#refused.set(name, link === -1 ? errno() : -link)
      else this.#links.add(name, link)
    }
  }

  /** Detaches what a policy has no use for, and what is spared. */
  detachUnused(policy: Policy, seesReceivesEnd = false): void {
    for (const name of this.names) {
      if (!isWanted(name, policy, seesReceivesEnd)) this.#links.remove(name)
    }
  }

  /** From now on what is attached stays so without this process. @throws CF_MAP_ACCESS */
  pin(directory: string): void {
    const pinned = new PinnedLinks(directory)
    this.#links.moveTo(pinned)
    this.#links = pinned
  }

  /** Lets go: what is not pinned is detached. */
  close(): void {
    this.#links.close()
  }
}
