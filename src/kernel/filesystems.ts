/** The two kernel file systems that capture needs: bpffs to pin in, securityfs to read the LSM list. */
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { errno, libc } from './libbpf.ts'

const BPFFS = { type: 'bpf', path: '/sys/fs/bpf', magic: 0xcafe4a11, options: null } as const
const SECURITYFS = {
  type: 'securityfs',
  path: '/sys/kernel/security',
  magic: 0x73636673,
  options: null,
} as const

/** A BPF file system besides the machine's. */
export interface BpfFileSystem {
  readonly path: string
  /** Of its type: `mode=0700`. */
  readonly options: string
}

/** Mounts bpffs unless it is mounted. @returns 0 or the errno. */
export function mountBpffs(where: BpfFileSystem | typeof BPFFS = BPFFS): number {
  return mount({ ...BPFFS, ...where })
}

/** Unmounts it, if that is allowed; whoever has a file of it open keeps that. */
export function unmount({ path }: BpfFileSystem): void {
  if (isMounted({ ...BPFFS, path })) libc().umount2(path, DETACH)
}

/** Whether bpffs is mounted. */
export function isBpffsMounted(): boolean {
  return isMounted(BPFFS)
}

/** Names of the security modules in force; `undefined` where the kernel does not tell. */
export function securityModules(): readonly string[] | undefined {
  mount(SECURITYFS)
  try {
    return readFileSync(`${SECURITYFS.path}/lsm`, 'utf8').trim().split(',')
  } catch {
    // No securityfs, or no right to look: then nothing is known.
    return undefined
  }
}

/** The lockdown level in force; `undefined` where the kernel does not tell. */
export function lockdownLevel(): string | undefined {
  mount(SECURITYFS)
  try {
    return /\[(\w+)\]/.exec(readFileSync(`${SECURITYFS.path}/lockdown`, 'utf8'))?.[1]
  } catch {
    // As above.
    return undefined
  }
}

/** `MNT_DETACH` of umount2. */
const DETACH = 2

interface FileSystem {
  readonly type: string
  readonly path: string
  readonly magic: number
  readonly options: string | null
}

function isMounted({ path, magic }: FileSystem): boolean {
  return existsSync(path) && statfsSync(path).type === magic
}

function mount(fileSystem: FileSystem): number {
  if (isMounted(fileSystem)) return 0
  const { type, path, options } = fileSystem
  if (!existsSync(path)) {
    try {
      mkdirSync(path, { recursive: true })
    } catch {
      // In sysfs nobody can make a directory: the kernel lacks the file system, mount will say so.
    }
  }
  return libc().mount(type, path, type, 0, options) === 0 ? 0 : errno()
}
