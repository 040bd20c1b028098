/** Flags that are kept with files, in lsm mode: there the attribute is guarded. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chownSync, closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import {
  readProvenanceXattr,
  removeProvenanceXattr,
  writeProvenanceXattr,
} from '../../../src/kernel/file-xattr.ts'
import type { ControlPlane } from '../../../src/policy/control-plane.ts'
import { SAVED_FILES_VARIABLE } from '../../../src/policy/saved-files.ts'
import { readSavedState } from '../../../src/policy/saved-flags.ts'
import { SAVED_STATE_BYTES } from '../../../src/record/saved-state.ts'

const { EPERM, EINVAL } = constants.errno
const UID = 54_321
const LABEL = 4n
const FLAGS_AT = 40
const [TRACKED, OPAQUE] = [1, 2]
const NO_FLAGS = [false, false, 0n]
const FOLDER = '/var/tmp/kept'
const path = (name: string) => `${FOLDER}/${name}`
/** Exits with the errno of writing 256 zeros to the attribute of the file that is its argument. */
const WRITER = `
import { openSync } from 'node:fs'
import { writeProvenanceXattr } from ${JSON.stringify(import.meta.resolve('../../../src/kernel/file-xattr.js'))}
process.exitCode = writeProvenanceXattr(openSync(process.argv[1], 'r'), new Uint8Array(256))
`

/** Has files keep flags, and tries what nobody shall do to them. */
export function keepFlags(plane: ControlPlane): void {
  process.env[SAVED_FILES_VARIABLE] = '/var/tmp/saved-files'
  mkdirSync(FOLDER)
  for (const name of ['secret', 'plain', 'written', 'mine', 'freed'])
    writeFileSync(path(name), name)
  chownSync(path('mine'), UID, UID)
  plane.persistence.turn(true)
  plane.changeFile(path('secret'), { track: true, propagate: true, taint: LABEL })
  run('cp', path('secret'), path('copy'))
  run('mv', path('copy'), path('copy.txt'))
  renameSync(path('plain'), path('plain.txt'))
  guardsAttributes()
  writeFlags(path('written'), TRACKED)
  assert.equal(plane.file(path('written')).isTracked, true, 'what is written counts')
  writeFlags(path('written'), OPAQUE)
  const { isTracked, isOpaque } = plane.file(path('written'))
  assert.deepEqual([isTracked, isOpaque], [false, true])
  plane.changeFile(path('freed'), { opaque: true })
  assert.equal(readSavedState(path('freed'))?.isOpaque, true)
  plane.changeFile(path('freed'), { opaque: false })
  assert.equal(readSavedState(path('freed')), undefined, 'the capture itself takes it away')
  restoresFlags(plane)
}

/** What the attributes of files say is given back: of those on the list, and of one that is pointed at. */
function restoresFlags(plane: ControlPlane): void {
  for (const name of ['listed', 'brought']) writeFileSync(path(name), name)
  plane.changeFile(path('listed'), { track: true, propagate: true, taint: LABEL })
  plane.persistence.turn(false)
  plane.changeFile(path('listed'), { track: false, propagate: false })
  moveAttribute('listed', 'brought')
  assert.deepEqual(flagsOf(plane, 'listed'), [false, false, LABEL], 'labels stay')
  assert.deepEqual(flagsOf(plane, 'brought'), NO_FLAGS)
  const { restored, failed } = plane.persistence.turn(true)
  assert.ok(restored > 0, 'files of the list')
  assert.equal(failed, 0)
  assert.deepEqual(flagsOf(plane, 'listed'), [true, true, LABEL])
  assert.deepEqual(flagsOf(plane, 'brought'), NO_FLAGS, 'not on the list')
  assert.equal(plane.persistence.restore([Buffer.from(path('brought'))]).restored, 1)
  assert.deepEqual(flagsOf(plane, 'brought'), [true, true, LABEL])
  for (const name of ['listed', 'brought']) run('cp', path(name), path(`${name}-copy`))
}

/** As if the disk had come from another machine. */
function moveAttribute(from: string, to: string): void {
  const [source, target] = [openSync(path(from), 'r'), openSync(path(to), 'r')]
  const value = readProvenanceXattr(source)
  assert.ok(value, 'the attribute stays when persistence is off')
  assert.equal(writeProvenanceXattr(target, value), 0)
  closeSync(source)
  closeSync(target)
}

function flagsOf(plane: ControlPlane, name: string): readonly unknown[] {
  const { isTracked, doesPropagate, taint } = plane.file(path(name))
  return [isTracked, doesPropagate, taint]
}

/** After the capture. */
export function checkFlags(): void {
  const { isTracked, doesPropagate, taint } = readSavedState(path('copy.txt')) ?? {}
  assert.deepEqual([isTracked, doesPropagate, taint], [true, true, LABEL])
  for (const name of ['listed-copy', 'brought-copy']) {
    assert.equal(readSavedState(path(name))?.taint, LABEL, 'what is given back flows on')
  }
  assert.equal(readSavedState(path('plain.txt')), undefined)
  assert.equal(removeProvenance(path('mine')), 0, 'nobody guards it between two captures')
}

function guardsAttributes(): void {
  assert.equal(removeProvenance(path('secret')), EPERM, 'nobody takes it away')
  const fd = openSync(path('plain.txt'), 'r')
  assert.equal(writeProvenanceXattr(fd, new Uint8Array(255)), EINVAL, 'nor writes something else')
  closeSync(fd)
  const writer = [process.execPath, '--input-type=module', '--eval', WRITER, path('mine')]
  const user = ['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups', ...writer]
  assert.equal(exitCodeOf(user), EPERM, 'nor does a user, to a file of its own')
  assert.equal(exitCodeOf(['unshare', '-Ur', ...writer]), EPERM, 'nor who is root in a container')
}

function exitCodeOf([program = '', ...words]: readonly string[]): number | null {
  return spawnSync(program, words, { stdio: 'inherit' }).status
}

function run(...words: readonly string[]): void {
  assert.equal(exitCodeOf(words), 0, words.join(' '))
}

function writeFlags(file: string, flags: number): void {
  const value = new Uint8Array(SAVED_STATE_BYTES)
  value[FLAGS_AT] = flags
  const fd = openSync(file, 'r')
  assert.equal(writeProvenanceXattr(fd, value), 0)
  closeSync(fd)
}

function removeProvenance(file: string): number {
  const fd = openSync(file, 'r')
  const errno = removeProvenanceXattr(fd)
  closeSync(fd)
  return errno
}
