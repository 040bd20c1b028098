import type { VertexDefinition } from '../definition.ts'

/** A superblock. Upstream allocates it and never records it; the name stays for the filters. */
export const sb = {
  name: 'sb',
  provClass: 'entity',
  bit: 16,
  isLong: false,
  struct: 'vertex',
  meaning: 'superblock; allocated but never recorded',
  fields: [],
} as const satisfies VertexDefinition
