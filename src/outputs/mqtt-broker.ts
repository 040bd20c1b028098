/** The connection to an MQTT broker: made again when it breaks, after pauses that grow. */
import { readFileSync } from 'node:fs'
import type { IClientOptions, MqttClient } from 'mqtt'
import { pause } from './pause.ts'

/** Which broker, and as whom. */
export interface BrokerOptions {
  /** `host:port`, or a URL: mqtt, mqtts, tcp, ssl, ws, wss. */
  readonly address: string
  readonly clientId: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** @default '3.1.1' */
  readonly version?: '3.1.1' | '5' | undefined
  /** Paths of PEM files. */
  readonly ca?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  /** First pause after a failure, in ms; each next one is twice as long. @default 500 */
  readonly firstPauseMs?: number
  /** @default 30000 */
  readonly longestPauseMs?: number
  /** How the pauses are waited for. @default by the clock */
  readonly wait?: typeof pause
}

/** Told how the connection goes. */
export interface BrokerListener {
  /**
   * The broker knows nothing of what was under way: what it confirms of that from now on means nothing.
   * Told before `connected`.
   */
  sessionLost(): void
  connected(): void
  /** @param reason why it broke or was refused. */
  disconnected(reason: string): void
}

const KEEPALIVE_S = 20
const CONNECT_TIMEOUT_MS = 10_000
/** For taking leave of a broker that may not answer. */
const LEAVE_MS = 1000
const schemes: Readonly<Record<string, string>> = { tcp: 'mqtt', ssl: 'mqtts', tls: 'mqtts' }

/** One broker. */
export class Broker {
  readonly #options: BrokerOptions
  readonly #listener: BrokerListener
  #client: MqttClient | undefined
  #waiting = new AbortController()
  #pauseMs: number
  #reason = 'the connection ended'
  #isClosed = false

  constructor(options: BrokerOptions, listener: BrokerListener) {
    this.#options = options
    this.#listener = listener
    this.#pauseMs = this.#firstPauseMs
  }

  /** Begins to connect, and goes on until it is closed. @throws when a certificate cannot be read. */
  async open(): Promise<void> {
    const options = clientOptions(this.#options)
    const { connect } = await import('mqtt')
    const client = connect(brokerUrl(this.#options.address), options)
    this.#client = client
    client.on('packetreceive', (packet) => {
      // Before the client goes on where it was: at QoS 2 it would ask for the end of a delivery that the
      // broker has forgotten, and be told that it has ended.
      if (packet.cmd === 'connack' && !packet.sessionPresent) this.#listener.sessionLost()
    })
    client.on('connect', () => {
      this.#pauseMs = this.#firstPauseMs
      // From now on the broker keeps what it knows of messages under way.
      client.options.clean = false
      this.#listener.connected()
    })
    client.on('error', (error) => {
      this.#reason = error.message || ('code' in error ? String(error.code) : error.name)
    })
    client.on('close', () => this.#broke())
    client.connect()
  }

  get isConnected(): boolean {
    return this.#client?.connected ?? false
  }

  /** Settles when the broker has the message, as far as `qos` goes; also after a new connection. */
  publish(topic: string, payload: Uint8Array, qos: 0 | 1 | 2): Promise<void> {
    return new Promise((resolve, reject) => {
      const client = this.#client
      if (client === undefined) return reject(new Error('not connected'))
      const message = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
      client.publish(topic, message, { qos }, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** Takes leave of the broker. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#waiting.abort()
    const client = this.#client
    if (client === undefined) return
    // What the broker does not confirm by then stays in the spool.
    const isForced = !client.connected
    await Promise.race([client.endAsync(isForced), pause(LEAVE_MS, new AbortController().signal)])
    client.end(true)
  }

  get #firstPauseMs(): number {
    return this.#options.firstPauseMs ?? 500
  }

  #broke(): void {
    if (this.#isClosed) return
    this.#listener.disconnected(this.#reason)
    this.#reason = 'the connection ended'
    void this.#connectAfter(this.#pauseMs)
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.#options.longestPauseMs ?? 30_000)
  }

  async #connectAfter(pauseMs: number): Promise<void> {
    const { wait = pause } = this.#options
    this.#waiting.abort()
    const waiting = new AbortController()
    this.#waiting = waiting
    const isOver = await wait(pauseMs, waiting.signal)
    if (isOver && !waiting.signal.aborted) this.#client?.connect()
  }
}

/** `host:port` and the schemes that CamFlow's configuration has, as the client wants them. */
export function brokerUrl(address: string): string {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/.exec(address) ?? []
  if (scheme === undefined) return `mqtt://${address}`
  return `${schemes[scheme] ?? scheme}://${rest}`
}

function clientOptions(options: BrokerOptions): IClientOptions {
  const { clientId, username, password, version, ca, certificate, key } = options
  return {
    clientId,
    protocolVersion: version === '5' ? 5 : 4,
    keepalive: KEEPALIVE_S,
    connectTimeout: CONNECT_TIMEOUT_MS,
    clean: true,
    queueQoSZero: false,
    manualConnect: true,
    // The pauses are ours: the client's are always of one length.
    reconnectPeriod: 0,
    reconnectOnConnackError: true,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(certificate === undefined ? {} : { cert: readFileSync(certificate) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
  }
}
