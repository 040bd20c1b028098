/**
 * A program that gives up all its rights, discloses, and tries what it may not: tells how each came out.
 *
 * Arguments: the file `disclose`, the id of an entity that another user has disclosed.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { CamflowError } from '../../src/errors.ts'
import { disclose, type Disclosure as Said } from '../../src/kernel/disclose.ts'
import { FLAG, offsetOf } from '../../src/kernel/layout.ts'
import { openPinned } from '../../src/kernel/pins.ts'
import { Disclosure } from '../../src/policy/disclosure.ts'
import { relationByName, vertexByName } from '../../src/record/registry.ts'

const NOBODY = 65_534
const [file = '', anothers = ''] = process.argv.slice(2)
process.setgroups?.([])
process.setgid?.(NOBODY)
process.setuid?.(NOBODY)

const disclosure = Disclosure.open(file)
const mine = disclosure.entity({ 'prov:label': 'of nobody' })
disclosure.uses(mine, disclosure.task)

const used = relationByName('used_disc').code
const say = (said: Said) => disclose(file, said).result

/** What is said byte by byte. @returns bytes of the answer, and its result. */
function sayRaw(bytes: Buffer): readonly number[] {
  const fd = openSync(file, 'r')
  try {
    return [
      readSync(fd, bytes, 0, bytes.length, null),
      bytes.readUInt32LE(offsetOf('disclosure_answer', 'result')),
    ]
  } finally {
    closeSync(fd)
  }
}

function withLength(length: number): Buffer {
  const bytes = Buffer.alloc(8192)
  bytes.write('disclose', 'latin1')
  bytes.writeUInt32LE(1, offsetOf('disclosure', 'kind'))
  bytes.writeUInt32LE(vertexByName('disc_entity').bit, offsetOf('disclosure', 'type'))
  bytes.writeUInt32LE(length, offsetOf('disclosure', 'length'))
  return bytes
}

function codeOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error instanceof CamflowError ? error.code : String(error)
  }
}

const before = disclosure.self()
const marked = disclosure.self({ propagate: true, taint: 1n << 40n })

const result = {
  before: [before.isTracked, before.doesPropagate, String(before.taint)],
  marked: [marked.isTracked, marked.doesPropagate, String(marked.taint), marked.id === before.id],
  hidden: say({ kind: 'self', type: FLAG.opaque }),
  still: disclosure.self().isTracked,
  opening: codeOf(() => openPinned(dirname(file))),
  another: say({ kind: 'relation', type: used, from: BigInt(anothers) }),
  guessed: say({ kind: 'relation', type: used, from: 3n }),
  turned: say({ kind: 'relation', type: used, to: mine.id }),
  invented: say({ kind: 'relation', type: relationByName('write').code, to: mine.id }),
  meaningless: say({ kind: 'vertex', type: vertexByName('machine').bit }),
  closed: say({ kind: 'file', type: 0, fd: 999 }),
  long: sayRaw(withLength(4096)),
  longest: sayRaw(withLength(0xffff_ffff)),
  nothing: sayRaw(Buffer.alloc(8192)),
}
console.log(JSON.stringify(result))
