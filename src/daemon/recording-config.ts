/**
 * What the daemon is told to record and where: a plain object, made from the command line or from
 * `camflowd.ini`. Everything that is left out has the default that stands beside it.
 */
import type { FormatName, ProfileName } from '../formats/formats.ts'
import type { InfluenceName } from '../formats/spade-relation.ts'
import type { RelationTypeName, VertexTypeName } from '../record/registry.ts'

/** How records are written, and which. */
export interface RecordShape {
  /** @default 'w3c' */
  readonly format?: FormatName
  /** Strictly valid, the bytes of CamFlow 0.9, or what SPADE's reporter needs. @default 'standard' */
  readonly profile?: ProfileName
  /** What spade_json calls `WasInfluencedBy`, which SPADE's reporter drops. @default 'WasInfluencedBy' */
  readonly influence?: InfluenceName
  /** Vertex types that this output leaves out, with every relation that has one at an end. */
  readonly hiddenVertices?: readonly VertexTypeName[]
  /** Relation types that this output leaves out. */
  readonly hiddenRelations?: readonly RelationTypeName[]
}

/** Accepts and keeps nothing. */
export interface NullPlace {
  readonly type: 'null'
}

/** Standard output. */
export interface StdoutPlace {
  readonly type: 'stdout'
}

/** A file that is appended to. */
export interface LogPlace {
  readonly type: 'log'
  readonly path: string
  /** Size at which the file is closed and a new one begun. @default never */
  readonly rotateBytes?: number
  /** Age in seconds at which the file is closed and a new one begun. @default never */
  readonly rotateSeconds?: number
  /** Closed files that are kept; the oldest are removed. @default all */
  readonly keep?: number
  /** What becomes of a closed file. @default 'none' */
  readonly compression?: 'none' | 'gzip'
  /**
   * Milliseconds between two `fdatasync`; 0: never. `document`: after each one, before its records are
   * given up in the kernel. @default 1000
   */
  readonly sync?: number | 'document'
}

/** What outputs for a reader that comes and goes have in common. */
export interface ReaderPlace {
  /** Bytes of text that wait in memory for the reader; what comes on top is dropped and told. @default 4 MiB */
  readonly bufferBytes?: number
  /** Ends every document with a zero byte behind its newline, as the original does. @default false */
  readonly endsWithZero?: boolean
}

/** A named pipe; made if it is not there. */
export interface FifoPlace extends ReaderPlace {
  readonly type: 'fifo'
  readonly path: string
}

/** A datagram socket that the reader has bound to a path; one document a datagram. */
export interface UnixSocketPlace extends ReaderPlace {
  readonly type: 'unix_socket'
  readonly path: string
}

/** Certificates for a broker. Every value is the path of a PEM file. */
export interface MqttTls {
  /** Authorities that may have signed the broker's certificate. @default the system's */
  readonly ca?: string
  /** Our own certificate and key, for a broker that asks for one. */
  readonly certificate?: string
  readonly key?: string
}

/** A topic of an MQTT broker. */
export interface MqttPlace {
  readonly type: 'mqtt'
  /** `host:port` or a URL: mqtt, mqtts, tcp, ssl, ws, wss. */
  readonly address: string
  readonly username?: string
  readonly password?: string
  /** @default 0 */
  readonly qos?: 0 | 1 | 2
  /** The topic is this and the machine id. @default 'camflow/provenance/' */
  readonly topic?: string
  /** @default '3.1.1' */
  readonly version?: '3.1.1' | '5'
  readonly tls?: MqttTls
  /** The original's base64 of zlib, or the document as it is. @default 'zlib' */
  readonly payload?: 'zlib' | 'json'
  /** Seconds between two messages on the topic `keepalive`; 0: none. @default 10 */
  readonly keepaliveSeconds?: number
  /** Folder where documents wait for the broker. @default '/var/spool/camflow/mqtt' */
  readonly spool?: string
  /** Bytes that the spool may take; what comes on top is dropped and told. @default 256 MiB */
  readonly spoolBytes?: number
}

/** Where records go. */
export type OutputPlace =
  | NullPlace
  | StdoutPlace
  | LogPlace
  | FifoPlace
  | UnixSocketPlace
  | MqttPlace

/** One output. */
export type OutputConfig = OutputPlace & RecordShape

/** Where the daemon shows its figures to Prometheus. `camflow stats` needs neither. */
export interface MetricsConfig {
  /** A file for the node exporter's text collector, replaced every 15 seconds. @default none */
  readonly prometheusFile?: string
  /** Port on 127.0.0.1 that answers `GET /metrics`. @default none */
  readonly prometheusPort?: number
}

/** One recording of the daemon. */
export interface RecordingConfig {
  /** At least one. They get the same records; the slowest log sets the pace. */
  readonly outputs: readonly OutputConfig[]
  readonly metrics?: MetricsConfig
}
