/** Two judges of a W3C log that are not ours: the rules of PROV-JSON, and Debian's python-prov. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'

const schema: object = JSON.parse(readFileSync(new URL('schema.json', import.meta.url), 'utf8'))
const validate = new Ajv({ allErrors: false, strict: false }).compile(schema)

/** What is wrong with a line by the rules of PROV-JSON; `undefined`: nothing. */
export function schemaProblem(line: string): string | undefined {
  if (validate(JSON.parse(line))) return undefined
  const [error] = validate.errors ?? []
  return `${error?.instancePath} ${error?.message}`
}

/** Records that python-prov understood, by PROV-JSON section. */
export interface PythonProvCounts {
  readonly lines: number
  /** Lines that were also written and loaded again, which left them equal. */
  readonly roundTrips: number
  readonly records: Readonly<Record<string, number>>
}

/**
 * Loads every line with python-prov.
 *
 * @param source path of a log, or its bytes.
 * @throws when a line does not load; the message has the line.
 */
export function loadWithPython(source: string | Uint8Array): PythonProvCounts {
  const script = fileURLToPath(new URL('load.py', import.meta.url))
  const [path, input] = typeof source === 'string' ? [source, undefined] : ['-', source]
  const run = spawnSync('/usr/bin/python3', [script, path], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(input === undefined ? {} : { input }),
  })
  if (run.status !== 0) throw new Error(`python-prov: ${run.stdout}${run.stderr}`)
  return JSON.parse(run.stdout) as PythonProvCounts
}
