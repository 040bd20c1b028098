/**
 * Type names that files written for earlier releases of CamFlow may hold.
 *
 * @source the released type tables from 0.5.3 to 0.9.0
 */
import type { RelationTypeName, VertexTypeName } from '../record/registry.ts'

/** What became of a name; `undefined`: nothing took its place. */
type Successors<Name> = Readonly<Record<string, Name | undefined>>

/** Vertex types of before 0.5.3. */
export const oldVertexNames: Successors<VertexTypeName> = {
  file_name: 'path',
  fifo: 'pipe',
  mmaped_file: undefined,
}

/** Relation types of before 0.9. */
export const oldRelationNames: Successors<RelationTypeName> = {
  mmap_read: 'mmap',
  mmap_write: 'mmap',
  mmap_exec: 'mmap',
  mmap_read_private: 'mmap_private',
  mmap_write_private: 'mmap_private',
  mmap_exec_private: 'mmap_private',
  perm_read: 'perm_check',
  perm_write: 'perm_check',
  perm_exec: 'perm_check',
  perm_append: 'perm_check',
  sh_create_read: 'sh_create',
  sh_create_write: 'sh_create',
  sh_attach_read: 'sh_attach',
  sh_attach_write: 'sh_attach',
  munmap: undefined,
  shmdt: undefined,
  splice_in: undefined,
  named_process: 'named',
  load_firmware_prealloc_buffer: undefined,
}
