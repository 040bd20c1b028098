import type { VertexDefinition } from '../definition.ts'
import { bytes, hidden, u16, u32, u64 } from '../field.ts'

const fields = [
  u64('ino', {
    json: 'cf:ino',
    form: 'number',
    meaning: 'inode number',
    source: 'inode->i_ino',
  }),
  u32('uid', {
    json: 'cf:uid',
    form: 'number',
    meaning: 'owner, initial user namespace',
    source: 'inode->i_uid',
  }),
  u32('gid', {
    json: 'cf:gid',
    form: 'number',
    meaning: 'owning group, initial user namespace',
    source: 'inode->i_gid',
  }),
  u32('secid', {
    json: 'cf:secctx',
    form: 'text',
    meaning: 'number of the security context; 0, for AppArmor gives inodes none (docs/adr/0007)',
    source: 'none',
  }),
  u16('mode', {
    json: 'cf:mode',
    form: 'hex32',
    meaning: 'type and permission bits',
    source: 'inode->i_mode',
  }),
  hidden('old_type', 'u8', 'type of the version before, where the mode changed it'),
  hidden('pad', 'u8', 'zero'),
  bytes('sb_uuid', 16, {
    json: 'cf:uuid',
    form: 'uuid',
    meaning: 'UUID of the file system',
    source: 'inode->i_sb->s_uuid',
  }),
] as const

function inode<const N extends string, const B extends number>(name: N, bit: B, meaning: string) {
  return {
    name,
    provClass: 'entity',
    bit,
    isLong: false,
    struct: 'vertex_inode',
    meaning,
    fields,
  } as const satisfies VertexDefinition
}

/** The eight inode types: one per file type of `stat(2)`, and one for a mode not read yet. */
export const inodeUnknown = inode('inode_unknown', 6, 'inode whose mode has not been read yet')
export const link = inode('link', 7, 'symbolic link')
export const file = inode('file', 8, 'regular file')
export const directory = inode('directory', 9, 'directory')
export const char = inode('char', 10, 'character device')
export const block = inode('block', 11, 'block device')
export const pipe = inode('pipe', 12, 'FIFO or pipe')
export const socket = inode('socket', 13, 'socket')
