import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRuns } from './judge-log.ts'
import { parseProgram, suitePrograms } from './programs.ts'
import { firedHooks } from './trace.ts'
import { judge } from './verdict.ts'
import type { CapturedEdge } from './window.ts'

const HEAD = `/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chmod - the mode of a file is changed.
 * Group: Chmod
 * Calls: chmod, fchmod
 * Flows: 1. task -> iattr (setattr)
 *        2. iattr -> file (setattr_inode)
 */
`
const program = parseProgram('chmod.c', HEAD)
const run = { pid: 7, state: 'ok', reason: '' } as const

function anEdge(from: string, relation: string, to: string): CapturedEdge {
  return { from, relation, to, count: 1 }
}

const claimed = [anEdge('task', 'setattr', 'iattr'), anEdge('iattr', 'setattr_inode', 'file')]

test('reads what a program is about and what it claims', () => {
  assert.equal(program.about, 'the mode of a file is changed')
  assert.deepEqual(program.calls, ['chmod', 'fchmod'])
  assert.deepEqual(
    program.claims.map(([edge]) => edge?.relation),
    ['setattr', 'setattr_inode'],
  )
})

test('refuses a program that neither claims a flow nor says why there is none', () => {
  const text = HEAD.replaceAll(/ \* Flows[\s\S]*?inode\)\n/g, '')
  assert.throws(() => parseProgram('chmod.c', text), /lacks Group, Calls, or both of Flows and Gap/)
  assert.throws(() => parseProgram('other.c', HEAD), /other.c describes chmod/)
})

test('the suite has ProvMark’s 44 programs and its nine further ones', () => {
  const groups = suitePrograms().map(({ group }) => group)
  assert.equal(groups.filter((group) => /^ProvMark: [A-Z]/.test(group)).length, 44)
  assert.equal(groups.filter((group) => /^ProvMark: [a-z]/.test(group)).length, 9)
})

test('exact: what is claimed and what verbs add', () => {
  const edges = [...claimed, anEdge('process_memory', 'memory_read', 'task')]
  assert.equal(judge(program, run, edges, 'lsm').kind, 'exact')
})

test('sound: also what a hook of another flow may make', () => {
  const edges = [...claimed, anEdge('directory', 'perm_check', 'task')]
  assert.equal(judge(program, run, edges, 'lsm').kind, 'sound')
})

test('unsound: what no hook may make', () => {
  const verdict = judge(program, run, [...claimed, anEdge('file', 'clone', 'task')], 'lsm')
  assert.equal(verdict.kind, 'unsound')
  assert.equal(verdict.reason, 'in no model: file → task (clone)')
})

test('incomplete where the mode sees everything, limited with its reason where it does not', () => {
  assert.equal(judge(program, run, [], 'lsm').kind, 'incomplete')
  const verdict = judge(program, run, [], 'tracepoint')
  assert.equal(verdict.kind, 'limited')
  assert.match(verdict.reason, /chmod, fchmodat/)
})

test('a call that must leave nothing may leave the walk along its path, and no more', () => {
  const text = HEAD.replaceAll(/ \* Flows[\s\S]*?inode\)\n/g, ' * Flows: none. It is refused.\n')
  const refused = parseProgram('chmod.c', text)
  assert.equal(judge(refused, run, [], 'lsm').kind, 'exact')
  const walk = anEdge('directory', 'perm_check', 'task')
  const verdict = judge(refused, run, [walk], 'lsm')
  assert.deepEqual([verdict.kind, verdict.reason], ['sound', 'It is refused.'])
  assert.equal(judge(refused, run, [walk, ...claimed], 'lsm').kind, 'unsound')
})

test('what was not run or broke is unknown, never nothing', () => {
  assert.equal(judge(program, undefined, [], 'lsm').reason, 'was not run')
  const [broken] = parseRuns('chmod 12 broken chmod(TEST): No such file\n').values()
  assert.equal(judge(program, broken, [], 'lsm').reason, 'broken: chmod(TEST): No such file')
  assert.equal(judge(program, run, undefined, 'lsm').kind, 'unknown')
})

test('finds in a trace what was called between the marks', () => {
  const lines = [
    'suite-9 [0] ..... 1.0: security_task_alloc <-copy_process',
    'suite-9 [0] ..... 1.1: tracing_mark_write: chmod begin',
    'suite-9 [0] ..... 1.2: security_inode_setattr <-notify_change',
    'suite-9 [0] ..... 1.3: security_inode_setattr <-notify_change',
    'suite-9 [0] ..... 1.4: security_file_permission <-rw_verify_area',
    'suite-9 [0] ..... 1.5: tracing_mark_write: chmod end',
  ]
  assert.deepEqual([...firedHooks(lines.join('\n'))], [['chmod', ['inode_setattr']]])
})
