import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Kernel } from './fetch-kernel.ts'

/** What the guest needs before it has a root file system: the 9p share, overlay, its streams. */
const wanted = ['virtio_pci', 'virtio_console', '9pnet_virtio', '9p', 'overlay'] as const

/** One module, ready to be inserted. */
export interface BootModule {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * The modules that the guest's first steps need, each after those it depends on.
 * What the kernel has built in is left out; compressed modules are unpacked.
 *
 * @throws Error when the kernel has a wanted module neither built in nor as a file.
 */
export function bootModules(kernel: Kernel): readonly BootModule[] {
  const dependencies = readDependencies(join(kernel.modules, 'modules.dep'))
  const builtIn = new Set(
    readFileSync(join(kernel.modules, 'modules.builtin'), 'utf8').split('\n').map(moduleName),
  )
  const order = new Set<string>()
  for (const name of wanted) {
    if (builtIn.has(name)) continue
    const path = [...dependencies.keys()].find((one) => moduleName(one) === name)
    if (path === undefined) throw new Error(`kernel ${kernel.release} has no module ${name}`)
    insertAfterDependencies(path, dependencies, order)
  }
  return [...order].map((path) => ({
    name: moduleName(path),
    bytes: readModule(join(kernel.modules, path)),
  }))
}

function insertAfterDependencies(
  path: string,
  dependencies: ReadonlyMap<string, readonly string[]>,
  order: Set<string>,
): void {
  if (order.has(path)) return
  for (const one of dependencies.get(path) ?? []) insertAfterDependencies(one, dependencies, order)
  order.add(path)
}

function readDependencies(file: string): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return new Map(
    lines.map((line) => {
      const [path = '', rest = ''] = line.split(':')
      return [path, rest.split(' ').filter((one) => one !== '')]
    }),
  )
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
