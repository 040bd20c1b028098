import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Another Debian suite, read through apt with lists and sources of its own: the machine's apt
 * state stays as it is. Mirror, proxy and keys are the ones that the machine already uses.
 */
export class AptSuite {
  readonly #config: string

  /**
   * @param suite name of the suite, `bookworm-backports` for example.
   * @param dir where the lists are kept; made when missing.
   */
  constructor(suite: string, dir: string) {
    for (const part of ['lists/partial', 'archives/partial']) {
      mkdirSync(join(dir, part), { recursive: true })
    }
    const signedBy = existsSync(keyring) ? `[signed-by=${keyring}] ` : ''
    writeFileSync(join(dir, 'sources.list'), `deb ${signedBy}${debianMirror()} ${suite} main\n`)
    this.#config = join(dir, 'apt.conf')
    writeFileSync(this.#config, aptConfig(dir))
  }

  /** Reads the suite's package lists. */
  update(): void {
    this.#apt('apt-get', ['update', '--error-on=any'])
  }

  /** Names and versions of the packages that `name` depends on directly, its own first. */
  dependencies(name: string): readonly string[] {
    const text = this.#apt('apt-cache', ['show', '--no-all-versions', name])
    const depends = /^Depends: (.*)$/m.exec(text)?.[1] ?? ''
    return depends.split(/[,|]/).map((one) => one.trim().split(/[ :(]/)[0] ?? '')
  }

  /** The version of `name` that the suite offers. */
  version(name: string): string {
    const text = this.#apt('apt-cache', ['show', '--no-all-versions', name])
    return /^Version: (.*)$/m.exec(text)?.[1] ?? ''
  }

  /** Downloads the packages into `dir` without installing anything. */
  download(names: readonly string[], dir: string): void {
    this.#apt('apt-get', ['download', ...names], dir)
  }

  #apt(tool: string, args: readonly string[], cwd?: string): string {
    return runTool(tool, ['-q', '-c', this.#config, ...args], cwd === undefined ? {} : { cwd })
  }
}

function aptConfig(dir: string): string {
  return `#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Sandbox::User "root";
APT::Default-Release "";
APT::Architecture "amd64";
Acquire::Retries "3";
Acquire::Languages "none";
Dir::Etc::sourcelist "${dir}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "${dir}/lists";
Dir::Cache "${dir}";
Dir::Cache::archives "${dir}/archives";
`
}

/**
 * The Debian mirror that the machine's own apt reads.
 *
 * @throws Error when apt knows none; `$CAMFLOW_DEBIAN_MIRROR` names one then.
 */
function debianMirror(): string {
  const asked = process.env.CAMFLOW_DEBIAN_MIRROR
  if (asked) return asked
  const targets = runTool('apt-get', ['indextargets', '--format', '$(COMPONENT) $(REPO_URI)'])
  const mirror = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([component, uri]) => component === 'main' && /\/debian\/?$/.test(uri ?? ''))?.[1]
  if (mirror === undefined) {
    throw new Error(
      'the apt sources of this machine name no Debian mirror to fetch a kernel from:' +
        ' set CAMFLOW_DEBIAN_MIRROR to the URL of one',
    )
  }
  return mirror
}
