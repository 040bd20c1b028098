import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { AptSuite } from './apt-suite.ts'
import { cacheDir } from './cache.ts'
import { type KernelName, kernelSources } from './kernels.ts'
import { runTool } from './run-tool.ts'

/** A kernel on the disk, ready to boot. */
export interface Kernel {
  readonly name: KernelName
  /** What `uname -r` says in the guest. */
  readonly release: string
  /** The bootable image. */
  readonly image: string
  /** The folder of its modules, `modules.dep` included. */
  readonly modules: string
}

/**
 * Gives a kernel from the cache, after fetching it through apt when it is not there yet.
 * Nothing is installed on the machine.
 *
 * @param say told what happens when it takes long.
 */
export function fetchKernel(name: KernelName, say: (text: string) => void = () => {}): Kernel {
  const dir = join(cacheDir(), 'kernels', name)
  if (!existsSync(join(dir, 'release'))) {
    say(`fetching Debian's kernel ${name} into ${dir} (once)`)
    const fresh = join(cacheDir(), 'kernels', `.${name}.${process.pid}`)
    mkdirSync(fresh, { recursive: true })
    try {
      unpackKernel(name, fresh)
      putInPlace(fresh, dir)
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
  }
  const release = readFileSync(join(dir, 'release'), 'utf8').trim()
  return { name, release, image: join(dir, 'vmlinuz'), modules: join(dir, 'lib/modules', release) }
}

function unpackKernel(name: KernelName, dir: string): void {
  const { suite: suiteName, version } = kernelSources[name]
  const aptDir = join(dir, 'apt')
  const suite = new AptSuite(suiteName, aptDir)
  suite.update()
  const found = suite.version('linux-image-amd64')
  if (!version.test(found)) {
    throw new Error(`${suiteName} offers kernel ${found} where ${name} is expected: see kernels.ts`)
  }
  suite.download(kernelPackages(suite), aptDir)
  const tree = join(dir, 'tree')
  for (const file of readdirSync(aptDir).filter((one) => one.endsWith('.deb'))) {
    runTool('dpkg-deb', ['-x', join(aptDir, file), tree])
  }
  arrange(dir, tree)
  rmSync(aptDir, { recursive: true })
  rmSync(tree, { recursive: true })
}

/** The meta package's image, and the parts that newer images are split into. */
function kernelPackages(suite: AptSuite): readonly string[] {
  const images = kernelParts(suite.dependencies('linux-image-amd64'))
  return [...images, ...images.flatMap((image) => kernelParts(suite.dependencies(image)))]
}

function kernelParts(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^linux-(image|binary|modules|base)-[0-9]/.test(name))
}

function arrange(dir: string, tree: string): void {
  const modules = ['lib/modules', 'usr/lib/modules']
    .map((path) => join(tree, path))
    .find((path) => existsSync(path))
  if (modules === undefined) throw new Error('the kernel package holds no modules')
  const release = readdirSync(modules)[0]
  if (release === undefined) throw new Error('the kernel package holds an empty modules folder')
  const image = [join(tree, 'boot', `vmlinuz-${release}`), join(modules, release, 'vmlinuz')].find(
    (path) => existsSync(path),
  )
  if (image === undefined) throw new Error('the kernel package holds no vmlinuz')
  renameSync(image, join(dir, 'vmlinuz'))
  mkdirSync(join(dir, 'lib'))
  renameSync(modules, join(dir, 'lib/modules'))
  runTool('depmod', ['-b', dir, release])
  writeFileSync(join(dir, 'release'), `${release}\n`)
}

/** Another process may have fetched the same kernel meanwhile: the first one stays. */
function putInPlace(fresh: string, dir: string): void {
  try {
    renameSync(fresh, dir)
  } catch (error) {
    if (!existsSync(join(dir, 'release'))) throw error
  }
}
