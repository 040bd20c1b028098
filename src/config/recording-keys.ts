/** Every key of `/etc/camflowd.ini`: where the records go, and how they are written. */
import { type ConfigOf, list, optional, scalar, type ValueKind } from './key.ts'
import { boolean, bytes, choice, filled, integer, relationType, text, vertexType } from './kinds.ts'

import { type OutputWord, outputAliases, outputWords } from './output-sections.ts'

const MEBIBYTE = 2 ** 20
const OURS = { origin: 'this version' } as const

/** Where records can go. */
const outputWord = choice(outputWords, outputAliases)

/** One output, or several with a comma between them. */
const outputs: ValueKind<readonly OutputWord[]> = {
  name: `${outputWord.name}; several with a comma between them`,
  read(value, surroundings) {
    const words: OutputWord[] = []
    const errors: string[] = []
    for (const part of value.split(',')) {
      const reading = outputWord.read(part.trim(), surroundings)
      if ('error' in reading) errors.push(reading.error)
      if (!('value' in reading) || reading.value === undefined) continue
      // Two writers of one place: every record would come twice.
      if (words.includes(reading.value)) errors.push(`${reading.value} is named twice`)
      else words.push(reading.value)
    }
    return errors.length === 0 ? { value: words } : { value: words, error: errors.join('; ') }
  },
  write: (words) => words.join(','),
}

const sync: ValueKind<number | 'document'> = {
  name: 'milliseconds, or `document`',
  read(value) {
    if (value === 'document') return { value }
    if (/^\d{1,9}$/.test(value)) return { value: Number(value) }
    return { error: `"${value}" is neither a number of milliseconds nor document` }
  },
  write: String,
}

const formatWord = choice(['w3c', 'spade_json'])
const profileWord = choice(['standard', 'compat', 'spade'])
const influenceWord = choice(['WasInfluencedBy', 'WasDerivedFrom', 'WasAssociatedWith'])

/** What every output may have for itself. */
function shape(section: string) {
  return {
    format: optional(section, 'format', formatWord, {
      ...OURS,
      examples: ['spade_json'],
      effect: 'Format of this output, where it differs from that of [general].',
    }),
    profile: optional(section, 'profile', profileWord, {
      ...OURS,
      examples: ['spade'],
      effect: 'Profile of this output, where it differs from that of [general].',
    }),
    influence: optional(section, 'influence', influenceWord, {
      ...OURS,
      examples: ['WasDerivedFrom'],
      effect: 'What this output calls WasInfluencedBy, where it differs from [general].',
    }),
    nodeFilter: list(section, 'node_filter', vertexType, {
      ...OURS,
      examples: ['envp'],
      effect: 'Vertices of this type are left out of this output, and relations that have one.',
    }),
    relationFilter: list(section, 'relation_filter', relationType, {
      ...OURS,
      examples: ['perm_check'],
      effect: 'Relations of this type are left out of this output.',
    }),
  }
}

function reader(section: string) {
  return {
    bufferBytes: scalar(section, 'buffer', bytes, {
      ...OURS,
      fallback: 4 * MEBIBYTE,
      effect: 'Text that waits for the reader; what comes on top is dropped and told.',
    }),
    endsWithZero: optional(section, 'zero', boolean, {
      ...OURS,
      examples: ['true'],
      effect:
        'A zero byte ends every document, behind its newline, as in CamFlow 0.9. Unset: with the profile compat.',
    }),
  }
}

const stdoutShape = shape('stdout')
const logShape = shape('log')
const fifoShape = shape('fifo')
const fifoReader = reader('fifo')
const unixShape = shape('unix')
const unixReader = reader('unix')
const mqttShape = shape('mqtt')

/** All keys, by the property of `RecordingKeys`. The order is that of the sample file. */
export const recordingKeys = {
  outputs: optional('general', 'output', outputs, {
    shipped: ['log'],
    effect: 'Where the records go. The section of that name has the rest; others mean nothing.',
  }),
  format: scalar('general', 'format', formatWord, {
    fallback: 'w3c',
    effect: 'PROV-JSON of the W3C, or what the CamFlow reporter of SPADE reads.',
  }),
  profile: scalar('general', 'profile', profileWord, {
    ...OURS,
    fallback: 'standard',
    effect: 'For w3c: strictly valid PROV-JSON, or the bytes of CamFlow 0.9.',
  }),
  influence: optional('general', 'influence', influenceWord, {
    ...OURS,
    examples: ['WasDerivedFrom'],
    effect: "What spade_json calls WasInfluencedBy, which SPADE's reporter drops.",
  }),
  stdoutFormat: stdoutShape.format,
  stdoutProfile: stdoutShape.profile,
  stdoutInfluence: stdoutShape.influence,
  stdoutNodeFilter: stdoutShape.nodeFilter,
  stdoutRelationFilter: stdoutShape.relationFilter,
  logPath: optional('log', 'path', filled('path'), {
    shipped: ['/tmp/audit.log'],
    effect: 'The file; it is appended to.',
  }),
  logRotateBytes: optional('log', 'rotate_size', bytes, {
    ...OURS,
    examples: ['256M'],
    effect: 'Size at which the file is closed and a new one begun.',
  }),
  logRotateSeconds: optional('log', 'rotate_seconds', integer('seconds', 1, 2 ** 31), {
    ...OURS,
    examples: ['86400'],
    effect: 'Age at which the file is closed and a new one begun.',
  }),
  logKeep: optional('log', 'keep', integer('number of files', 0, 1_000_000), {
    ...OURS,
    examples: ['10'],
    effect: 'Closed files that are kept; the oldest are removed. Without it all are kept.',
  }),
  logCompression: scalar('log', 'compression', choice(['none', 'gzip']), {
    ...OURS,
    fallback: 'none',
    effect: 'What becomes of a closed file.',
  }),
  logSync: scalar('log', 'sync', sync, {
    ...OURS,
    fallback: 1000,
    effect:
      'Time between two fdatasync; 0: never; document: after each document, before its records ' +
      'are given up in the kernel.',
  }),
  logFormat: logShape.format,
  logProfile: logShape.profile,
  logInfluence: logShape.influence,
  logNodeFilter: logShape.nodeFilter,
  logRelationFilter: logShape.relationFilter,
  mqttAddress: optional('mqtt', 'address', filled('broker'), {
    examples: ['localhost:1883', 'ssl://broker.example.org:8883'],
    effect: 'The broker: host:port, or a URL that begins with tcp, ssl, mqtt, mqtts, ws or wss.',
  }),
  mqttUsername: optional('mqtt', 'username', text('text'), {
    effect: 'Name that the broker knows us by.',
  }),
  mqttPassword: optional('mqtt', 'password', text('text'), {
    effect: 'Its password. Keep this file from other readers.',
  }),
  mqttQos: scalar('mqtt', 'qos', integer('`0`, `1` or `2`', 0, 2), {
    fallback: 0,
    effect: 'Delivery: at most once, at least once, exactly once.',
  }),
  mqttTopic: scalar('mqtt', 'topic', text('text'), {
    fallback: 'camflow/provenance/',
    origin: 'CamFlow 0.9',
    effect: 'The topic is this and the machine id.',
  }),
  mqttVersion: scalar('mqtt', 'version', choice(['3.1.1', '5']), {
    ...OURS,
    fallback: '3.1.1',
    effect: 'Version of the protocol.',
  }),
  mqttCa: optional('mqtt', 'ca', filled('path'), {
    ...OURS,
    examples: ['/etc/camflow/ca.pem'],
    effect: "Authorities that may have signed the broker's certificate; else the system's.",
  }),
  mqttCertificate: optional('mqtt', 'certificate', filled('path'), {
    ...OURS,
    effect: 'Our certificate, for a broker that asks for one; PEM.',
  }),
  mqttKey: optional('mqtt', 'key', filled('path'), { ...OURS, effect: 'Its key; PEM.' }),
  mqttPayload: scalar('mqtt', 'payload', choice(['zlib', 'json']), {
    ...OURS,
    fallback: 'zlib',
    effect: 'A message is base64 of the zlib stream of a document, or the document as it is.',
  }),
  mqttKeepalive: scalar('mqtt', 'keepalive', integer('seconds', 0, 86_400), {
    ...OURS,
    fallback: 10,
    effect: 'Time between two messages on the topic `keepalive`; 0: none.',
  }),
  mqttSpool: scalar('mqtt', 'spool', filled('path'), {
    ...OURS,
    fallback: '/var/spool/camflow/mqtt',
    effect: 'Folder where documents wait for the broker.',
  }),
  mqttSpoolBytes: scalar('mqtt', 'spool_size', bytes, {
    ...OURS,
    fallback: 256 * MEBIBYTE,
    effect: 'Bytes that they may take; what comes on top is dropped and told.',
  }),
  mqttFormat: mqttShape.format,
  mqttProfile: mqttShape.profile,
  mqttInfluence: mqttShape.influence,
  mqttNodeFilter: mqttShape.nodeFilter,
  mqttRelationFilter: mqttShape.relationFilter,
  unixAddress: optional('unix', 'address', filled('path'), {
    shipped: ['/tmp/camflowd.sock'],
    effect: 'The datagram socket that the reader has bound. The section may be called unix_socket.',
  }),
  unixBufferBytes: unixReader.bufferBytes,
  unixEndsWithZero: unixReader.endsWithZero,
  unixFormat: unixShape.format,
  unixProfile: unixShape.profile,
  unixInfluence: unixShape.influence,
  unixNodeFilter: unixShape.nodeFilter,
  unixRelationFilter: unixShape.relationFilter,
  fifoPath: optional('fifo', 'path', filled('path'), {
    shipped: ['/tmp/camflowd-pipe'],
    effect: 'The named pipe; made if it is not there.',
  }),
  fifoBufferBytes: fifoReader.bufferBytes,
  fifoEndsWithZero: fifoReader.endsWithZero,
  fifoFormat: fifoShape.format,
  fifoProfile: fifoShape.profile,
  fifoInfluence: fifoShape.influence,
  fifoNodeFilter: fifoShape.nodeFilter,
  fifoRelationFilter: fifoShape.relationFilter,
  prometheusFile: optional('metrics', 'prometheus_file', filled('path'), {
    ...OURS,
    examples: ['/var/lib/prometheus/node-exporter/camflow.prom'],
    effect: "A file for the node exporter's text collector, replaced every 15 seconds.",
  }),
  prometheusPort: optional('metrics', 'prometheus_port', integer('port', 1, 65_535), {
    ...OURS,
    examples: ['9437'],
    effect: 'Port on 127.0.0.1 that answers GET /metrics.',
  }),
} as const

/** Section names that mean another one: the documentation heads the table of `unix` with `unix_socket`. */
export const recordingAliases: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(outputAliases).map(([alias, word]) => [word, alias]),
)

/** What `/etc/camflowd.ini` says, key by key. */
export type RecordingKeys = ConfigOf<typeof recordingKeys>
