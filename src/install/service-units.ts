/** The units of the two services, as an installation that no package manager has put in place runs them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CamflowError } from '../errors.ts'

/** In the order in which they start. */
export const serviceUnits = ['camconfd.service', 'camflowd.service'] as const
export type ServiceUnit = (typeof serviceUnits)[number]

/** Where this CamFlow lies. */
export interface Installation {
  /** The folder with package.json. */
  readonly folder: string
  /** The program that runs Node.js: services have a PATH of their own. */
  readonly node: string
}

/** Whose a unit is. */
export type UnitOrigin = 'none' | 'this installation' | 'another installation' | 'package' | 'other'

/** A unit as it is found. */
export interface FoundUnit {
  /** The file; where it would be written when there is none. */
  readonly file: string
  readonly origin: UnitOrigin
}

const OWN_FOLDER = '/etc/systemd/system'
/** Where packages put theirs. */
const PACKAGE_FOLDERS = ['/usr/lib/systemd/system', '/lib/systemd/system']
const MARK = '# Written by "camflow service install"; "camflow service remove" deletes it.\n'
const COMMANDS = {
  '/usr/bin/camconfd': 'dist/src/daemon/camconfd.js',
  '/usr/bin/camflowd': 'dist/src/daemon/main.js',
} as const

/**
 * The text of a unit: that of the packages, with this installation's commands.
 *
 * @throws CF_SERVICE_REFUSED when the installation has no units: it is a package's.
 */
export function unitText(unit: ServiceUnit, installation: Installation): string {
  const { folder, node } = installation
  const template = templateOf(unit, installation)
  if (!existsSync(template))
    throw new CamflowError('CF_SERVICE_REFUSED', `There is no ${template}.`)
  const text = readFileSync(template, 'utf8')
  const called = Object.entries(COMMANDS).reduce(
    (all, [name, file]) =>
      all.replaceAll(name, () => `${quoted(node)} ${quoted(join(folder, file))}`),
    text,
  )
  return MARK + called
}

/** A word of a command line as systemd.service(5) and systemd.unit(5) want it. */
export function quoted(word: string): string {
  const plain = word.replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w%$/.@:+-]+$/.test(plain) ? plain : `"${plain.replace(/["\\]/g, '\\$&')}"`
}

/** Looks for a unit. @param root what stands before every path. */
export function findUnit(root: string, unit: ServiceUnit, installation: Installation): FoundUnit {
  const file = `${OWN_FOLDER}/${unit}`
  const own = join(root, file)
  if (existsSync(own)) {
    return { file, origin: originOf(readFileSync(own, 'utf8'), unit, installation) }
  }
  const packaged = packagedUnit(root, unit)
  return packaged === undefined ? { file, origin: 'none' } : { file: packaged, origin: 'package' }
}

/** The file of a unit that a package has brought; `undefined` when none has. */
export function packagedUnit(root: string, unit: ServiceUnit): string | undefined {
  return PACKAGE_FOLDERS.map((folder) => `${folder}/${unit}`).find((file) =>
    existsSync(join(root, file)),
  )
}

function originOf(text: string, unit: ServiceUnit, installation: Installation): UnitOrigin {
  if (!text.startsWith(MARK)) return 'other'
  const isOurs = existsSync(templateOf(unit, installation)) && text === unitText(unit, installation)
  return isOurs ? 'this installation' : 'another installation'
}

function templateOf(unit: ServiceUnit, { folder }: Installation): string {
  return join(folder, 'etc/systemd', unit)
}
