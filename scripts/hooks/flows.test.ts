import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFlows } from './flows.ts'

function told(text: string): readonly string[] {
  return parseFlows(text).map(({ from, to, relations, when, note }) =>
    [when, from.words, to.words, relations.join('|'), note].map((each) => each ?? '-').join('; '),
  )
}

test('reads steps in order, with what a relation carries', () => {
  assert.deepEqual(
    told('1. memory -> task (memory_read) 2. task -> iattr (setattr, with the mode)'),
    ['-; memory; task; memory_read; -', '-; task; iattr; setattr; with the mode'],
  )
})

test('a condition with a colon lasts, one with a comma is for one step', () => {
  assert.deepEqual(
    told(
      'write: 1. task -> inode (write, send) UNIX, 2. task -> peer (send) 3. task -> file (write)',
    ),
    [
      'write; task; inode; write|send; -',
      'UNIX; task; peer; send; -',
      'write; task; file; write; -',
    ],
  )
})

test('takes articles away and leaves remarks alone', () => {
  assert.deepEqual(
    told('the task -> each new socket (bind); both with the command. Nothing else.'),
    ['-; task; new socket; bind; -'],
  )
})

test('says which word is no end of a flow', () => {
  assert.throws(() => parseFlows('task -> gadget (write)'), /"gadget" is no end of a flow; .*inode/)
})

test('says when a step names no relation', () => {
  assert.throws(
    () => parseFlows('task -> file (scribble)'),
    /\(scribble\) names no type of relation/,
  )
  assert.throws(() => parseFlows('task -> file'), /not all steps have the form/)
})
