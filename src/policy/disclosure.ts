/**
 * Disclosed provenance: what an application knows of itself and the kernel cannot see. Vertices and
 * relations enter the same stream as all others, with the calling task as their parent; a line of text
 * (`log`) stands in the graph as an entity that the task used.
 *
 * @source graph-model specification §10, library specification §7
 */
import { CamflowError, type ErrorCode } from '../errors.ts'
import {
  CALLING_TASK,
  DISCLOSED_SLOT,
  type DisclosedEnd,
  type DisclosureResult,
  disclose,
  type Disclosure as Said,
} from '../kernel/disclose.ts'
import { DISCLOSURE_BYTES, FLAG } from '../kernel/layout.ts'
import type { ProgramSet } from '../kernel/programs.ts'
import { changeFile } from '../kernel/request.ts'
import type { ProvClass } from '../record/definition.ts'
import {
  type RelationTypeName,
  relationByName,
  type VertexTypeName,
  vertexByName,
} from '../record/registry.ts'

/** Attributes by name, best with a prefix of the application: `{ 'prov:label': 'step 1', 'app:rows': 7 }`. */
export type DisclosedAttributes = Readonly<Record<string, string | number | boolean>>

/** A vertex that can be an end of disclosed relations. Made by a `Disclosure`, and of use to it only. */
export interface Disclosed<Class extends ProvClass = ProvClass> {
  readonly provClass: Class
  /** Node id; 0 for the calling task. */
  readonly id: bigint
}

/** How often an end is said again before a relation gives up: epochs change rarely. */
const TRIES = 4

const failures: Readonly<Partial<Record<DisclosureResult, ErrorCode>>> = {
  disabled: 'CF_DISCLOSURE_DISABLED',
  opaque: 'CF_DISCLOSURE_OPAQUE',
  unknown: 'CF_DISCLOSURE_UNKNOWN',
  lost: 'CF_DISCLOSURE_LOST',
  circle: 'CF_DISCLOSURE_CIRCLE',
}

const vertexTypes = {
  entity: 'disc_entity',
  activity: 'disc_activity',
  agent: 'disc_agent',
} as const satisfies Readonly<Record<ProvClass, VertexTypeName>>

interface Kept {
  readonly end: DisclosedEnd
  /** What a vertex says; `undefined` for objects of the kernel. */
  readonly said?: Said
}

/** Says things about the calling thread. Each member throws CF_DISCLOSURE_… when nothing was recorded. */
export class Disclosure {
  /** The task that speaks. */
  readonly task: Disclosed<'activity'>
  readonly #programs: ProgramSet
  readonly #kept = new WeakMap<Disclosed, Kept>()

  constructor(programs: ProgramSet) {
    this.#programs = programs
    this.task = this.#keep('activity', 0n, { end: CALLING_TASK })
  }

  /** Something that holds information. @throws TypeError when the attributes take 4096 bytes or more. */
  entity(attributes: DisclosedAttributes): Disclosed<'entity'> {
    return this.#vertex('entity', attributes)
  }

  /** Something that goes on. */
  activity(attributes: DisclosedAttributes): Disclosed<'activity'> {
    return this.#vertex('activity', attributes)
  }

  /** Somebody who answers for something. */
  agent(attributes: DisclosedAttributes): Disclosed<'agent'> {
    return this.#vertex('agent', attributes)
  }

  /** A file as the kernel knows it. @throws CF_FILE_MISSING when there is none. */
  file(path: string): Disclosed<'entity'> {
    const { id, slot } = changeFile(this.#programs, path)
    return this.#keep('entity', id, { end: { id, slot } })
  }

  /** `to` is made of `from`. */
  derives(from: Disclosed<'entity'>, to: Disclosed<'entity'>): void {
    this.#relation('derived_disc', from, to)
  }

  /** The activity made the entity. */
  generates(from: Disclosed<'activity'>, to: Disclosed<'entity'>): void {
    this.#relation('generated_disc', from, to)
  }

  /** The activity used the entity. */
  uses(from: Disclosed<'entity'>, to: Disclosed<'activity'>): void {
    this.#relation('used_disc', from, to)
  }

  /** The first activity told the second something. */
  informs(from: Disclosed<'activity'>, to: Disclosed<'activity'>): void {
    this.#relation('informed_disc', from, to)
  }

  /** The activity had an influence on the agent. @throws CF_DISCLOSURE_CIRCLE when it has answered already. */
  influences(from: Disclosed<'activity'>, to: Disclosed<'agent'>): void {
    this.#relation('influenced_disc', from, to)
  }

  /** The agent answers for the activity. */
  associates(from: Disclosed<'agent'>, to: Disclosed<'activity'>): void {
    this.#relation('associated_disc', from, to)
  }

  /**
   * A line of text. From now on this process is tracked.
   *
   * @param text 1 to 4095 bytes of UTF-8.
   * @param options `propagate`: so is what it touches.
   * @throws TypeError for an empty or too long text.
   */
  log(text: string, options: { readonly propagate?: boolean } = {}): void {
    if (text === '') throw new TypeError('a line has at least one byte')
    const type = FLAG.tracked | (options.propagate ? FLAG.propagate : 0)
    this.#say({ kind: 'log', type, content: contentOf(text) })
  }

  #vertex<Class extends ProvClass>(
    provClass: Class,
    attributes: DisclosedAttributes,
  ): Disclosed<Class> {
    const content = contentOf(JSON.stringify(attributes).slice(1, -1))
    const said: Said = { kind: 'vertex', type: vertexByName(vertexTypes[provClass]).bit, content }
    const { id } = this.#say(said)
    const end = { id, slot: DISCLOSED_SLOT }
    return this.#keep(provClass, id, { end, said: { ...said, from: end } })
  }

  #relation(name: RelationTypeName, from: Disclosed, to: Disclosed): void {
    const [sender, receiver] = [this.#find(from), this.#find(to)]
    const ends = { from: sender.end, to: receiver.end }
    const relation: Said = { kind: 'relation', type: relationByName(name).code, ...ends }
    for (let tries = 0; tries < TRIES; tries++) {
      const { result } = this.#say(relation)
      if (result === 'done') return
      // A new epoch has begun: what only we know has to be said again.
      const { said } = result === 'wants-from' ? sender : receiver
      if (said !== undefined) this.#say(said)
    }
    throw new CamflowError('CF_DISCLOSURE_LOST')
  }

  #say(said: Said): ReturnType<typeof disclose> {
    const answer = disclose(this.#programs, said)
    const failure = failures[answer.result]
    if (failure !== undefined) throw new CamflowError(failure)
    return answer
  }

  #keep<Class extends ProvClass>(provClass: Class, id: bigint, kept: Kept): Disclosed<Class> {
    const disclosed = Object.freeze({ provClass, id })
    this.#kept.set(disclosed, kept)
    return disclosed
  }

  #find(disclosed: Disclosed): Kept {
    const kept = this.#kept.get(disclosed)
    if (kept === undefined) throw new TypeError('this vertex was made by somebody else')
    return kept
  }
}

function contentOf(text: string): Uint8Array {
  const content = Buffer.from(text)
  if (content.length >= DISCLOSURE_BYTES) {
    throw new TypeError(`${content.length} bytes are too long: ${DISCLOSURE_BYTES - 1} at most`)
  }
  return content
}
