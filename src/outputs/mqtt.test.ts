import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { Aedes } from 'aedes'
import { outputContract } from '../../test/contract/output.ts'
import { until } from '../../test/outputs/records.ts'
import { CamflowError } from '../errors.ts'
import { type MqttOptions, MqttOutput } from './mqtt.ts'
import { brokerUrl } from './mqtt-broker.ts'
import type { OutputStatus } from './output.ts'

const TOPIC = 'camflow/provenance/77'
const line = (text: string) => new TextEncoder().encode(`${text}\n`)

interface Published {
  readonly topic: string
  readonly payload: string
  readonly qos: number
  readonly retain: boolean
}

/** A broker on loopback that remembers what was published. */
class TestBroker {
  readonly published: Published[] = []
  readonly clients: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isClosed = false

  private constructor(aedes: Aedes) {
    this.#server = createServer((socket) => {
      // A client that comes back while the broker goes would keep it for ever.
      if (this.#isClosed) return void socket.destroy()
      this.#sockets.add(socket)
      aedes.handle(socket)
    })
    aedes.on('client', ({ id }) => void this.clients.push(id))
    aedes.on('publish', ({ topic, payload, qos, retain }, client) => {
      if (client) this.published.push({ topic, payload: payload.toString(), qos, retain })
    })
    this.close = async () => {
      this.#isClosed = true
      this.cut()
      await new Promise((resolve) => aedes.close(() => this.#server.close(resolve)))
    }
  }

  readonly close: () => Promise<void>

  static async start(t: TestContext, options: Parameters<typeof Aedes.createBroker>[0] = {}) {
    const broker = new TestBroker(await Aedes.createBroker(options))
    await broker.listen()
    t.after(() => broker.close())
    return broker
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  texts(): readonly string[] {
    return this.published
      .filter(({ topic }) => topic === TOPIC)
      .map(({ payload }) => inflateSync(Buffer.from(payload, 'base64')).toString())
  }
}

function anOutput(t: TestContext, address: string, more: Partial<MqttOptions> = {}) {
  const spool = mkdtempSync(join(tmpdir(), 'camflow-mqtt-'))
  t.after(() => rmSync(spool, { recursive: true, force: true }))
  const told: OutputStatus[] = []
  const output = new MqttOutput({
    ...{ address, spool, clientId: '77', topic: TOPIC, qos: 1, firstPauseMs: 5 },
    observer: (status) => void told.push(status),
    ...more,
  })
  t.after(() => output.close())
  return { output, told }
}

outputContract('mqtt', async (t) => {
  const broker = await TestBroker.start(t)
  const { output } = anOutput(t, broker.address)
  const read = async (expectedBytes: number) => {
    await until(() => broker.texts().join('').length >= expectedBytes)
    return broker.texts().join('')
  }
  // What is accepted is in the spool; a closed output leaves it there.
  const close = output.close.bind(output)
  output.close = async () => {
    await until(() => output.spooled.messages === 0)
    await close()
  }
  return { output, read }
})

test('mqtt publishes as the original does', async (t) => {
  const golden = JSON.parse(
    readFileSync(new URL('../../test/golden/mqtt.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, string>>
  const broker = await TestBroker.start(t)
  const { output } = anOutput(t, broker.address, { qos: 2 })
  await output.open()
  await output.write(Buffer.from(golden.document ?? ''))
  await until(() => broker.published.length > 0)
  assert.deepEqual(broker.clients, [golden.client_id])
  const [message] = broker.published
  assert.equal(message?.topic, golden.topic)
  assert.equal(message?.qos, 2)
  assert.equal(message?.retain, false)
  // The compressed bytes depend on the library; what they hold does not.
  const text = (payload = '') => inflateSync(Buffer.from(payload, 'base64')).toString()
  assert.equal(text(message?.payload), text(golden.payload))
})

for (const qos of [0, 1, 2] as const) {
  test(`mqtt at QoS ${qos} delivers in order, across a broken connection`, async (t) => {
    const broker = await TestBroker.start(t)
    const { output } = anOutput(t, broker.address, { qos })
    await output.open()
    for (let id = 0; id < 50; id++) {
      await output.write(line(String(id)))
      if (id === 25 && qos > 0) broker.cut()
    }
    await until(() => output.spooled.messages === 0 && new Set(broker.texts()).size === 50)
    // After the cut some may come twice; none is missing and none overtakes another.
    const all = Array.from({ length: 50 }, (_, id) => `${id}\n`)
    assert.deepEqual([...new Set(broker.texts())], all)
  })
}

test('mqtt can publish documents as they are', async (t) => {
  const broker = await TestBroker.start(t)
  const { output } = anOutput(t, broker.address, { payload: 'json' })
  await output.open()
  await output.write(line('{}'))
  await until(() => broker.published.length > 0)
  assert.equal(broker.published[0]?.payload, '{}\n')
})

test('mqtt keeps documents for a broker that is away, and for the next daemon', async (t) => {
  const broker = await TestBroker.start(t)
  const { address } = broker
  await broker.close()
  const { output, told } = anOutput(t, address, { payload: 'json', spoolBytes: 60 })
  await output.open()
  await output.write(line('1'))
  await output.write(line('2'))
  await until(() => told.length > 0)
  assert.match(JSON.stringify(told[0]), /"blocked".*ECONNREFUSED/)
  const waiting = output.spooled
  assert.deepEqual([waiting.messages, waiting.limitBytes], [2, 60])
  // There is no room for more: the document waits, and is taken back when it is given up.
  const isAborted = (error: unknown) =>
    error instanceof CamflowError && error.code === 'CF_OUTPUT_ABORTED'
  await assert.rejects(output.write(line('x'.repeat(57)), AbortSignal.timeout(20)), isAborted)
  assert.equal(output.spooled.messages, 2)
})

test('mqtt waits twice as long after each failure, up to half a minute, and anew after a connection', async (t) => {
  let isRight = false
  const broker = await TestBroker.start(t, {
    authenticate: (_client, _name, _password, done) => {
      const error = Object.assign(new Error('refused'), { returnCode: 4 as const })
      if (isRight) done(null, true)
      else done(error as never, false)
    },
  })
  const pauses: number[] = []
  const { output } = anOutput(t, broker.address, {
    firstPauseMs: 500,
    wait: async (pauseMs) => {
      pauses.push(pauseMs)
      isRight = pauses.length >= 9
      return true
    },
  })
  await output.open()
  await output.write(line('1'))
  await until(() => broker.texts().length === 1)
  const growing = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
  assert.deepEqual(pauses, growing)
  broker.cut()
  await output.write(line('2'))
  await until(() => broker.texts().includes('2\n'))
  assert.deepEqual(pauses, [...growing, 500])
})

test('mqtt says that the password is wrong, and tries again', async (t) => {
  let attempts = 0
  let isRight = false
  const broker = await TestBroker.start(t, {
    authenticate: (_client, _name, password, done) => {
      attempts++
      const error = Object.assign(new Error('refused'), { returnCode: 4 as const })
      if (isRight && password?.toString() === 'secret') done(null, true)
      else done(error as never, false)
    },
  })
  const { output, told } = anOutput(t, broker.address, { username: 'camflow', password: 'secret' })
  await output.open()
  await output.write(line('1'))
  await until(() => attempts >= 3)
  assert.match(JSON.stringify(told), /Bad username or password/)
  assert.equal(told.length, 1, 'told once, not at every attempt')
  isRight = true
  await until(() => broker.texts().length === 1)
  assert.equal(told.at(-1)?.state, 'resumed')
})

test('mqtt names a certificate that cannot be read', async (t) => {
  const { output } = anOutput(t, 'ssl://127.0.0.1:1', { ca: '/nonexistent.pem' })
  await assert.rejects(
    output.open(),
    (error: unknown) =>
      error instanceof CamflowError &&
      error.code === 'CF_OUTPUT_OPEN' &&
      error.message.includes('/nonexistent.pem'),
  )
})

test('mqtt understands the addresses of the original', () => {
  assert.equal(brokerUrl('broker:1883'), 'mqtt://broker:1883')
  assert.equal(brokerUrl('tcp://broker:1883'), 'mqtt://broker:1883')
  assert.equal(brokerUrl('ssl://broker:8883'), 'mqtts://broker:8883')
  assert.equal(brokerUrl('wss://broker/mqtt'), 'wss://broker/mqtt')
})
