/**
 * The load of issue 2 §6.5 on this machine: 500,000 relations a second for 10 s, nothing lost; then the
 * same with a ring made far too small, where the loss in the stream must equal the kernel's count.
 */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { LoadAnswer, LoadRequest } from './load/recording.ts'
import { markdown } from './overhead/table.ts'
import { openWorkshop, resultsDirectory } from './prepare.ts'

const help = `node --import tsx bench/load.ts [OPTION…]

Records a load in the best mode that this machine allows. Only the load itself is tracked.

  --seconds N        default 10
  --relations N      per second; default 500000; 0: as fast as it goes
  --files N          default 16
  --ring BYTES       default 67108864
  --small-ring BYTES default 65536
  --output null      do not write the text (default: a log in /dev/shm, removed)
  --objects DIR      capture programs to use instead of compiling bpf/`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    relations: { type: 'string', default: '500000' },
    files: { type: 'string', default: '16' },
    ring: { type: 'string', default: String(64 << 20) },
    'small-ring': { type: 'string', default: '65536' },
    output: { type: 'string', default: '/dev/shm/camflow-load.log' },
    objects: { type: 'string' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(help)
else run()

function run(): void {
  using workshop = openWorkshop(values.objects)
  const request: LoadRequest = {
    program: workshop.program('load.c'),
    objects: workshop.objects,
    files: Number(values.files),
    seconds: 2,
    rate: 50_000,
    ringBytes: Number(values.ring),
    output: values.output,
    isCompressed: false,
  }
  const script = workshop.script('bench/load/recorder.ts')
  const trial = record(script, request)
  const relationsPerOperation = trial.relationsMade / trial.operations
  const rate = Number(values.relations) / relationsPerOperation
  const asked = { ...request, seconds: Number(values.seconds), rate }
  const answers = {
    trial,
    full: record(script, asked),
    fastest: record(script, { ...asked, rate: 0 }),
    small: record(script, { ...asked, ringBytes: Number(values['small-ring']) }),
  }
  writeFileSync(join(resultsDirectory, 'load.json'), JSON.stringify(answers, null, 2))
  console.log(tableOf(answers))
}

function record(script: string, request: LoadRequest): LoadAnswer {
  if (request.output !== 'null') rmSync(request.output, { force: true })
  const { stdout, status } = spawnSync('node', [script, JSON.stringify(request)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (request.output !== 'null') rmSync(request.output, { force: true })
  if (status !== 0) throw new Error(`the recorder ended with ${status}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LoadAnswer
}

function tableOf(answers: Readonly<Record<string, LoadAnswer>>): string {
  const head = [
    'run',
    'mode',
    'relations made',
    'per second',
    'lost, counted',
    'lost, in the stream',
  ]
  const more = ['in the stream', 'vertices', 'problems', 'recorder CPU s', 'ring fullest']
  const memory = ['text MB', 'private MiB', 'peak MiB with the ring']
  const rows = Object.entries(answers).map(([name, each]) => [
    name,
    each.mode,
    String(each.relationsMade),
    (each.relationsMade / each.seconds).toFixed(0),
    String(each.lostCounted),
    String(each.lostInStream),
    String(each.relations),
    String(each.vertices),
    String(each.problems),
    each.recorderCpuSeconds.toFixed(2),
    `${(each.fullest * 100).toFixed(0)} %`,
    (each.textBytes / 1e6).toFixed(0),
    each.privateMb.toFixed(0),
    each.peakMb.toFixed(0),
  ])
  return markdown([...head, ...more, ...memory], rows)
}
