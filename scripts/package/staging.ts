/** The files of an installed CamFlow, put together in a folder: what a package of any kind is made from. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { completionScripts } from '../../src/cli/completion.ts'
import { projectRoot } from '../guest/project-root.ts'

/** Where the program lies once it is installed. */
const LIBRARY = 'usr/lib/camflow'
const DOCUMENTATION = 'usr/share/doc/camflow'

/** The facts of package.json that a package repeats. */
export interface PackageFacts {
  readonly version: string
  readonly description: string
  /** Commands, and the file of each. */
  readonly bin: Readonly<Record<string, string>>
}

/** Reads package.json. */
export function packageFacts(): PackageFacts {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as PackageFacts
}

/**
 * Fills a folder anew with the files as they lie under `/`.
 *
 * @throws Error when the project is not built.
 */
export function stageFiles(root: string): void {
  rmSync(root, { recursive: true, force: true })
  const { bin } = packageFacts()
  for (const file of Object.values(bin)) readFileSync(join(projectRoot, file))
  stageProgram(root)
  for (const [name, file] of Object.entries(bin)) stageCommand(root, name, file)
  stageConfiguration(root)
  stageManualPages(root)
  const completions = {
    'usr/share/bash-completion/completions/camflow': completionScripts.bash,
    'usr/share/zsh/vendor-completions/_camflow': completionScripts.zsh,
    'usr/share/fish/vendor_completions.d/camflow.fish': completionScripts.fish,
  }
  for (const [path, text] of Object.entries(completions)) put(root, path, text)
  stageDocumentation(root)
}

/** The README, and all that it and the guide link to, at the same places beside it. */
export function stageDocumentation(root: string): void {
  const read = (name: string) => readFileSync(join(projectRoot, name))
  for (const name of ['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    put(root, `${DOCUMENTATION}/${name}`, read(name))
  }
  put(root, `${DOCUMENTATION}/copyright`, read('LICENSE'))
  for (const name of readdirSync(join(projectRoot, 'examples'))) {
    put(root, `${DOCUMENTATION}/examples/${name}`, read(`examples/${name}`))
  }
  const pages = readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  for (const page of pages.filter((name) => /\.(md|svg)$/.test(name))) {
    put(root, `${DOCUMENTATION}/docs/${page}`, read(`docs/${page}`))
  }
}

function stageProgram(root: string): void {
  const library = join(root, LIBRARY)
  for (const folder of ['dist/src', 'dist/bpf']) {
    cpSync(join(projectRoot, folder), join(library, folder), {
      recursive: true,
      filter: (path) => !/\.test\.|\.d\.ts$|\.map$/.test(path),
    })
  }
  cpSync(join(projectRoot, 'package.json'), join(library, 'package.json'))
  for (const path of runtimeModules()) {
    cpSync(path, join(library, relative(projectRoot, path)), { recursive: true })
  }
}

/** Folders of the modules that the program needs when it runs. */
function runtimeModules(): readonly string[] {
  const args = ['ls', '--omit=dev', '--all', '--parseable']
  const { stdout, status, stderr } = spawnSync('npm', args, { cwd: projectRoot, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ls: ${stderr}`)
  return stdout.split('\n').filter((path) => path.includes('/node_modules/'))
}

function stageCommand(root: string, name: string, file: string): void {
  put(root, `usr/bin/${name}`, `#!/bin/sh\nexec node /${LIBRARY}/${file} "$@"\n`, 0o755)
}

function stageConfiguration(root: string): void {
  const read = (name: string) => readFileSync(join(projectRoot, 'etc', name), 'utf8')
  put(root, 'etc/camflow.ini', read('camflow.ini'))
  // It may come to hold the password of a broker.
  put(root, 'etc/camflowd.ini', read('camflowd.ini'), 0o640)
  for (const unit of ['camconfd.service', 'camflowd.service']) {
    put(root, `usr/lib/systemd/system/${unit}`, read(`systemd/${unit}`))
  }
}

function stageManualPages(root: string): void {
  const folder = join(projectRoot, 'docs/man')
  for (const name of readdirSync(folder)) {
    const section = name.slice(name.lastIndexOf('.') + 1)
    const page = gzipSync(readFileSync(join(folder, name)), { level: 9 })
    put(root, `usr/share/man/man${section}/${name}.gz`, page)
  }
}

/** Writes one file of a package. */
export function put(root: string, path: string, content: string | Uint8Array, mode = 0o644): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content, { mode })
}
