/**
 * Types of the registry that no program of the suite produces, each with the reason. A type that is neither here
 * nor in a hook's model fails a test, and so does one that is not here and that a guest does not capture.
 */
import type { RelationTypeName, VertexTypeName } from '../../src/record/registry.ts'

const NEVER = 'part of the original’s numbering; the original never recorded it either'
const PACKETS = 'only where it is asked for (camflow run --packets): the case `packets` shows it'
const DISCLOSED =
  'an application says it, through the library: test/kernel/disclosure.test.ts shows it'

/** Relations. */
export const unproducedRelations: Partial<Readonly<Record<RelationTypeName, string>>> = {
  splice_out: `${NEVER}: splice is read and write of the pipes`,
  search: 'the kernel never asks file_permission for the execute bit of a directory',
  send: 'since 6.5 socket_sendmsg sees every write to a socket: send_msg; made before, and in tracepoint mode',
  receive:
    'a read of a socket is seen where it ends: receive_msg; made where the kernel hides that, and in tracepoint mode',
  load_certificate:
    'only while the kernel starts (CONFIG_IMA_LOAD_X509, CONFIG_EVM_LOAD_X509): before anything captures',
  ...forReason('for content that the kernel does not name, or by a name younger than 6.1', [
    'load_unknown',
    'load_undefined',
  ]),
  ...forReason(PACKETS, ['send_packet', 'receive_packet', 'packet_content']),
  ...forReason(DISCLOSED, [
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
  ...forReason(PACKETS, ['packet', 'packet_content']),
  ...forReason(DISCLOSED, ['string', 'disc_activity', 'disc_agent', 'disc_entity']),
}

function forReason<Name extends string>(
  reason: string,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, reason])) as Partial<Record<Name, string>>
}
