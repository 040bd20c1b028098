/**
 * LSM programs that the kernel reaches in fewer instructions as fentry programs of the empty function behind their
 * hook: it then has no verdict to carry from one program to the next. Both ways lie behind every other security
 * module that may refuse. What they differ in: an fentry program runs before all LSM programs of its hook, so that
 * it would see what one that was there first refuses; and it is left out where it interrupts itself.
 */
import { closeSync } from 'node:fs'
import type { KernelTypes } from './btf.ts'
import { type Handle, libbpf } from './libbpf.ts'

/** Hooks whose programs are QUICK_PROG (bpf/hooks/attach.h). */
export const quickHooks: ReadonlySet<string> = new Set([
  'file_mprotect',
  'file_open',
  'file_permission',
  'inode_follow_link',
  'inode_getattr',
  'inode_permission',
  'inode_readlink',
  'mmap_file',
])

/** Of `enum bpf_prog_type` and `enum bpf_attach_type`. */
const TRACING = 26
const LSM = 29
const TRACE_FENTRY = 24

/** `struct bpf_prog_info`. */
const INFO_BYTES = 232
const INFO_ATTACHED_TO = 224

/** Whether the program of an LSM hook may be attached the quick way. */
export function isQuick(
  { section, hook }: { readonly section: string; readonly hook: string },
  kernel: KernelTypes,
  taken: ReadonlySet<number>,
): boolean {
  if (section !== `lsm/${hook}` || !quickHooks.has(hook) || kernel.isPreemptible) return false
  const behind = kernel.functionId?.(`bpf_lsm_${hook}`)
  return behind !== undefined && !taken.has(behind)
}

/** Has a program that is not loaded yet attached the quick way. */
export function makeQuick(program: Handle, hook: string): void {
  const bpf = libbpf()
  bpf.bpf_program__set_type(program, TRACING)
  bpf.bpf_program__set_expected_attach_type(program, TRACE_FENTRY)
  bpf.bpf_program__set_attach_target(program, 0, `bpf_lsm_${hook}`)
}

/** The functions behind hooks that have an LSM program already, by their number in the kernel's types. */
export function hooksWithPrograms(): ReadonlySet<number> {
  const bpf = libbpf()
  const taken = new Set<number>()
  const id = Uint32Array.of(0)
  while (bpf.bpf_prog_get_next_id(id[0] ?? 0, id) === 0) {
    const fd = bpf.bpf_prog_get_fd_by_id(id[0] ?? 0)
    // Gone since.
    if (fd < 0) continue
    const info = new Uint8Array(INFO_BYTES)
    const failed = bpf.bpf_obj_get_info_by_fd(fd, info, Uint32Array.of(INFO_BYTES)) < 0
    closeSync(fd)
    const view = new DataView(info.buffer)
    if (!failed && view.getUint32(0, true) === LSM)
      taken.add(view.getUint32(INFO_ATTACHED_TO, true))
  }
  return taken
}
