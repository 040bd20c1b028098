/** `camflow service`: makes this installation a service of the machine, or takes that back. */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { unloadCapture } from '../../capture/unload.ts'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import {
  type InstallReport,
  installService,
  type RemoveReport,
  removeService,
  type ServiceMachine,
  serviceStatus,
  type UnitStatus,
} from '../../install/service-setup.ts'
import { DEFAULT_PIN_DIRECTORY } from '../../kernel/pins.ts'
import { packageFolder } from '../../policy/version.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf, readChoice } from '../option.ts'

const ACTIONS = ['install', 'remove', 'status'] as const

const OPTIONS = {
  json: { type: 'boolean', effect: 'what was done, or is so, for programs' },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow service install|remove|status [--json]',
  about: [
    'For an installation that no package manager has made a service: after `npm install -g`, or in a ' +
      'checkout that is built.',
    'install writes units for systemd with the paths of this installation, and the sample files ' +
      'where there are none; it starts the services now and at every boot. After an upgrade: again.',
    'remove stops them, deletes the units and the samples that nobody has changed, and ends the ' +
      'capture. To be called before `npm uninstall -g`.',
    'status tells of both services. Exit code 1 when one of them does not run.',
  ],
  options: OPTIONS,
  takes: { kind: 'words', words: ACTIONS },
}

interface ServiceRequest {
  readonly action: (typeof ACTIONS)[number]
  readonly isJson: boolean
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names what is wrong.
 */
export function readRequest(args: readonly string[]): ServiceRequest | undefined {
  const { values, positionals } = parseArgs({
    ...{ args: [...args], options: OPTIONS },
    ...{ strict: true, allowPositionals: true },
  })
  if (values.help) return undefined
  const [action = 'nothing', ...rest] = positionals
  if (rest.length > 0) throw new TypeError(`one word is enough, not ${positionals.join(' ')}`)
  return { action: readChoice('service', action, ACTIONS), isJson: values.json ?? false }
}

const thisMachine: ServiceMachine = {
  root: '',
  installation: { folder: packageFolder() ?? '', node: process.execPath },
  systemctl: (...args) => {
    const { status, stdout, stderr } = spawnSync('systemctl', args, { encoding: 'utf8' })
    return { status: status ?? undefined, text: `${stdout ?? ''}${stderr ?? 'not found'}`.trim() }
  },
  unload: () => unloadCapture(DEFAULT_PIN_DIRECTORY),
}

/** @returns the exit code. */
async function service({ action, isJson }: ServiceRequest): Promise<number> {
  const show = <T>(result: T, text: (result: T) => string) =>
    process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : text(result))
  if (action === 'install') {
    const report = installService(thisMachine)
    show(report, installText)
    return report.isStarted === false ? 1 : 0
  }
  if (action === 'remove') {
    show(await removeService(thisMachine), removeText)
    return 0
  }
  const units = serviceStatus(thisMachine)
  show(units, statusText)
  return units.every(({ activity }) => activity === 'active') ? 0 : 1
}

function installText({ written, kept, isStarted }: InstallReport): string {
  const lines = [
    ...written.map((file) => `written: ${file}`),
    ...kept.map((file) => `as it was: ${file}`),
    isStarted === undefined
      ? 'systemd does not run here: the services start with the machine'
      : isStarted
        ? 'the services run, now and after every boot'
        : 'not started: `journalctl -u camconfd -u camflowd` and `camflow doctor` tell why',
  ]
  return `${lines.join('\n')}\n`
}

function removeText({ removed, kept, isUnloaded }: RemoveReport): string {
  if (removed.length === 0) return 'no service was installed with this command\n'
  const lines = [
    ...removed.map((file) => `deleted: ${file}`),
    ...kept.map((file) => `kept, because it was changed: ${file}`),
    isUnloaded ? 'the capture that was pinned has ended' : 'nothing is pinned',
  ]
  return `${lines.join('\n')}\n`
}

function statusText(units: readonly UnitStatus[]): string {
  return units
    .map(({ name, activity, start, file, origin }) => {
      const from = origin === 'none' ? 'not installed' : `${file} (${origin})`
      return `${name}  ${activity}, ${start}  ${from}\n`
    })
    .join('')
}

/** `camflow service`. */
export const serviceCommand = commandOf({ name: 'service', form, read: readRequest, work: service })
