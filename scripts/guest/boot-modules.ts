import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Kernel } from './fetch-kernel.ts'
import { runTool } from './run-tool.ts'

/** What the guest needs before it has a root file system: the 9p share, overlay, its streams. */
const wanted = ['virtio_pci', 'virtio_console', '9pnet_virtio', '9p', 'overlay'] as const
/** And for a layer that lies on a disk. */
const wantedForDisk = ['virtio_blk', 'ext4'] as const

/** One module, ready to be inserted. */
export interface BootModule {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * The modules that the guest's first steps need, each after those it depends on.
 * What the kernel has built in is left out; compressed modules are unpacked.
 *
 * @param hasDisk whether it has a disk besides.
 * @throws Error when the kernel has a wanted module neither built in nor as a file.
 */
export function bootModules(kernel: Kernel, hasDisk: boolean): readonly BootModule[] {
  const names = hasDisk ? [...wanted, ...wantedForDisk] : wanted
  // modprobe also knows the dependencies that no symbol tells of: a checksum of ext4 is one.
  const tree = ['-C', '/dev/null', '-d', join(kernel.modules, '../../..'), '-S', kernel.release]
  const told = runTool('/sbin/modprobe', [...tree, '--show-depends', '-a', ...names])
  const paths = new Set([...told.matchAll(/^insmod (\S+)/gm)].map(([, path]) => String(path)))
  return [...paths].map((path) => ({ name: moduleName(path), bytes: readModule(path) }))
}

function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(\.[a-z0-9]+)?$/, '')
    .replaceAll('-', '_')
}

function readModule(path: string): Buffer {
  if (!path.endsWith('.xz')) return readFileSync(path)
  return execFileSync('xz', ['-dc', path], { maxBuffer: 64 * 1024 * 1024 })
}
