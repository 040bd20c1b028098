/** What the writers of PROV-JSON members share. */
import type { ChunkStamp } from './chunk-stamp.ts'
import type { FormatOptions } from './format.ts'
import type { NameCache } from './name-cache.ts'
import type { PrefixSet } from './w3c-disclosed.ts'

/** `standard`: valid for every reader of PROV-JSON. `compat`: the bytes of CamFlow 0.9. */
export type W3cProfile = 'standard' | 'compat'

/** What the members of all types need. */
export interface VertexContext {
  readonly options: FormatOptions
  readonly profile: W3cProfile
  readonly stamp: ChunkStamp
  readonly names: NameCache
  /** Prefixes that the members written so far need in their document. */
  readonly prefixes: PrefixSet
}
