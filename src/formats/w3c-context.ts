/** What the writers of PROV-JSON members share. */
import type { ClockText } from './clock-text.ts'
import type { FormatOptions } from './format.ts'
import type { NameCache } from './name-cache.ts'
import type { PrefixSet } from './w3c-disclosed.ts'

/** `standard`: valid for every reader of PROV-JSON. `compat`: the bytes of CamFlow 0.9. */
export type W3cProfile = 'standard' | 'compat'

/** What the members of all types need. */
export interface VertexContext {
  readonly options: FormatOptions
  readonly profile: W3cProfile
  readonly clock: ClockText
  readonly names: NameCache
  /** Prefixes that the members written so far need in their document. */
  readonly prefixes: PrefixSet
}
