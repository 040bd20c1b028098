/**
 * The file `disclose` of a pinned capture: the name of an iterator, which whoever reads it runs
 * (disclose.ts). It stands beside the other pins; that of the service also where everybody may go, for the
 * BPF file system of most machines is closed to all but root.
 */
import { chmodSync, closeSync, mkdirSync, rmSync } from 'node:fs'
import { type BpfFileSystem, mountBpffs, unmount } from './filesystems.ts'
import { libbpf } from './libbpf.ts'

/** A BPF file system of our own, in which others than root may look for a name. */
const PUBLIC: BpfFileSystem = { path: '/run/camflow-public', options: 'mode=0711' }

/** Where everybody finds what the service shows to everybody. */
export const PUBLIC_DIRECTORY = PUBLIC.path

/** Where any program may disclose while the service captures. */
export const PUBLIC_DISCLOSURE_FILE = `${PUBLIC.path}/disclose`

/** Where root may, of the capture that is pinned in a directory. */
export function disclosureFileOf(pinDirectory: string): string {
  return `${pinDirectory}/disclose`
}

/** `BPF_TRACE_ITER` of `enum bpf_attach_type`. */
const TRACE_ITERATOR = 28
const ALL_MAY_READ = 0o444

/**
 * Gives the iterator a name.
 *
 * @param program that carries out disclosures.
 * @returns 0 or an errno.
 */
export function pinDisclosure(program: number, path: string): number {
  const link = libbpf().bpf_link_create(program, 0, TRACE_ITERATOR, null)
  if (link < 0) return -link
  try {
    const result = libbpf().bpf_obj_pin(link, path)
    if (result < 0) return -result
    chmodSync(path, ALL_MAY_READ)
    return 0
  } finally {
    closeSync(link)
  }
}

/** The same where everybody finds it. @returns 0 or an errno: a service may be forbidden to mount. */
export function publishDisclosure(program: number): number {
  mkdirSync(PUBLIC.path, { recursive: true, mode: 0o711 })
  const refused = mountBpffs(PUBLIC)
  return refused === 0 ? pinDisclosure(program, PUBLIC_DISCLOSURE_FILE) : refused
}

/** Takes it away from there. */
export function withdrawDisclosure(): void {
  rmSync(PUBLIC_DISCLOSURE_FILE, { force: true })
  unmount(PUBLIC)
}
