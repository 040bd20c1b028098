/** The two kernel file systems that capture needs: bpffs to pin in, securityfs to read the LSM list. */
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { errno, libc } from './libbpf.ts'

const BPFFS = { type: 'bpf', path: '/sys/fs/bpf', magic: 0xcafe4a11 } as const
const SECURITYFS = { type: 'securityfs', path: '/sys/kernel/security', magic: 0x73636673 } as const

/** Mounts bpffs unless it is mounted. @returns 0 or the errno. */
export function mountBpffs(): number {
  return mount(BPFFS)
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

type FileSystem = typeof BPFFS | typeof SECURITYFS

function isMounted({ path, magic }: FileSystem): boolean {
  return existsSync(path) && statfsSync(path).type === magic
}

function mount(fileSystem: FileSystem): number {
  if (isMounted(fileSystem)) return 0
  const { type, path } = fileSystem
  if (!existsSync(path)) {
    try {
      mkdirSync(path, { recursive: true })
    } catch {
      // In sysfs nobody can make a directory: the kernel lacks the file system, mount will say so.
    }
  }
  return libc().mount(type, path, type, 0, null) === 0 ? 0 : errno()
}
