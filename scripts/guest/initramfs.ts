import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bootModules } from './boot-modules.ts'
import { type CpioEntry, cpioArchive } from './cpio.ts'
import type { Kernel } from './fetch-kernel.ts'
import type { FilledOptions, GuestOptions } from './options.ts'
import { projectRoot } from './project-root.ts'

const busybox = '/bin/busybox'
/** What the guest needs once its root stands. */
const insideFiles = ['command.sh', 'systemd.sh', 'guest.target', 'guest.service', 'run.sh'] as const
const folder = 0o040755
const program = 0o100755
const plain = 0o100644

/**
 * The guest's first file system: busybox, the modules of the kernel, the init scripts
 * and the command that this guest is for.
 */
export function buildInitramfs(kernel: Kernel, options: FilledOptions): Buffer {
  const modules = bootModules(kernel, options.disk !== undefined)
  const order = modules.map(({ name }) => `${name}\n`).join('')
  return cpioArchive([
    { path: 'bin', mode: folder },
    { path: 'bin/busybox', mode: program, bytes: readFileSync(busybox) },
    { path: 'init', mode: program, bytes: script('init.sh') },
    { path: 'modules', mode: folder },
    { path: 'modules/order', mode: plain, bytes: Buffer.from(order) },
    ...modules.map(
      ({ name, bytes }): CpioEntry => ({ path: `modules/${name}.ko`, mode: plain, bytes }),
    ),
    { path: 'guest', mode: folder },
    ...insideFiles.map(
      (name): CpioEntry => ({ path: `guest/${name}`, mode: plain, bytes: script(name) }),
    ),
    { path: 'guest/settings', mode: plain, bytes: Buffer.from(settings(kernel, options)) },
    { path: 'guest/command', mode: plain, bytes: Buffer.from(commandScript(options)) },
  ])
}

function script(name: string): Buffer {
  return readFileSync(join(projectRoot, 'scripts/guest', name))
}

/** When the guest says what still runs, as a part of its time limit. */
const WATCH_AT = 0.8

function settings(kernel: Kernel, options: FilledOptions): string {
  const lines = {
    checkout: quote(projectRoot),
    modules: quote(kernel.modules),
    layer: options.disk === undefined ? 'memory' : 'disk',
    first: options.systemd ? 'systemd' : 'command',
    watch: String(Math.floor((options.timeoutMs / 1000) * WATCH_AT)),
  }
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** The command as a shell script: no length limit, no word is read twice. */
export function commandScript(options: GuestOptions): string {
  const environment = {
    PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: '/root',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ...options.env,
  }
  const exports = Object.entries(environment).map(
    ([name, value]) => `export ${name}=${quote(value)}\n`,
  )
  return `${exports.join('')}exec ${options.command.map(quote).join(' ')}\n`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
