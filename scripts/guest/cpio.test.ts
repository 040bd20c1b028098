import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpioArchive } from './cpio.ts'

test('writes each entry as a head, a name and bytes, each padded to four', () => {
  const archive = cpioArchive([{ path: 'a', mode: 0o100644, bytes: Buffer.from('hello') }])
  const fields = archive
    .toString('latin1', 6, 110)
    .match(/.{8}/g)
    ?.map((hex) => parseInt(hex, 16))
  assert.equal(archive.toString('latin1', 0, 6), '070701')
  assert.deepEqual(fields, [1, 0o100644, 0, 0, 1, 0, 5, 0, 0, 0, 0, 2, 0])
  assert.equal(archive.toString('latin1', 110, 120), 'a\0hello\0\0\0')
})

test('ends with the trailer that the kernel looks for', () => {
  const archive = cpioArchive([])
  assert.equal(archive.length % 4, 0)
  assert.match(archive.toString('latin1'), /^070701.*TRAILER!!!\0+$/)
})
