import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Spool } from './spool.ts'

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-spool-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function textsOf(spool: Spool): Promise<readonly string[]> {
  const texts: string[] = []
  for (let next = spool.after(0); next !== undefined; next = spool.after(next.number)) {
    texts.push((await spool.read(next)).toString())
  }
  return texts
}

test('messages wait in order, within the limit, until they are taken', async (t) => {
  const spool = new Spool(aFolder(t), 10)
  await spool.open()
  for (const text of ['one', 'two', 'three']) {
    if (spool.hasRoom(text.length)) await spool.put(Buffer.from(text))
  }
  assert.deepEqual(await textsOf(spool), ['one', 'two'])
  const first = spool.after(0)
  assert.ok(first !== undefined)
  await spool.remove(first)
  assert.deepEqual([spool.messages, spool.usedBytes, spool.hasRoom(7)], [1, 3, true])
  await spool.put(Buffer.from('three'))
  assert.deepEqual(await textsOf(spool), ['two', 'three'])
})

test('the next daemon finds what waited, without what a kill left unfinished', async (t) => {
  const folder = aFolder(t)
  const before = new Spool(folder, 100)
  await before.open()
  await before.put(Buffer.from('one'))
  await before.put(Buffer.from('two'))
  writeFileSync(join(folder, '000000000000003-500'), 'the start of three')
  const spool = new Spool(folder, 100)
  await spool.open()
  assert.deepEqual(await textsOf(spool), ['one', 'two'])
  await spool.put(Buffer.from('four'))
  assert.deepEqual(readdirSync(folder).sort(), [
    '000000000000001-3',
    '000000000000002-3',
    '000000000000004-4',
  ])
})
