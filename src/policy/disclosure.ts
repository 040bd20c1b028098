/**
 * Disclosed provenance: what an application knows of itself and the kernel cannot see. Vertices and
 * relations enter the same stream as all others, with the calling task as their parent; a line of text
 * (`log`) stands in the graph as an entity that the task used. Any program may disclose, without privilege.
 *
 * @source graph-model specification §10, library specification §7
 */
import { closeSync } from 'node:fs'
import { CamflowError, type ErrorCode } from '../errors.ts'
import {
  CALLING_TASK,
  type DisclosureResult,
  disclose,
  type Disclosure as Said,
} from '../kernel/disclose.ts'
import { PUBLIC_DISCLOSURE_FILE } from '../kernel/disclosure-file.ts'
import { DISCLOSURE_BYTES, FLAG } from '../kernel/layout.ts'
import { openPath } from '../kernel/request.ts'
import type { ProvClass } from '../record/definition.ts'
import {
  type RelationTypeName,
  relationByName,
  type VertexTypeName,
  vertexByName,
} from '../record/registry.ts'
import type { ObjectState } from './control-plane.ts'

/** Attributes by name, best with a prefix of the application: `{ 'prov:label': 'step 1', 'app:rows': 7 }`. */
export type DisclosedAttributes = Readonly<Record<string, string | number | boolean>>

/** A vertex that can be an end of disclosed relations. Made by a `Disclosure`, and of use to it only. */
export interface Disclosed<Class extends ProvClass = ProvClass> {
  readonly provClass: Class
  /** Node id; 0 for the calling task. */
  readonly id: bigint
}

/** What a process may ask to be recorded of itself: more than is. */
export interface OwnChange {
  readonly track?: true
  readonly propagate?: true
  /** Labels to add. */
  readonly taint?: bigint
}

/** This process, as the capture knows it. */
export type OwnState = Pick<ObjectState, 'id' | 'version' | 'taint' | 'isTracked' | 'doesPropagate'>

/** How often an end is said again before a relation gives up: epochs change rarely. */
const TRIES = 4

const failures: Readonly<Partial<Record<DisclosureResult, ErrorCode>>> = {
  disabled: 'CF_DISCLOSURE_DISABLED',
  opaque: 'CF_DISCLOSURE_OPAQUE',
  unknown: 'CF_DISCLOSURE_UNKNOWN',
  lost: 'CF_DISCLOSURE_LOST',
  circle: 'CF_DISCLOSURE_CIRCLE',
  not: 'CF_DISCLOSURE_REFUSED',
  wrong: 'CF_DISCLOSURE_REFUSED',
}

const vertexTypes = {
  entity: 'disc_entity',
  activity: 'disc_activity',
  agent: 'disc_agent',
} as const satisfies Readonly<Record<ProvClass, VertexTypeName>>

/** Says things about the calling thread. Each member throws CF_DISCLOSURE_… when nothing was recorded. */
export class Disclosure {
  /** The task that speaks. */
  readonly task: Disclosed<'activity'>
  readonly #path: string
  /** What our vertices say; `undefined` for objects of the kernel. */
  readonly #made = new WeakMap<Disclosed, Said | undefined>()

  private constructor(path: string) {
    this.#path = path
    this.task = this.#keep('activity', CALLING_TASK)
  }

  /**
   * Discloses to the capture of the service, or to another one. Nobody needs to listen yet.
   *
   * @param path of the file `disclose` of a pinned capture.
   */
  static open(path: string = PUBLIC_DISCLOSURE_FILE): Disclosure {
    return new Disclosure(path)
  }

  /**
   * How this process stands in the graph: its memory, which is what flags stand on.
   *
   * @param change what more is to be recorded from now on. Less is a matter of `Camflow.self`, which needs root.
   * @throws CF_DISCLOSURE_OPAQUE when it is opaque.
   */
  self(change: OwnChange = {}): OwnState {
    const { track, propagate, taint = 0n } = change
    const type = (track || propagate ? FLAG.tracked : 0) | (propagate ? FLAG.propagate : 0)
    const { id, version, flags, ...marked } = this.#say({ kind: 'self', type, to: taint })
    const has = (flag: number) => (flags & flag) !== 0
    return {
      ...{ id, version, taint: marked.taint },
      isTracked: has(FLAG.tracked),
      doesPropagate: has(FLAG.propagate),
    }
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

  /**
   * A file as the kernel knows it. The right to read it is not needed, that to reach it is.
   *
   * @throws CF_FILE_MISSING when there is none, or no way to it.
   */
  file(path: string): Disclosed<'entity'> {
    const fd = openPath(path)
    try {
      return this.#keep('entity', this.#say({ kind: 'file', type: 0, fd }).id)
    } finally {
      closeSync(fd)
    }
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
    return this.#keep(provClass, id, { ...said, from: id })
  }

  #relation(name: RelationTypeName, from: Disclosed, to: Disclosed): void {
    for (const end of [from, to]) {
      if (!this.#made.has(end)) throw new TypeError('this vertex was made by somebody else')
    }
    const ends = { from: from.id, to: to.id }
    const relation: Said = { kind: 'relation', type: relationByName(name).code, ...ends }
    for (let tries = 0; tries < TRIES; tries++) {
      const { result } = this.#say(relation)
      if (result === 'done') return
      // A new epoch has begun: what only we know has to be said again.
      const said = this.#made.get(result === 'wants-from' ? from : to)
      if (said !== undefined) this.#say(said)
    }
    throw new CamflowError('CF_DISCLOSURE_LOST')
  }

  #say(said: Said): ReturnType<typeof disclose> {
    const answer = disclose(this.#path, said)
    const failure = failures[answer.result]
    if (failure !== undefined) throw new CamflowError(failure)
    return answer
  }

  #keep<Class extends ProvClass>(provClass: Class, id: bigint, said?: Said): Disclosed<Class> {
    const disclosed = Object.freeze({ provClass, id })
    this.#made.set(disclosed, said)
    return disclosed
  }
}

function contentOf(text: string): Uint8Array {
  const content = Buffer.from(text)
  if (content.length >= DISCLOSURE_BYTES) {
    throw new TypeError(`${content.length} bytes are too long: ${DISCLOSURE_BYTES - 1} at most`)
  }
  return content
}
