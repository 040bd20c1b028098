/** Whatever is typed or stands in a configuration file: it is understood, or refused with words of ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readRequest as readConvert } from '../../src/cli/commands/convert.ts'
import { readRequest as readRun } from '../../src/cli/commands/run.ts'
import { readRequest as readService } from '../../src/cli/commands/service.ts'
import { readRequest as readStats } from '../../src/cli/commands/stats.ts'
import { readRequest as readValidate } from '../../src/cli/commands/validate.ts'
import { nowhere } from '../../src/config/key.ts'
import { recordingKeys } from '../../src/config/recording-keys.ts'
import { readConfigureRequest } from '../../src/daemon/camconfd-command-line.ts'
import { readDaemonRequest } from '../../src/daemon/command-line.ts'
import { readRecording } from '../../src/daemon/recording-file.ts'
import { CamflowError } from '../../src/errors.ts'

const RUNS = 2000

const readers = {
  'camflow run': readRun,
  'camflow convert': readConvert,
  'camflow validate': readValidate,
  'camflow stats': readStats,
  'camflow service': readService,
  camflowd: readDaemonRequest,
  camconfd: readConfigureRequest,
} as const satisfies Readonly<Record<string, (args: readonly string[]) => unknown>>

const options = [
  ...[
    '--output',
    '--format',
    '--profile',
    '--capture',
    '--ring',
    '--pin',
    '--private',
    '--packets',
  ],
  ...[
    '--no-wait',
    '--quiet',
    '--help',
    '-h',
    '-o',
    '-q',
    '--',
    '-',
    '--to',
    '--merge',
    '--influence',
  ],
  ...['--limit', '--hide', '--show', '--full', '--title', '--json', '--complete', '--problems'],
  ...['--config', '--check', '--unload', '--ids', '--all', '--pid-file', '--limit=1', '--to=dot'],
]
const values = [
  ...['w3c', 'spade_json', 'spade', 'compat', 'prov-n', 'svg', 'lsm', 'auto', '64M', '1e400', '0'],
  ...['-1', '', ' ', '__proto__', 'constructor', 'toString', '/a', 'a.log', 'WasDerivedFrom'],
]
const outputs = [
  ...[
    'log:/a',
    'fifo:',
    'mqtt:',
    'mqtt:ssl://',
    'mqtt:[::1',
    'null,format=',
    'stdout,',
    'log:,path=/x',
  ],
  ...['log:/a,rotate_size=', 'log:/a,__proto__=1', 'unix_socket:x,buffer=1e99', 'mqtt:a:99999'],
  ...['mqtt:a,qos=3', 'fifo:/p,relation_filter=', 'null:/p', ',', '=', 'log:/a,=', ':'],
]
const anyWord = fc.oneof(
  fc.constantFrom(...options),
  fc.constantFrom(...values),
  fc.constantFrom(...outputs),
  fc.string(),
)

/** A message of the language and not of ours: something failed inside. */
const INSIDE = /^Cannot |is not (a function|iterable|defined|a constructor)\b|circular/

for (const [name, read] of Object.entries(readers)) {
  test(`${name}: any arguments are understood or refused`, () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 8 }), (args) => {
        try {
          read(args)
        } catch (error) {
          assert.ok(error instanceof TypeError || error instanceof CamflowError, String(error))
          assert.doesNotMatch(error.message, INSIDE)
        }
      }),
      { numRuns: RUNS },
    )
  })
}

test('camflowd.ini: any values make a recording or problems, never both nor an exception', () => {
  const anyKey = fc.constantFrom(...Object.values(recordingKeys))
  const anyValue = fc.oneof(
    fc.constantFrom(...values, ...outputs),
    fc.constantFrom(
      'true',
      'log',
      'log,fifo,unix,mqtt,null,stdout',
      'a:1',
      'ssl://',
      '[::1]',
      '-0',
    ),
    fc.string(),
  )
  const anyLine = fc.oneof(
    fc
      .tuple(anyKey, anyValue)
      .map(([{ section, key }, value]) => `[${section}]\n${key}=${value}\n`),
    fc.string().map((text) => `${text}\n`),
  )
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
      const { recording, problems } = readRecording(
        [{ file: 'camflowd.ini', text: lines.join('') }],
        nowhere,
      )
      const isRefused = problems.some(({ severity }) => severity === 'error')
      assert.equal(recording === undefined, isRefused)
    }),
    { numRuns: RUNS },
  )
})
