import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

/** V8 complains on standard error, and throws nothing. */
test('V8 knows every flag that it is given', () => {
  const script = `
    import { keepHeapSmall } from './src/capture/small-heap.ts'
    import { compileLess } from './src/daemon/compiler-patience.ts'
    import { inlineMore } from './src/daemon/inlining.ts'
    keepHeapSmall()
    inlineMore()
    compileLess()`
  const args = [...process.execArgv, '--input-type=module', '--eval', script]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.equal(stderr, '')
})
