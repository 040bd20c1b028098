/** What `/etc/camflowd.ini` says, as the recording that the daemon is to make. */
import { readConfigTexts, thisMachine } from '../config/files.ts'
import type { Surroundings } from '../config/key.ts'
import {
  type OutputWord,
  outputSections,
  outputWords,
  placeKey,
  type SectionName,
  sectionOf,
} from '../config/output-sections.ts'
import { type ConfigProblem, hasErrors } from '../config/problem.ts'
import { type ConfigText, readConfig } from '../config/read.ts'
import { type RecordingKeys, recordingAliases, recordingKeys } from '../config/recording-keys.ts'
import type {
  LogPlace,
  MetricsConfig,
  MqttPlace,
  OutputConfig,
  OutputPlace,
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
  const used = outputs.map((word) => sectionOf(word).section)
  const unused = outputWords
    .map((word) => sectionOf(word).section)
    .filter((section) => !used.includes(section))
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
    const output = sectionOf(word)
    const key = placeKey(output)
    if (key === undefined || config[key] !== undefined) return []
    const name = `[${output.section}] ${output.place}`
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
  const { section } = outputSections[word] as { readonly section?: SectionName }
  const own = section === undefined ? {} : shapeOf(section, config)
  const shape = { format, profile, ...given({ influence }), ...own }
  return { ...places[word](config, shape.profile === 'compat'), ...shape }
}

/** What the keys of each output say of its place. @param isCompat readers expect what CamFlow 0.9 writes. */
const places: {
  readonly [Word in OutputWord]: (
    config: RecordingKeys,
    isCompat: boolean,
  ) => Extract<OutputPlace, { readonly type: Word }>
} = {
  null: () => ({ type: 'null' }),
  stdout: () => ({ type: 'stdout' }),
  log: logOf,
  fifo: (config, isCompat) => ({
    type: 'fifo',
    path: config.fifoPath ?? '',
    bufferBytes: config.fifoBufferBytes,
    endsWithZero: config.fifoEndsWithZero ?? isCompat,
  }),
  unix_socket: (config, isCompat) => ({
    type: 'unix_socket',
    path: config.unixAddress ?? '',
    bufferBytes: config.unixBufferBytes,
    endsWithZero: config.unixEndsWithZero ?? isCompat,
  }),
  mqtt: mqttOf,
}

function logOf(config: RecordingKeys): LogPlace {
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

function mqttOf(config: RecordingKeys): MqttPlace {
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

function shapeOf(output: SectionName, config: RecordingKeys): RecordShape {
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
