import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOLE_WINDOW, HoleTracker } from './hole-tracker.ts'

function feed(tracker: HoleTracker, ids: Iterable<number>): void {
  for (const id of ids) tracker.add(id)
}

test('finds no hole in ids that only overtake each other', () => {
  const tracker = new HoleTracker()
  feed(tracker, [1, 3, 2, 6, 5, 4, 7])
  assert.deepEqual(tracker.settle(0), [])
  assert.deepEqual(tracker.settle(5000), [])
  assert.deepEqual(tracker.finish(7), [])
  assert.equal(tracker.lost, 0)
})

test('waits a second before it calls an id lost', () => {
  const tracker = new HoleTracker()
  feed(tracker, [1, 2, 5])
  assert.deepEqual(tracker.settle(0), [])
  assert.deepEqual(tracker.settle(999), [])
  assert.deepEqual(tracker.settle(1000), [{ first: 3, last: 4 }])
  assert.deepEqual(tracker.settle(2000), [])
  assert.equal(tracker.lost, 2)
})

test('calls an id lost that is too far behind, whatever the time', () => {
  const tracker = new HoleTracker()
  tracker.add(2)
  for (let id = 3; id <= HOLE_WINDOW + 1; id++) tracker.add(id)
  assert.deepEqual(tracker.settle(0), [{ first: 1, last: 1 }])
})

test('takes a jump that is larger than its window', () => {
  const tracker = new HoleTracker()
  feed(tracker, [1, 1_000_000, 1_000_001])
  assert.deepEqual(tracker.finish(1_000_002), [
    { first: 2, last: 999_999 },
    { first: 1_000_002, last: 1_000_002 },
  ])
  assert.equal(tracker.lost, 999_999)
})

test('loses everything when nothing came', () => {
  assert.deepEqual(new HoleTracker().finish(5), [{ first: 1, last: 5 }])
  assert.deepEqual(new HoleTracker().finish(), [])
})

test('takes an id back that comes after all', () => {
  const tracker = new HoleTracker()
  feed(tracker, [1, 3])
  assert.deepEqual(tracker.finish(), [{ first: 2, last: 2 }])
  feed(tracker, [2, 2, 3])
  assert.equal(tracker.lost, 0)
  assert.equal(tracker.recovered, 1)
  assert.equal(tracker.repeated, 2)
})

test('starts at the smallest id seen when the first is not known', () => {
  const tracker = new HoleTracker({ first: 'unknown' })
  feed(tracker, [702, 700, 704])
  assert.deepEqual(tracker.finish(705), [
    { first: 701, last: 701 },
    { first: 703, last: 703 },
    { first: 705, last: 705 },
  ])
})

test('accounts for every id exactly once, whatever the order and the holes', () => {
  const anyStep = fc.record({ skip: fc.nat({ max: 3 }), delay: fc.nat({ max: 40 }) })
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 400 }), fc.nat({ max: 5 }), (steps, rest) => {
      let id = 0
      const sent: { id: number; at: number }[] = []
      const missing = new Set<number>()
      for (const { skip, delay } of steps) {
        for (let i = 0; i < skip; i++) missing.add(++id)
        sent.push({ id: ++id, at: id + delay })
      }
      for (let i = 0; i < rest; i++) missing.add(++id)
      sent.sort((a, b) => a.at - b.at)
      const tracker = new HoleTracker()
      const holes = sent.flatMap((one, index) => {
        tracker.add(one.id)
        return index % 7 === 0 ? tracker.settle(index) : []
      })
      holes.push(...tracker.finish(id))
      const found = holes.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      )
      assert.deepEqual(found, [...missing])
      assert.equal(tracker.lost, missing.size)
    }),
  )
})

test('ids in a row are as good as one after the other', () => {
  const row = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(20))
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const [single, rowed] = [new HoleTracker(), new HoleTracker()]
      for (const [first, length] of rows) {
        for (let id = first; id <= first + length; id++) single.add(id)
        rowed.addRow(first, first + length)
        assert.deepEqual(rowed.missing(), single.missing())
        assert.equal(rowed.repeated, single.repeated)
      }
      assert.deepEqual(rowed.finish(), single.finish())
    }),
  )
})
