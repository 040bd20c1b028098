import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLog } from './check.ts'
import { findCycle } from './cycle.ts'

type Members = Record<string, Record<string, unknown>>

const scope = { 'cf:boot_id': 1, 'cf:machine_id': 'cf:2' }

function aTask(id: number, version: number): Members {
  const member = { 'cf:id': `${id}`, 'prov:type': 'task', ...scope, 'cf:version': version }
  return { [`cf:task${id}.${version}`]: member }
}

function aFile(id: number, version: number): Members {
  const member = { 'cf:id': `${id}`, 'prov:type': 'file', ...scope, 'cf:version': version }
  return { [`cf:file${id}.${version}`]: member }
}

function aRead(id: number, from: string, to: string): Members {
  const ends = { 'prov:entity': `cf:${from}`, 'prov:activity': `cf:${to}` }
  return { [`cf:read${id}`]: { 'cf:id': `${id}`, 'prov:type': 'read', ...ends } }
}

function aWrite(id: number, from: string, to: string): Members {
  const ends = { 'prov:activity': `cf:${from}`, 'prov:entity': `cf:${to}` }
  return { [`cf:write${id}`]: { 'cf:id': `${id}`, 'prov:type': 'write', ...ends } }
}

function aLoss(first: number, last: number): Members {
  const range = { 'cf:first': `${first}`, 'cf:last': `${last}`, 'cf:count': `${last - first + 1}` }
  return { [`cf:loss${first}`]: { 'prov:type': 'loss', ...range } }
}

const line = (sections: Record<string, Members>) => JSON.stringify({ prefix: {}, ...sections })

async function kinds(lines: string[], options = {}): Promise<string[]> {
  const report = await checkLog(lines, options)
  return report.problems.map((problem) => `${problem.kind} ${problem.line}`)
}

test('passes a log that keeps every promise and counts it', async () => {
  const report = await checkLog([
    line({ activity: aTask(1, 0), entity: aFile(2, 0), used: aRead(1, 'file2.0', 'task1.0') }),
    line({ entity: aFile(2, 1), wasGeneratedBy: aWrite(2, 'task1.0', 'file2.1') }),
  ])
  assert.equal(report.isValid, true)
  assert.deepEqual(report.sections, { activity: 1, entity: 2, used: 1, wasGeneratedBy: 1 })
  assert.deepEqual(report.vertexTypes, { task: 1, file: 2 })
  assert.deepEqual(report.relationTypes, { read: 1, write: 1 })
  assert.deepEqual([report.vertices, report.relations, report.objects], [3, 2, 2])
})

test('tells the line where an end is missing, also when it comes later', async () => {
  const lines = [
    line({ activity: aTask(1, 0), used: aRead(1, 'file2.0', 'task1.0') }),
    line({ entity: aFile(2, 0) }),
  ]
  assert.deepEqual(await kinds(lines), ['missing-end 1'])
})

test('finds a circle over several lines', async () => {
  const lines = [
    line({ activity: aTask(1, 0), entity: aFile(2, 0), used: aRead(1, 'file2.0', 'task1.0') }),
    line({ wasGeneratedBy: aWrite(2, 'task1.0', 'file2.0') }),
  ]
  assert.deepEqual(await kinds(lines), ['cycle 2'])
})

test('finds a relation between vertices that no hook relates so', async () => {
  const vertices = { activity: aTask(1, 0), entity: aFile(2, 0) }
  const used = {
    'cf:read1': { ...aRead(1, 'file2.0', 'task1.0')['cf:read1'], 'prov:type': 'read_link' },
  }
  const report = await checkLog([line({ ...vertices, used })])
  assert.deepEqual(report.problems, [
    { kind: 'unmodelled-ends', line: 1, detail: 'read_link 1: file task' },
  ])
})

test('finds a hole in the relation ids that no loss explains', async () => {
  const vertices = { activity: aTask(1, 0), entity: { ...aFile(2, 0), ...aLoss(2, 3) } }
  const used = { ...aRead(1, 'file2.0', 'task1.0'), ...aRead(6, 'file2.0', 'task1.0') }
  const lines = [line({ ...vertices, used })]
  const report = await checkLog(lines)
  assert.deepEqual(report.problems, [{ kind: 'relation-hole', line: 0, detail: '4 to 5' }])
  assert.equal(report.lostRelations, 2)
  assert.deepEqual(await kinds(lines, { lastRelation: 8 }), ['relation-hole 0', 'relation-hole 0'])
})

test('finds a version that is missing between two others', async () => {
  const lines = [line({ entity: { ...aFile(2, 0), ...aFile(2, 2) } })]
  assert.deepEqual(await kinds(lines), ['version-hole 0'])
})

test('takes a relation twice if both are the same', async () => {
  const first = { activity: aTask(1, 0), entity: aFile(2, 0), used: aRead(1, 'file2.0', 'task1.0') }
  const same = await checkLog([line(first), line(first)])
  assert.deepEqual([same.isValid, same.relations, same.repeatedRelations], [true, 1, 1])
  const other = { wasGeneratedBy: aWrite(1, 'task1.0', 'file2.0') }
  assert.deepEqual(await kinds([line(first), line(other)]), ['repeated-relation-differs 2'])
})

test('knows that relation ids begin anew with each boot', async () => {
  const before = {
    activity: aTask(1, 0),
    entity: aFile(2, 0),
    used: aRead(7, 'file2.0', 'task1.0'),
  }
  const write = { ...aWrite(1, 'task1.0', 'file2.1')['cf:write1'], 'cf:boot_id': 2 }
  const after = { entity: aFile(2, 1), wasGeneratedBy: { 'cf:write1': write } }
  const report = await checkLog([line(before), line(after)])
  assert.deepEqual(report.problems, [])
  assert.deepEqual([report.captures, report.relations, report.repeatedRelations], [2, 2, 0])
  assert.deepEqual([report.firstRelation, report.lastRelation], [7, 1])
})

test('tells what is not JSON or not PROV', async () => {
  assert.deepEqual(await kinds(['{"entity":', '{"wasEatenBy":{}}']), [
    'not-json 1',
    'unknown-section 2',
  ])
  assert.deepEqual(await kinds([line({ entity: aTask(1, 0) })]), ['wrong-section 1'])
})

test('looks through a million edges without running out of stack', () => {
  const count = 1_000_000
  const from = Array.from({ length: count }, (_, i) => i)
  const to = from.map((v) => v + 1)
  assert.deepEqual(findCycle(count + 1, from, to), [])
  assert.equal(findCycle(count + 1, [...from, count], [...to, count - 9]).length, 10)
})
