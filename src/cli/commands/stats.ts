/** `camflow stats`: what the running daemons have recorded, lost, and still hold. */
import { parseArgs } from 'node:util'
import {
  type DaemonFigures,
  type OutputFigures,
  readFigures,
} from '../../capture/daemon-figures.ts'
import type { SavedFigures } from '../../capture/flag-saver.ts'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf } from '../option.ts'

const OPTIONS = {
  json: {
    type: 'boolean',
    effect: 'the same for programs: an array with an object for each daemon',
  },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow stats [--json]',
  about: [
    'Asks every camflowd that runs: records by type, losses by cause, how full the ring is, what ' +
      'each output got and what waits for it, memory. Exit code 1 when none runs.',
  ],
  options: OPTIONS,
  takes: { kind: 'nothing' },
}

/** @returns the exit code: 0, 1 when no daemon runs. */
async function stats({ json }: { readonly json?: boolean }): Promise<number> {
  const daemons = await readFigures()
  if (json) process.stdout.write(`${JSON.stringify(daemons, null, 2)}\n`)
  else if (daemons.length === 0) process.stderr.write('camflow stats: no camflowd runs here\n')
  else process.stdout.write(daemons.map(figuresText).join('\n'))
  return daemons.length === 0 ? 1 : 0
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  return values.help ? undefined : values
}

/** The figures of one daemon in words. */
export function figuresText(figures: DaemonFigures): string {
  const { pid, mode, uptimeSeconds, vertices, relations, lost, kernel, ring, memory } = figures
  const rows = [
    ['camflowd', `${pid}, ${mode} mode, for ${count(uptimeSeconds)} s`],
    ['relations', typesText(relations)],
    ['vertices', typesText(vertices)],
    ['lost', Object.keys(lost).length === 0 ? 'nothing' : typesText(lost)],
    [
      'kernel',
      `${count(kernel.lostRelations)} relations and ${count(kernel.lostVertices)} vertices without room, ${count(kernel.missedRuns)} runs left out`,
    ],
    ['ring', `${bytes(ring.fillBytes)} of ${bytes(ring.sizeBytes)}`],
    ['memory', bytes(memory.residentBytes)],
    ...(figures.saved === undefined ? [] : [['saved', savedText(figures.saved)]]),
    ...figures.outputs.map((output) => ['output', outputText(output)]),
  ]
  return rows.map(([label = '', text]) => `  ${label.padEnd(11)}${text}\n`).join('')
}

function outputText(output: OutputFigures): string {
  const { name, documents, textBytes, droppedByCause, waitingBytes, lagMs, spool } = output
  return [
    `${name}: ${count(documents)} documents, ${bytes(textBytes)}`,
    ...Object.entries(droppedByCause).map(
      ([cause, relations]) => `${count(relations)} relations dropped (${cause})`,
    ),
    ...(waitingBytes === 0
      ? []
      : [`${bytes(waitingBytes)} waiting, ${(lagMs / 1000).toFixed(1)} s behind`]),
    ...(spool === undefined ? [] : [`spool ${bytes(spool.bytes)} of ${bytes(spool.limitBytes)}`]),
  ].join('; ')
}

function savedText({ saved, waiting, failures }: SavedFigures): string {
  return [
    `flags of files ${count(saved)} times`,
    ...(waiting === 0 ? [] : [`${count(waiting)} files without a name yet`]),
    ...Object.entries(failures).map(([cause, times]) => `not ${count(times)} times (${cause})`),
  ].join('; ')
}

/** The sum, and the most frequent types. */
function typesText(types: Readonly<Record<string, number>>): string {
  const SHOWN = 5
  const sorted = Object.entries(types).sort(([, one], [, other]) => other - one)
  const sum = sorted.reduce((total, [, value]) => total + value, 0)
  const most = sorted.slice(0, SHOWN).map(([name, value]) => `${name} ${count(value)}`)
  const rest = sorted.length > SHOWN ? ', …' : ''
  return sum === 0 ? '0' : `${count(sum)}: ${most.join(', ')}${rest}`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function bytes(value: number): string {
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`
}

/** `camflow stats`. */
export const statsCommand = commandOf({ name: 'stats', form, read: readRequest, work: stats })
