import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { deflateBase64, inflateBase64 } from './deflated-text.ts'

test('a message is base64 of the zlib stream, without line breaks', async () => {
  const text = await deflateBase64('{"prefix":{}}\n'.repeat(1000))
  assert.match(text, /^eJ[A-Za-z0-9+/]+=*$/)
  assert.equal(inflateSync(Buffer.from(text, 'base64')).length, 14_000)
})

test('reads a message back, as text and as bytes', async () => {
  const text = await deflateBase64(Buffer.from('Zoë\n'))
  assert.equal((await inflateBase64(text)).toString(), 'Zoë\n')
  assert.equal((await inflateBase64(Buffer.from(text))).toString(), 'Zoë\n')
})

test('reads what another zlib wrote', async () => {
  assert.equal((await inflateBase64('eJzLSM3JyQcABiwCFQ==')).toString(), 'hello')
})

test('refuses what is no message, what is cut and what is too long', async () => {
  const text = await deflateBase64('x'.repeat(1000))
  await assert.rejects(inflateBase64('{"prefix":{}}'), { code: 'CF_MESSAGE_INVALID' })
  await assert.rejects(inflateBase64(text.slice(0, 8)), { code: 'CF_MESSAGE_INVALID' })
  await assert.rejects(inflateBase64(text, { limitBytes: 999 }), { code: 'CF_MESSAGE_INVALID' })
})
