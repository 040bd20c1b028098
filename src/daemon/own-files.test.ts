import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OwnFiles } from './own-files.ts'

test('a rotated log is given up, the new one kept out; the pid file ends', () => {
  const said: string[] = []
  let count = 0
  const session = {
    makeFileOpaque: (path: string) => {
      const name = `${path}#${++count}`
      said.push(`+${name}`)
      return { release: () => void said.push(`-${name}`) }
    },
  }
  const files = new OwnFiles(session, ['log', 'pid'])
  files.renew('log')
  files.release('pid')
  files.release('pid')
  assert.deepEqual(said, ['+log#1', '+pid#2', '-log#1', '+log#3', '-pid#2'])
})
