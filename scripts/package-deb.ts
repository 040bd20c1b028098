/** `npm run package:deb`: makes a Debian package in build/ of what is built. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from './guest/project-root.ts'
import { packageFacts, put, stageFiles } from './package/staging.ts'

const MAINTAINER_SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm'] as const
/** Files that an upgrade leaves as the administrator made them. */
const CONFIGURATION = ['/etc/camflow.ini', '/etc/camflowd.ini'] as const

/** How a package is made. */
export interface DebOptions {
  /** Debian's count of packages of one version. @default 1 */
  readonly revision?: number
  /** `none` makes and unpacks it many times faster, for tests. @default 'xz' */
  readonly compression?: 'xz' | 'none'
}

/**
 * Makes the package.
 *
 * @param folder where the staging folder and the package come to lie.
 * @returns the path of the package.
 * @throws Error when the project is not built, or dpkg-deb fails.
 */
export function packageDeb(
  folder = join(projectRoot, 'build'),
  { revision = 1, compression = 'xz' }: DebOptions = {},
): string {
  const staging = join(folder, 'deb')
  stageFiles(staging)
  const architecture = run('dpkg', ['--print-architecture']).trim()
  const version = `${packageFacts().version}-${revision}`
  put(staging, 'DEBIAN/control', control(version, architecture, installedKibibytes(staging)))
  put(staging, 'DEBIAN/conffiles', CONFIGURATION.map((file) => `${file}\n`).join(''))
  for (const script of MAINTAINER_SCRIPTS) {
    cpSync(join(projectRoot, 'etc/debian', script), join(staging, 'DEBIAN', script))
    chmodSync(join(staging, 'DEBIAN', script), 0o755)
  }
  readableByAll(staging)
  const file = join(folder, `camflow_${version}_${architecture}.deb`)
  run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', staging, file])
  return file
}

function control(version: string, architecture: string, kibibytes: number): string {
  const { description } = packageFacts()
  return `Package: camflow
Version: ${version}
Architecture: ${architecture}
Maintainer: CamFlow <camflow@localhost>
Section: admin
Priority: optional
Depends: nodejs (>= 20), libbpf1, init-system-helpers
Installed-Size: ${kibibytes}
Description: ${description}
 Records which process read which file, wrote which pipe, talked to which
 address, and what came out of it, as a graph in the W3C's PROV standard. The
 capture runs as eBPF on a stock kernel.
 .
 The package starts two services: camconfd loads the capture and puts the
 policy of /etc/camflow.ini in force, camflowd writes the records as
 /etc/camflowd.ini says.
`
}

function installedKibibytes(folder: string): number {
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
  return Math.ceil(bytes / 1024)
}

/** Folders and files of the checkout may be closed to others; those of a package are not. */
function readableByAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) readableByAll(path)
  }
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, [...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(projectRoot, 'build'), { recursive: true })
  process.stdout.write(`${packageDeb()}\n`)
}
