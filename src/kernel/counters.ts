/** The counters of loaded capture programs, read through mapped memory: a few loads, no system call. */
import { controlLayout, type FailureName, failureNames, offsetOf } from './layout.ts'

/** What the capture programs counted since they were loaded. */
export interface CounterValues {
  /** Last node id given. */
  readonly nodeIds: number
  /** Last relation id given; ids are dense from 1. */
  readonly relationIds: number
  readonly lostRelations: number
  readonly lostVertices: number
  readonly objectsUsed: number
  readonly objectsFreed: number
  readonly objectsEvicted: number
  /** Live tasks of the tree of `camflow run`. */
  readonly members: number
  /** Pieces put into the ring. */
  readonly chunks: number
  /** Failed helpers by place. */
  readonly failures: Readonly<Record<FailureName, number>>
}

const FAILURES_AT = offsetOf('counters', 'failures') >>> 3
const OBJECTS_FREED_AT = offsetOf('counters', 'objects_freed') >>> 3
const MEMBERS_AT = offsetOf('counters', 'members') >>> 3
const SOCKET_READS_AT = offsetOf('counters', 'socket_reads_seen') >>> 3
const CONTEXTS_AT = offsetOf('counters', 'contexts') >>> 3
const INODES_OUTSIDE_AT = offsetOf('counters', 'inodes_outside') >>> 3
const RELATION_IDS_AT = offsetOf('counters', 'relation_ids') >>> 3

/** The counters, read where the programs write them. */
export class Counters {
  readonly #values: BigInt64Array

  /** @param memory the section `.data.counters`, mapped. */
  constructor(memory: ArrayBuffer) {
    this.#values = new BigInt64Array(memory, 0, controlLayout.counters.size >>> 3)
  }

  /** Live tasks of the tree of `camflow run`. */
  get members(): number {
    return this.#at(MEMBERS_AT)
  }

  /** Nobody counts the tasks of such trees any more. */
  forgetMembers(): void {
    Atomics.store(this.#values, MEMBERS_AT, 0n)
  }

  /** The map of inodes was emptied. */
  forgetInodes(): void {
    Atomics.store(this.#values, INODES_OUTSIDE_AT, 0n)
  }

  /** Counts one more object that has ended. @returns how many had before. */
  objectEnded(): number {
    return Number(Atomics.add(this.#values, OBJECTS_FREED_AT, 1n))
  }

  /** Whether the end of a receive was seen: where it is, the hook before it has nothing to do. */
  get seesReceivesEnd(): boolean {
    return this.#at(SOCKET_READS_AT) !== 0
  }

  /** Security contexts that were seen. */
  get contexts(): number {
    return this.#at(CONTEXTS_AT)
  }

  /** Last relation id given. */
  get relationIds(): number {
    return this.#at(RELATION_IDS_AT)
  }

  /** All of them at one moment, as far as there is such a thing. */
  read(): CounterValues {
    const value = (field: string) => this.#at(offsetOf('counters', field) >>> 3)
    const failures = failureNames.map((name, index) => [name, this.#at(FAILURES_AT + index)])
    return {
      nodeIds: value('node_ids'),
      relationIds: value('relation_ids'),
      lostRelations: value('lost_relations'),
      lostVertices: value('lost_vertices'),
      objectsUsed: value('objects_used'),
      objectsFreed: value('objects_freed'),
      objectsEvicted: value('objects_evicted'),
      members: value('members'),
      chunks: value('chunks'),
      failures: Object.fromEntries(failures) as Record<FailureName, number>,
    }
  }

  /**
   * Begins to count anew; node ids go on. Only while nothing is captured: relation ids would come
   * twice otherwise.
   */
  restart(): void {
    for (const field of ['relation_ids', 'lost_relations', 'lost_vertices', 'chunks']) {
      Atomics.store(this.#values, offsetOf('counters', field) >>> 3, 0n)
    }
    for (let index = 0; index < failureNames.length; index++) {
      Atomics.store(this.#values, FAILURES_AT + index, 0n)
    }
  }

  #at(index: number): number {
    return Number(Atomics.load(this.#values, index))
  }
}
