/** `npm run package:rpm`: makes an RPM package in build/ of what is built. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from './guest/project-root.ts'
import { packageFacts, put, stageFiles } from './package/staging.ts'

const SCRIPTLETS = ['pre', 'post', 'preun', 'postun'] as const
const LIBRARY = '/usr/lib/camflow'
/** Where zsh looks for what packages complete: Debian's zsh, everybody else's. */
const DEBIAN_ZSH = '/usr/share/zsh/vendor-completions'
const ZSH = '/usr/share/zsh/site-functions'
/** How rpm writes a payload. */
const PAYLOADS = { zstd: 'w19.zstdio', none: 'w.ufdio' } as const

/** How a package is made. */
export interface RpmOptions {
  /** RPM's count of packages of one version. @default 1 */
  readonly revision?: number
  /** `none` makes it many times faster, for tests. @default 'zstd' */
  readonly compression?: keyof typeof PAYLOADS
}

/**
 * Makes the package.
 *
 * @param folder where the staging folder and the package come to lie.
 * @returns the path of the package.
 * @throws Error when the project is not built, or rpmbuild fails.
 */
export function packageRpm(
  folder = join(projectRoot, 'build'),
  { revision = 1, compression = 'zstd' }: RpmOptions = {},
): string {
  const top = resolve(folder, 'rpm')
  const staging = join(top, 'staging')
  stageFiles(staging)
  put(top, 'camflow.spec', specification(staging, revision))
  const define = (name: string, value: string) => ['--define', `${name} ${value}`]
  const { status, stdout, stderr } = spawnSync(
    'rpmbuild',
    [
      ...['-bb', ...define('_topdir', top), ...define('_rpmdir', top)],
      ...define('_binary_payload', PAYLOADS[compression]),
      join(top, 'camflow.spec'),
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`rpmbuild: ${stderr ?? 'install the package rpm'}`)
  const [, file] = /^Wrote: (.*\.rpm)$/m.exec(stdout) ?? []
  if (file === undefined) throw new Error(`rpmbuild names no package: ${stdout}`)
  return file
}

function specification(staging: string, revision: number): string {
  const { version, description } = packageFacts()
  const scriptlets = SCRIPTLETS.map((name) => {
    const text = readFileSync(join(projectRoot, 'etc/rpm', name), 'utf8')
    return `%${name}\n${text}`
  })
  return `# The program is built already, and its modules bring libraries for several C libraries.
%global debug_package %{nil}
%global _build_id_links none
%global __os_install_post %{nil}
AutoReqProv: no
Name: camflow
Version: ${version}
Release: ${revision}
Summary: ${description}
License: Apache-2.0
Requires: nodejs >= 20, libbpf.so.1()(64bit)

%description
Records which process read which file, wrote which pipe, talked to which
address, and what came out of it, as a graph in the W3C's PROV standard.

%install
cp -a ${staging}/. %{buildroot}
mkdir -p %{buildroot}${ZSH}
mv %{buildroot}${DEBIAN_ZSH}/* %{buildroot}${ZSH}

${scriptlets.join('\n')}
%files
%defattr(-,root,root,755)
${filesOf(staging).join('\n')}
`
}

function filesOf(staging: string): readonly string[] {
  const files = readdirSync(staging, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(staging.length))
    .filter((path) => !path.startsWith(`${LIBRARY}/`))
    .map((path) => path.replace(DEBIAN_ZSH, ZSH))
    .map((path) => (path.startsWith('/etc/') ? `%config(noreplace) ${path}` : path))
  return [LIBRARY, ...files]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(projectRoot, 'build'), { recursive: true })
  process.stdout.write(`${packageRpm()}\n`)
}
