/** What `/etc/camflowd.ini` says, as the recording that the daemon is to make. */
import { readConfigTexts, thisMachine } from '../config/files.ts'
import type { Surroundings } from '../config/key.ts'
import { type ConfigProblem, hasErrors } from '../config/problem.ts'
import { type ConfigText, readConfig } from '../config/read.ts'
import {
  type OutputWord,
  type RecordingKeys,
  recordingAliases,
  recordingKeys,
} from '../config/recording-keys.ts'
import type {
  MetricsConfig,
  OutputConfig,
  RecordingConfig,
  RecordShape,
} from './recording-config.ts'

/** A file, read. */
export interface ReadRecording {
  /** `undefined` when there are errors among the problems. */
  readonly recording: RecordingConfig | undefined
  /** Everything that is wrong with the file, in the order of its lines. */
  readonly problems: readonly ConfigProblem[]
}

/**
 * Reads the daemon's file and its drop-in folder.
 *
 * @throws CF_CONFIG_UNREADABLE when the file is not there or may not be read.
 */
export function readRecordingFile(file: string): ReadRecording {
  return readRecording(readConfigTexts(file), thisMachine)
}

/** Makes a recording of the texts of the files. */
export function readRecording(
  texts: readonly ConfigText[],
  surroundings: Surroundings,
): ReadRecording {
  const { config, problems } = readConfig(recordingKeys, texts, surroundings, recordingAliases)
  const file = texts[0]?.file ?? ''
  // A key that is there and wrong is told with its line already.
  const isTold = (key: string) => problems.some(({ message }) => message.startsWith(`${key}: `))
  const missing = missingKeys(config)
    .filter(({ key }) => !isTold(key))
    .map(({ message }): ConfigProblem => ({ severity: 'error', file, line: undefined, message }))
  const all = [...withoutUnused(problems, config.outputs), ...missing]
  return { recording: hasErrors(all) ? undefined : recordingOf(config), problems: all }
}

const required = {
  log: { key: 'logPath', name: '[log] path' },
  fifo: { key: 'fifoPath', name: '[fifo] path' },
  unix_socket: { key: 'unixAddress', name: '[unix] address' },
  mqtt: { key: 'mqttAddress', name: '[mqtt] address' },
} as const satisfies Partial<Record<OutputWord, { key: keyof RecordingKeys; name: string }>>

/** The section of an output, where it has one. */
const sections: Readonly<Partial<Record<OutputWord, string>>> = {
  stdout: 'stdout',
  log: 'log',
  fifo: 'fifo',
  unix_socket: 'unix',
  mqtt: 'mqtt',
}

/**
 * Mistakes in the section of an output that is not named forbid nothing: CamFlow does not read it. Only when
 * [general] is in order it is known which ones are named.
 */
function withoutUnused(
  problems: readonly ConfigProblem[],
  outputs: readonly OutputWord[] | undefined,
): readonly ConfigProblem[] {
  const isUnsure = problems.some((each) => each.severity === 'error' && each.section === 'general')
  if (outputs === undefined || isUnsure) return problems
  const used = outputs.map((word) => sections[word])
  const unused = Object.values(sections).filter((section) => !used.includes(section))
  return problems.map((problem) => {
    if (problem.severity !== 'error' || !unused.includes(problem.section ?? '')) return problem
    return { ...problem, severity: 'warning', message: `${problem.message}; no output uses it` }
  })
}

interface MissingKey {
  /** `[log] path` */
  readonly key: string
  readonly message: string
}

function missingKeys(config: RecordingKeys): readonly MissingKey[] {
  const { outputs } = config
  if (outputs === undefined) {
    return [{ key: '[general] output', message: '[general] output: no output is set' }]
  }
  return outputs.flatMap((word) => {
    if (word === 'null' || word === 'stdout' || config[required[word].key] !== undefined) return []
    const { name } = required[word]
    return [{ key: name, message: `${name} is missing, and output=${word} needs it` }]
  })
}

function recordingOf(config: RecordingKeys): RecordingConfig {
  const outputs = (config.outputs ?? []).map((word) => outputOf(word, config))
  const metrics: MetricsConfig = given({
    prometheusFile: config.prometheusFile,
    prometheusPort: config.prometheusPort,
  })
  return Object.keys(metrics).length === 0 ? { outputs } : { outputs, metrics }
}

function outputOf(word: OutputWord, config: RecordingKeys): OutputConfig {
  const { format, profile, influence } = config
  const general = { format, profile, ...given({ influence }) }
  switch (word) {
    case 'null':
      return { type: 'null', ...general }
    case 'stdout':
      return { type: 'stdout', ...general, ...shapeOf('stdout', config) }
    case 'log':
      return { ...logOf(config), ...general, ...shapeOf('log', config) }
    case 'fifo':
      return {
        type: 'fifo',
        path: config.fifoPath ?? '',
        bufferBytes: config.fifoBufferBytes,
        endsWithZero: config.fifoEndsWithZero,
        ...general,
        ...shapeOf('fifo', config),
      }
    case 'unix_socket':
      return {
        type: 'unix_socket',
        path: config.unixAddress ?? '',
        bufferBytes: config.unixBufferBytes,
        endsWithZero: config.unixEndsWithZero,
        ...general,
        ...shapeOf('unix', config),
      }
    case 'mqtt':
      return { ...mqttOf(config), ...general, ...shapeOf('mqtt', config) }
    default:
      return word satisfies never
  }
}

function logOf(config: RecordingKeys): OutputConfig {
  return {
    type: 'log',
    path: config.logPath ?? '',
    compression: config.logCompression,
    sync: config.logSync,
    ...given({
      rotateBytes: config.logRotateBytes,
      rotateSeconds: config.logRotateSeconds,
      keep: config.logKeep,
    }),
  }
}

function mqttOf(config: RecordingKeys): OutputConfig {
  const tls = given({
    ca: config.mqttCa,
    certificate: config.mqttCertificate,
    key: config.mqttKey,
  })
  return {
    type: 'mqtt',
    address: config.mqttAddress ?? '',
    qos: config.mqttQos as 0 | 1 | 2,
    topic: config.mqttTopic,
    version: config.mqttVersion,
    payload: config.mqttPayload,
    keepaliveSeconds: config.mqttKeepalive,
    spool: config.mqttSpool,
    spoolBytes: config.mqttSpoolBytes,
    ...given({ username: config.mqttUsername, password: config.mqttPassword }),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  }
}

type Shaped = 'stdout' | 'log' | 'fifo' | 'unix' | 'mqtt'

function shapeOf(output: Shaped, config: RecordingKeys): RecordShape {
  return {
    ...given({
      format: config[`${output}Format`],
      profile: config[`${output}Profile`],
      influence: config[`${output}Influence`],
    }),
    hiddenVertices: config[`${output}NodeFilter`],
    hiddenRelations: config[`${output}RelationFilter`],
  }
}

/** The members that have a value: what the recording leaves out has its own default. */
function given<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> }
}
