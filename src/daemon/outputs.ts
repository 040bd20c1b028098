/** All outputs of one daemon: made from the configuration, opened together, closed together. */
import { resolve } from 'node:path'
import { machineNumber } from '../capture/identity.ts'
import { FifoOutput } from '../outputs/fifo.ts'
import { type LogOptions, LogOutput } from '../outputs/log.ts'
import { type MqttOptions, MqttOutput } from '../outputs/mqtt.ts'
import { NullOutput } from '../outputs/null.ts'
import type { Output, OutputObserver, OutputStatus } from '../outputs/output.ts'
import type { ReaderOptions } from '../outputs/reader-output.ts'
import { StdoutOutput } from '../outputs/stdout.ts'
import { UnixSocketOutput } from '../outputs/unix-socket.ts'
import type { LaneOptions } from '../pipeline/lane.ts'
import { recordFilter } from '../pipeline/record-filter.ts'
import { type CaptureScope, formatFor } from './record-format.ts'
import type { LogPlace, MqttPlace, OutputConfig, ReaderPlace } from './recording-config.ts'

/** What messages say of an output. */
export interface OutputWords {
  readonly name: string
  /** Where records wait for it. */
  readonly waitsIn: string
}

/** Told what an output tells. */
export type OutputListener = (status: OutputStatus, words: OutputWords) => void

interface Entry {
  readonly config: OutputConfig
  readonly output: Output
}

/** By then a document is in the spool, unless the spool is full. */
const SPOOL_MS = 1000
const DEFAULT_BUFFER_BYTES = 4 * 1024 * 1024

/** The outputs, in the order of the configuration. */
export class Outputs {
  readonly #entries: readonly Entry[]

  constructor(configs: readonly OutputConfig[], listener: OutputListener) {
    this.#entries = configs.map((config) => {
      const output: Output = createOutput(config, (status) =>
        listener(status, { name: output.name, waitsIn: waitsIn(config) }),
      )
      return { config, output }
    })
  }

  /** Names of the places, a log by its file. */
  get names(): readonly string[] {
    return this.#entries.map(({ config, output }) =>
      config.type === 'log' ? resolve(config.path) : output.name,
    )
  }

  /** The files of the logs. */
  get logs(): readonly string[] {
    return this.#entries.flatMap(({ config }) => (config.type === 'log' ? [config.path] : []))
  }

  /** What waits on disk for each output that has a spool. */
  get spools(): readonly (MqttOutput['spooled'] | undefined)[] {
    return this.#entries.map(({ output }) =>
      output instanceof MqttOutput ? output.spooled : undefined,
    )
  }

  /** Opens all of them. @throws CF_OUTPUT_OPEN; then none is open. */
  async open(): Promise<void> {
    try {
      for (const { output } of this.#entries) await output.open()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** After a rotation. */
  async reopen(): Promise<void> {
    for (const { output } of this.#entries) await output.reopen()
  }

  async close(): Promise<void> {
    for (const { output } of this.#entries) await output.close()
  }

  /** What a pipeline needs to write to them. */
  lanes(scope: CaptureScope): readonly LaneOptions[] {
    return this.#entries.map(({ config, output }) => ({
      output,
      format: formatFor(config, scope),
      filter: recordFilter(config),
      bufferBytes: bufferBytesOf(config),
      holdMs: config.type === 'mqtt' ? SPOOL_MS : 0,
    }))
  }
}

/** Bytes that may wait for an output outside of the ring; `undefined`: what it does not take waits there. */
export function bufferBytesOf(config: OutputConfig): number | undefined {
  switch (config.type) {
    case 'null':
    case 'stdout':
    case 'log':
      return undefined
    case 'fifo':
    case 'unix_socket':
      return config.bufferBytes ?? DEFAULT_BUFFER_BYTES
    case 'mqtt':
      return DEFAULT_BUFFER_BYTES
    default:
      return config satisfies never
  }
}

function waitsIn(config: OutputConfig): string {
  if (bufferBytesOf(config) === undefined) return 'the ring'
  return config.type === 'mqtt' ? 'the spool' : 'memory'
}

function createOutput(config: OutputConfig, observer: OutputObserver): Output {
  switch (config.type) {
    case 'null':
      return new NullOutput()
    case 'stdout':
      return new StdoutOutput()
    case 'log':
      return new LogOutput(logOptions(config, observer))
    case 'fifo':
      return new FifoOutput({ path: config.path, ...readerOptions(config, observer) })
    case 'unix_socket':
      return new UnixSocketOutput({ path: config.path, ...readerOptions(config, observer) })
    case 'mqtt':
      return new MqttOutput(mqttOptions(config, observer))
    default:
      return config satisfies never
  }
}

function logOptions(config: LogPlace, observer: OutputObserver): LogOptions {
  const { path, rotateBytes, rotateSeconds, keep, compression, sync } = config
  return {
    path,
    observer,
    ...(sync === undefined ? {} : { sync }),
    ...(rotateBytes === undefined ? {} : { rotateBytes }),
    ...(rotateSeconds === undefined ? {} : { rotateMs: rotateSeconds * 1000 }),
    closed: {
      ...(keep === undefined ? {} : { keep }),
      ...(compression === undefined ? {} : { compression }),
    },
  }
}

function readerOptions({ endsWithZero = false }: ReaderPlace, observer: OutputObserver) {
  return { observer, endsWithZero } satisfies ReaderOptions
}

const DEFAULT_TOPIC = 'camflow/provenance/'
const DEFAULT_SPOOL = '/var/spool/camflow/mqtt'

/** As the original: the machine id names the client and ends the topic. */
function mqttOptions(config: MqttPlace, observer: OutputObserver): MqttOptions {
  const { type: _, topic = DEFAULT_TOPIC, spool = DEFAULT_SPOOL, tls, ...rest } = config
  const machine = String(machineNumber())
  return { ...rest, ...tls, observer, spool, clientId: machine, topic: `${topic}${machine}` }
}
