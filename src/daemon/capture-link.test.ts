import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaptureLink } from './capture-link.ts'

function aLink() {
  const done: string[] = []
  const capture = {
    session: { control: { nextEpoch: () => done.push('epoch') } },
    ownFiles: { renew: (path: string) => done.push(path) },
  }
  return { link: new CaptureLink(), capture: capture as never, done }
}

test('a reader that comes has every vertex described again, readers that flap do not', () => {
  const { link, capture, done } = aLink()
  link.heard({ state: 'attached' })
  link.join(capture)
  link.heard({ state: 'attached' })
  link.heard({ state: 'attached' })
  link.describeAgain()
  assert.deepEqual(done, ['epoch'])
  link.leave()
})

test('the new file of a log is kept out of the capture', () => {
  const { link, capture, done } = aLink()
  link.join(capture)
  link.heard({ state: 'rotated', path: '/log', closed: '/log.1' })
  assert.deepEqual(done, ['/log'])
  link.leave()
})
