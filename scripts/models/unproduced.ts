/**
 * Types of the registry that no hook produces, each with the reason. A type that is neither here nor in a hook's
 * model fails a test.
 */
import type { RelationTypeName, VertexTypeName } from '../../src/record/registry.ts'

const NEVER = 'part of the original’s numbering; the original never recorded it either'
const OPEN = 'no hook records it yet'

/** Relations. */
export const unproducedRelations: Partial<Readonly<Record<RelationTypeName, string>>> = {
  splice_out: `${NEVER}: splice is read and write of the pipes`,
  search: 'the kernel never asks file_permission for the execute bit of a directory',
  ...open([
    'send_packet',
    'receive_packet',
    'packet_content',
    'log',
    'used_disc',
    'generated_disc',
    'informed_disc',
    'derived_disc',
    'influenced_disc',
    'associated_disc',
  ]),
}

/** Vertices. */
export const unproducedVertices: Partial<Readonly<Record<VertexTypeName, string>>> = {
  sb: `${NEVER}: a superblock takes part in no flow`,
  inode_unknown: 'the one inode without a type is shared by all anonymous descriptors and left out',
  ...open(['packet', 'packet_content', 'string', 'disc_activity', 'disc_agent', 'disc_entity']),
}

function open<Name extends string>(names: readonly Name[]): Partial<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, OPEN])) as Partial<Record<Name, string>>
}
