/**
 * Documents as messages of an MQTT broker, as the original publishes them: base64 of the zlib stream, on
 * a topic that ends with the machine id. A document is accepted when it is in the spool on disk, so that
 * a broker that is slow or away holds nothing up; it leaves the spool when the broker has it.
 */
import { CamflowError } from '../errors.ts'
import { deflateBase64 } from './deflated-text.ts'
import { Broker, type BrokerOptions } from './mqtt-broker.ts'
import type { Output, OutputObserver } from './output.ts'
import { pause } from './pause.ts'
import { Spool, type Spooled } from './spool.ts'
import { Turns } from './turns.ts'

/** Which broker, and how documents get there. */
export interface MqttOptions extends BrokerOptions {
  /** The topic of every document. */
  readonly topic: string
  /** @default 0 */
  readonly qos?: 0 | 1 | 2
  /** The original's base64 of zlib, or the document as it is. @default 'zlib' */
  readonly payload?: 'zlib' | 'json'
  /** Seconds between two empty messages on the topic `keepalive`; 0: none. @default 10 */
  readonly keepaliveSeconds?: number
  /** Folder of the spool. */
  readonly spool: string
  /** Bytes of all messages in it. @default 268435456 */
  readonly spoolBytes?: number
  /** Told when the broker goes and comes. */
  readonly observer?: OutputObserver
}

const DEFAULT_SPOOL_BYTES = 256 * 1024 * 1024
const DEFAULT_KEEPALIVE_S = 10
/** Messages that the broker has not confirmed; brokers allow 20 where nobody changed it. */
const WINDOW = 10
/** After a message that the broker would not have. */
const REFUSED_PAUSE_MS = 1000
const ROOM_LOOK_MS = 50
const KEEPALIVE_TOPIC = 'keepalive'
/** A broker that confirms nothing for so long is not waited for at the end. */
const LAST_PATIENCE_MS = 2000
const LAST_LOOK_MS = 20

/** Publishes every document. */
export class MqttOutput implements Output {
  readonly name: string
  readonly #options: MqttOptions
  readonly #observer: OutputObserver
  readonly #spool: Spool
  readonly #broker: Broker
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  readonly #underWay = new Set<number>()
  #isOpen = false
  #isSending = false
  #again: NodeJS.Timeout | undefined
  /** Number of the last message handed to the broker since it was connected. */
  #handed = 0
  #session = 0
  #confirmed = 0
  #keepalive: NodeJS.Timeout | undefined
  #blockedSince = 0
  #reason = ''

  constructor(options: MqttOptions) {
    this.#options = options
    this.name = `mqtt ${withoutPassword(options.address)}`
    this.#observer = options.observer ?? (() => {})
    this.#spool = new Spool(options.spool, options.spoolBytes ?? DEFAULT_SPOOL_BYTES)
    this.#broker = new Broker(options, {
      sessionLost: () => this.#startAnew(),
      connected: () => this.#connected(),
      disconnected: (reason) => this.#blocked(reason),
    })
  }

  /** Bytes and messages that wait for the broker. */
  get spooled(): {
    readonly messages: number
    readonly bytes: number
    readonly limitBytes: number
  } {
    const { messages, usedBytes, limitBytes } = this.#spool
    return { messages, bytes: usedBytes, limitBytes }
  }

  /** A broker that is away is no failure; a spool or certificate that cannot be used is. */
  async open(): Promise<void> {
    try {
      await this.#spool.open()
      await this.#broker.open()
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new CamflowError('CF_OUTPUT_OPEN', `${this.name}: ${why}`, { cause })
    }
    this.#isOpen = true
    const { keepaliveSeconds = DEFAULT_KEEPALIVE_S } = this.#options
    if (keepaliveSeconds === 0) return
    this.#keepalive = setInterval(() => this.#sayAlive(), keepaliveSeconds * 1000)
    this.#keepalive.unref()
  }

  write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#turns.run(() => this.#write(document, signal))
  }

  /** Waits for the broker as long as it confirms; what it has not confirmed stays in the spool. */
  async flush(): Promise<void> {
    const closing = this.#closing.signal
    let seen = this.#confirmed
    let movedAt = performance.now()
    while (this.#spool.messages > 0 && performance.now() - movedAt < LAST_PATIENCE_MS) {
      if (this.#confirmed !== seen) movedAt = performance.now()
      seen = this.#confirmed
      if (!(await pause(LAST_LOOK_MS, closing))) return
    }
  }

  /** There is no file to be rotated. */
  async reopen(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#keepalive)
    clearTimeout(this.#again)
    await this.#turns.idle()
    this.#isOpen = false
    await this.#broker.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(document: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#isOpen) throw new CamflowError('CF_OUTPUT_CLOSED', this.name)
    const payload = await this.#payloadOf(document)
    if (payload.byteLength > this.#spool.limitBytes) {
      throw new CamflowError('CF_OUTPUT_TOO_LONG', `${this.name}: ${payload.byteLength} bytes`)
    }
    const closing = this.#closing.signal
    const stop = signal ? AbortSignal.any([signal, closing]) : closing
    while (!(await this.#isSpooled(payload))) {
      if (await pause(ROOM_LOOK_MS, stop)) continue
      throw new CamflowError(closing.aborted ? 'CF_OUTPUT_CLOSED' : 'CF_OUTPUT_ABORTED', this.name)
    }
    void this.#send()
  }

  async #payloadOf(document: Uint8Array): Promise<Uint8Array> {
    if (this.#options.payload === 'json') return document
    return Buffer.from(await deflateBase64(document), 'latin1')
  }

  async #isSpooled(payload: Uint8Array): Promise<boolean> {
    if (!this.#spool.hasRoom(payload.byteLength)) return false
    try {
      await this.#spool.put(payload)
      return true
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      this.#blocked(`its spool: ${why}`)
      return false
    }
  }

  /** Hands the broker as many messages as may be under way, in their order. */
  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    while (this.#broker.isConnected && this.#underWay.size < WINDOW) {
      const message = this.#spool.after(this.#handed)
      if (message === undefined) break
      const payload = await this.#spool.read(message)
      this.#handed = message.number
      if (!this.#underWay.has(message.number)) void this.#deliver(message, payload)
    }
    this.#isSending = false
  }

  async #deliver(message: Spooled, payload: Uint8Array): Promise<void> {
    const { topic, qos = 0 } = this.#options
    const session = this.#session
    this.#underWay.add(message.number)
    try {
      await this.#broker.publish(topic, payload, qos)
      if (session !== this.#session) return
      this.#underWay.delete(message.number)
      this.#confirmed++
      this.#moved()
      await this.#spool.remove(message)
      void this.#send()
    } catch (error) {
      if (session !== this.#session) return
      // The message is still in the spool: it and those behind it go again.
      this.#underWay.delete(message.number)
      this.#handed = Math.min(this.#handed, message.number - 1)
      if (this.#broker.isConnected) this.#refused(error)
    }
  }

  #refused(error: unknown): void {
    this.#blocked(`the broker refuses: ${error instanceof Error ? error.message : String(error)}`)
    clearTimeout(this.#again)
    this.#again = setTimeout(() => void this.#send(), REFUSED_PAUSE_MS)
    this.#again.unref()
  }

  /** Everything that is not confirmed goes again. */
  #startAnew(): void {
    this.#session++
    this.#underWay.clear()
    this.#handed = 0
  }

  #connected(): void {
    this.#moved()
    void this.#send()
  }

  #moved(): void {
    if (this.#blockedSince !== 0) {
      const blockedMs = Math.round(performance.now() - this.#blockedSince)
      this.#observer({ state: 'resumed', blockedMs })
    }
    this.#blockedSince = 0
    this.#reason = ''
  }

  /** Told once for each reason. */
  #blocked(reason: string): void {
    if (this.#blockedSince === 0) this.#blockedSince = performance.now()
    if (reason === this.#reason) return
    this.#reason = reason
    this.#observer({ state: 'blocked', reason, cause: undefined })
  }

  #sayAlive(): void {
    if (!this.#broker.isConnected) return
    // Nobody misses a sign of life that does not get through.
    this.#broker.publish(KEEPALIVE_TOPIC, new Uint8Array(0), 0).catch(() => {})
  }
}

/** The address as it may be shown. */
function withoutPassword(address: string): string {
  return address.replace(/\/\/[^@/]*@/, '//')
}
