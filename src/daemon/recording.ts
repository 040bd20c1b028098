/** Decides what the daemon records: the command line says it, or a file, or nobody. */
import { existsSync } from 'node:fs'
import { RECORDING_FILE } from '../config/files.ts'
import { problemText } from '../config/problem.ts'
import { CamflowError } from '../errors.ts'
import type { Teller } from './journal.ts'
import type { OutputConfig, RecordingConfig } from './recording-config.ts'
import { readRecordingFile } from './recording-file.ts'

/** What the command line says of the recording. */
export interface RecordingRequest {
  /** Outputs of the command line; they replace those of the file. */
  readonly outputs: readonly OutputConfig[]
  /** The file; `undefined`: the usual one, if it is there. */
  readonly configFile: string | undefined
}

const DEFAULT_LOG = '/var/log/camflow.log'

/**
 * Makes the recording.
 *
 * @param tell is told of every problem of the file.
 * @throws CF_CONFIG_INVALID when the file has errors, CF_CONFIG_UNREADABLE.
 */
export function chooseRecording(
  { outputs, configFile }: RecordingRequest,
  tell: Teller,
  usualFile: string = RECORDING_FILE,
): RecordingConfig {
  const fallback: RecordingConfig = { outputs: [{ type: 'log', path: DEFAULT_LOG }] }
  const isFileUsed = configFile !== undefined || (outputs.length === 0 && existsSync(usualFile))
  const file = isFileUsed ? fromFile(configFile ?? usualFile, tell) : fallback
  return outputs.length === 0 ? file : { ...file, outputs }
}

function fromFile(file: string, tell: Teller): RecordingConfig {
  const { recording, problems } = readRecordingFile(file)
  for (const problem of problems) tell(problem.severity, problemText(problem))
  if (recording === undefined) throw new CamflowError('CF_CONFIG_INVALID', file)
  return recording
}
