import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeRelay } from './fake.ts'
import { RingReader, wholeRing } from './ring.ts'

function texts(relay: FakeRelay, maxBytes?: number): readonly string[] {
  const seen: string[] = []
  relay.drain((memory, offset, length) => {
    seen.push(Buffer.from(memory.subarray(offset, offset + length)).toString())
    return undefined
  }, maxBytes)
  return seen
}

const bytes = (text: string) => new TextEncoder().encode(text)

test('visits chunks in order, each once', () => {
  const relay = new FakeRelay(256)
  relay.put(bytes('one'))
  relay.put(bytes('two'))
  assert.deepEqual(texts(relay), ['one', 'two'])
  relay.put(bytes('three'))
  assert.deepEqual(texts(relay), ['three'])
})

test('keeps what was visited until it is given up', () => {
  const relay = new FakeRelay(32)
  assert.equal(relay.put(bytes('12345678')), true)
  assert.equal(relay.put(bytes('12345678')), true)
  texts(relay)
  assert.equal(relay.put(bytes('lost')), false)
  assert.equal(relay.fillBytes, 32)
  relay.commit()
  assert.equal(relay.fillBytes, 0)
  assert.equal(relay.put(bytes('kept')), true)
})

test('ends at a chunk that is still being written', () => {
  const relay = new FakeRelay(256)
  const open = relay.reserve(bytes('slow'))
  relay.put(bytes('fast'))
  assert.deepEqual(texts(relay), [])
  open?.submit()
  assert.deepEqual(texts(relay), ['slow', 'fast'])
})

test('skips discarded chunks and gives their room up', () => {
  const relay = new FakeRelay(256)
  relay.reserve(bytes('never'))?.discard()
  relay.put(bytes('here'))
  assert.deepEqual(texts(relay), ['here'])
  relay.commit()
  assert.equal(relay.fillBytes, 0)
})

test('reads a chunk that crosses the end of the ring', () => {
  const relay = new FakeRelay(64)
  for (let i = 0; i < 100; i++) {
    const text = `chunk number ${i}`
    assert.equal(relay.put(bytes(text)), true)
    assert.deepEqual(texts(relay), [text])
    relay.commit()
  }
})

test('stops before the chunk that the visitor refuses and offers it again', () => {
  const relay = new FakeRelay(256)
  relay.put(bytes('a'))
  relay.put(bytes('b'))
  assert.equal(
    relay.drain(() => false),
    0,
  )
  assert.deepEqual(texts(relay), ['a', 'b'])
})

test('stops after the chunk that reaches the limit of bytes', () => {
  const relay = new FakeRelay(256)
  for (const text of ['a', 'b', 'c']) relay.put(bytes(text))
  assert.deepEqual(texts(relay, 17), ['a', 'b'])
  assert.deepEqual(texts(relay, 1), ['c'])
})

test('wait ends with the time, the signal or a chunk', async () => {
  const relay = new FakeRelay(256)
  assert.equal(await relay.wait(5), false)
  const abort = AbortSignal.timeout(5)
  assert.equal(await relay.wait(10_000, abort), false)
  setTimeout(() => relay.put(bytes('x')), 5)
  assert.equal(await relay.wait(10_000), true)
})

test('goes on behind 4 GiB', () => {
  const position = 3n * 2n ** 33n + 56n
  const data = new ArrayBuffer(128)
  new Uint32Array(data).set([4, 0, 0x64636261], 14)
  const reader = new RingReader({
    consumer: BigUint64Array.of(position),
    producer: BigUint64Array.of(position + 16n),
    data: wholeRing(data, 64),
    sizeBytes: 64,
  })
  const seen: number[] = []
  reader.drain((_memory, offset, length) => void seen.push(offset, length))
  reader.commit()
  assert.deepEqual(seen, [64, 4])
  assert.equal(reader.fillBytes, 0)
})

test('reads a ring of which it sees a part at a time, and records that reach into the next', () => {
  const ring = new Uint32Array(32)
  const memory = new ArrayBuffer(64)
  const shown: number[] = []
  const reader = new RingReader({
    consumer: BigUint64Array.of(0n),
    producer: BigUint64Array.of(64n),
    data: {
      memory,
      partBytes: 32,
      show(place) {
        shown.push(place)
        new Uint8Array(memory).set(new Uint8Array(ring.buffer, place, 64))
      },
    },
    sizeBytes: 64,
  })
  ring.set([16, 0, 1, 1, 1, 1]) // 24 bytes, then one that begins at 24 and ends at 48, then one to 64
  ring.set([16, 0, 2, 2, 2, 2], 6)
  ring.set([8, 0, 3, 3], 12)
  const seen: number[] = []
  reader.drain((bytes, offset, length) => {
    seen.push(...new Uint32Array(bytes.buffer, offset, length / 4))
    return undefined
  })
  assert.deepEqual(seen, [1, 1, 1, 1, 2, 2, 2, 2, 3, 3])
  assert.deepEqual(shown, [0, 32])
})
