/** Our MQTT output against a real broker, seen by a subscriber over a websocket. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inflateSync } from 'node:zlib'
import { connectAsync } from 'mqtt'
import { type MqttOptions, MqttOutput } from '../../src/outputs/mqtt.ts'
import type { OutputStatus } from '../../src/outputs/output.ts'
import { account, aRecording, assertExact, until } from '../outputs/records.ts'
import { schemaProblem } from '../prov-json/prov-json.ts'
import { Mosquitto, noMosquitto } from './mosquitto.ts'

const skip = noMosquitto
const TOPIC = 'camflow/provenance/77'

/** Subscribes over a websocket, as a page does, and decodes every payload. */
async function aSubscriber(t: TestContext, { webPort }: Mosquitto) {
  const documents: string[] = []
  const relations = new Set<string>()
  const client = await connectAsync(`ws://127.0.0.1:${webPort}`, {
    ...{ clientId: 'page', clean: false, username: 'camflow', password: 'right' },
    reconnectPeriod: 50,
  })
  t.after(() => client.endAsync(true))
  client.on('message', (topic, payload) => {
    if (topic !== TOPIC) return
    const document = inflateSync(Buffer.from(payload.toString(), 'base64')).toString()
    documents.push(document)
    for (const [, id = ''] of document.matchAll(/"cf:id":"(\d+)"/g)) relations.add(id)
  })
  await client.subscribeAsync('camflow/#', { qos: 2 })
  return { documents, relations }
}

/**
 * Subscribes so that the broker sends on what it gets before it confirms it: over TCP, where it writes at
 * once. What it forgets when it is killed is then nothing that it has confirmed.
 */
async function aPromptSubscriber(t: TestContext, address: string, topic: string) {
  const documents: string[] = []
  const relations = new Set<string>()
  const client = await connectAsync(`mqtt://${address}`, {
    ...{ clientId: `reader of ${topic}`, clean: false, reconnectPeriod: 50 },
  })
  t.after(() => client.endAsync(true))
  client.on('message', (_topic, payload) => {
    const document = inflateSync(Buffer.from(payload.toString(), 'base64')).toString()
    documents.push(document)
    for (const [, id = ''] of document.matchAll(/"cf:id":"(\d+)"/g)) relations.add(id)
  })
  await client.subscribeAsync(topic, { qos: 1 })
  return { documents, relations }
}

/** Each payload is a document by the rules of PROV-JSON, and together they tell of every relation. */
function assertDelivered(documents: readonly string[], relations: number): void {
  for (const document of documents) assert.equal(schemaProblem(document), undefined, document)
  assertExact(account(documents), relations)
}

async function anOutput(t: TestContext, address: string, more: Partial<MqttOptions> = {}) {
  const spool = mkdtempSync(join(tmpdir(), 'camflow-mqtt-'))
  t.after(() => rmSync(spool, { recursive: true, force: true }))
  const told: OutputStatus[] = []
  const output = new MqttOutput({
    ...{ address, spool, clientId: '77', topic: TOPIC, firstPauseMs: 20, longestPauseMs: 200 },
    observer: (status) => void told.push(status),
    ...more,
  })
  t.after(() => output.close())
  await output.open()
  return { output, told }
}

const BUFFER_BYTES = 4_000_000
const AWAY_MS = 30_000

for (const version of ['3.1.1', '5'] as const) {
  for (const qos of [0, 1, 2] as const) {
    test(`MQTT ${version} at QoS ${qos}: each payload decodes and is valid, each relation comes once`, {
      skip,
    }, async (t) => {
      const broker = await Mosquitto.start(t)
      const { documents, relations } = await aSubscriber(t, broker)
      const { output } = await anOutput(t, `127.0.0.1:${broker.port}`, { qos, version })
      const recording = aRecording(output, BUFFER_BYTES)
      await recording.capture(1000)
      const stats = await recording.stop()
      await until(() => relations.size === 1000)
      assertDelivered(documents, 1000)
      assert.equal(documents.length, stats.documents)
    })
  }
}

for (const qos of [1, 2] as const) {
  test(`QoS ${qos}: the broker goes under load, is killed, comes back: nothing is lost`, {
    skip,
  }, async (t) => {
    const broker = await Mosquitto.start(t)
    const { documents, relations } = await aSubscriber(t, broker)
    const { output, told } = await anOutput(t, `127.0.0.1:${broker.port}`, { qos })
    const recording = aRecording(output, BUFFER_BYTES)
    // It goes with messages under way in both directions, which it keeps.
    const load = recording.capture(3000)
    await until(() => documents.length > 3)
    await broker.stop('SIGTERM')
    await load
    await recording.capture(500)
    await until(() => told.some(({ state }) => state === 'blocked'))
    await until(() => output.spooled.messages > 0)
    await broker.start()
    await until(() => relations.size === 3500)
    // Killed, it keeps nothing of what comes from now on: that waits with us.
    await until(() => output.spooled.messages === 0)
    await broker.keepSessions()
    await broker.stop('SIGKILL')
    await recording.capture(1000)
    await until(() => output.spooled.messages > 0)
    await broker.start()
    const { lanes } = await recording.stop()
    await until(() => relations.size === 4500)
    assertDelivered(documents, 4500)
    assert.equal(lanes[0]?.droppedRelations, 0)
    assert.equal(told.at(-1)?.state, 'resumed')
  })
}

test('killed under load and away for half a minute, the broker gets all of QoS 1 and of QoS 2', {
  skip,
}, async (t) => {
  const broker = await Mosquitto.start(t)
  const address = `127.0.0.1:${broker.port}`
  const lanes = await Promise.all(
    ([1, 2] as const).map(async (qos) => {
      const topic = `camflow/provenance/${qos}`
      const seen = await aPromptSubscriber(t, address, topic)
      const { output } = await anOutput(t, address, { qos, topic, clientId: topic })
      return { seen, output, recording: aRecording(output, 8 * BUFFER_BYTES) }
    }),
  )
  // Killed, the broker comes back with this: who has subscribed, and nothing under way.
  await broker.keepSessions()
  const captureAll = (count: number) =>
    Promise.all(lanes.map(({ recording }) => recording.capture(count)))
  const load = captureAll(20_000)
  await until(() => lanes.every(({ seen }) => seen.documents.length > 5))
  await broker.stop('SIGKILL')
  await load
  for (const { output, recording } of lanes) {
    const waiting = output.spooled.messages + recording.lane().waitingDocuments
    assert.ok(waiting > 0, 'it was killed under load')
  }
  await sleep(AWAY_MS)
  await broker.start()
  await captureAll(1000)
  for (const { seen, output, recording } of lanes) {
    await until(() => output.spooled.messages === 0)
    const { lanes: ends } = await recording.stop()
    assert.equal(ends[0]?.droppedRelations, 0)
    await until(() => seen.relations.size === 21_000)
    assertDelivered(seen.documents, 21_000)
  }
})

test('TLS: the broker is believed with its authority, and not without', { skip }, async (t) => {
  const broker = await Mosquitto.start(t, { hasTls: true })
  const { documents } = await aSubscriber(t, broker)
  const address = `ssl://127.0.0.1:${broker.tlsPort}`
  const stranger = await anOutput(t, address)
  await until(() => stranger.told.length > 0)
  assert.match(JSON.stringify(stranger.told[0]), /self.signed|unable to (get|verify)/i)
  await stranger.output.close()
  const { output } = await anOutput(t, address, { qos: 1, ca: broker.ca })
  await output.write(Buffer.from('{}\n'))
  await until(() => documents.length === 1)
  assert.deepEqual(documents, ['{}\n'])
})

test('a wrong password is told, and documents wait until it is right', { skip }, async (t) => {
  const broker = await Mosquitto.start(t, { password: 'other' })
  const user = { username: 'camflow', password: 'right' }
  const { output, told } = await anOutput(t, `127.0.0.1:${broker.port}`, { qos: 1, ...user })
  await output.write(Buffer.from('{}\n'))
  await until(() => told.length > 0)
  assert.match(JSON.stringify(told[0]), /Not authorized/)
  broker.setPassword('right')
  const { documents } = await aSubscriber(t, broker)
  await until(() => output.spooled.messages === 0)
  // The subscriber may have come after the message; the next one it sees.
  await output.write(Buffer.from('{"last":1}\n'))
  await until(() => documents.at(-1) === '{"last":1}\n')
  assert.equal(told.at(-1)?.state, 'resumed')
})
