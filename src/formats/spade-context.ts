/** What the writers of SPADE's form share. */
import type { FormatOptions } from './format.ts'

/** `compat`: CamFlow's bytes. The other two say what CamFlow leaves out. */
export type SpadeProfile = 'standard' | 'compat' | 'spade'

/** What the writers of annotations need. */
export interface SpadeContext {
  readonly options: FormatOptions
  readonly profile: SpadeProfile
}
