/**
 * What user space costs: from the ring to decoded records, to each form of text, to each output, and from a
 * log to each other form. The records were captured on this machine a moment before. `npm run bench:throughput -- --help`
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { markdown } from './overhead/table.ts'
import { openWorkshop, resultsDirectory, type Workshop } from './prepare.ts'
import type { Pass } from './throughput/measure.ts'

const help = `npm run bench:throughput -- [OPTION…]

  --images A,B       mixed (compile, tar, find, grep), bytes (1-byte reads and writes); default both
  --passes N         default 9; the fastest counts: all else is what others do on the machine
  --fresh            capture the images again; they are kept in build/bench/
  --objects DIR      capture programs to use instead of compiling bpf/`

const STAGES = [
  ...['decode', 'objects', 'standard', 'standard-relations', 'standard-vertices'],
  ...['compat', 'compat-relations', 'compat-vertices'],
  ...['spade', 'spade-relations', 'spade-vertices', 'repeated'],
  ...['to-null', 'to-log', 'to-stdout', 'to-fifo', 'to-unix_socket'],
  ...['to-mqtt-0', 'to-mqtt-1', 'to-mqtt-2'],
  ...['convert-w3c', 'convert-merged', 'convert-spade_json', 'convert-prov-n'],
] as const
type Stage = (typeof STAGES)[number]
type Formatted = 'standard' | 'compat' | 'spade'

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: 'mixed,bytes' },
    passes: { type: 'string', default: '9' },
    fresh: { type: 'boolean' },
    objects: { type: 'string' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(help)
else run()

function run(): void {
  using workshop = openWorkshop(values.objects)
  const results: Record<string, Record<Stage, Pass>> = {}
  for (const kind of values.images.split(',')) {
    const image = imageOf(kind, workshop)
    const measure = workshop.script('bench/throughput/measure.ts')
    const stages = STAGES.map((stage) => {
      const passes = JSON.parse(node(measure, stage, image, values.passes)) as Pass[]
      return [stage, passes.sort((a, b) => a.cpuNs - b.cpuNs)[0] as Pass]
    })
    results[kind] = Object.fromEntries(stages) as Record<Stage, Pass>
    console.log(`### ${kind}\n\n${tableOf(results[kind])}\n`)
  }
  writeFileSync(join(resultsDirectory, 'throughput.json'), JSON.stringify(results, null, 2))
}

function imageOf(kind: string, workshop: Workshop): string {
  const image = join(resultsDirectory, `${kind}.ring`)
  if (values.fresh || !existsSync(image)) {
    const script = workshop.script('bench/throughput/capture-image.ts')
    node(script, image, workshop.objects, kind, workshop.program('load.c'))
  }
  return image
}

function node(...args: readonly string[]): string {
  const { stdout, status } = spawnSync('node', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`)
  return stdout.trim().split('\n').at(-1) ?? ''
}

function tableOf(by: Readonly<Record<Stage, Pass>>): string {
  const { decode } = by
  const records = decode.relations + decode.vertices
  const rate = (pass: Pass) => `${((records / pass.cpuNs) * 1e6).toFixed(0)} k`
  const each = (stage: Stage, count: number) => (by[stage].cpuNs - decode.cpuNs) / count
  const ns = (value: number) => `${value.toFixed(0)} ns`
  const relation = (profile: Formatted) => each(`${profile}-relations`, decode.relations)
  const vertex = (profile: Formatted) => each(`${profile}-vertices`, decode.vertices)
  const count = (value: number) => value.toLocaleString('en-US')
  const mqtt = ([0, 1, 2] as const).map((qos) => rate(by[`to-mqtt-${qos}`])).join(' / ')
  const lost = STAGES.reduce((sum, stage) => sum + by[stage].lost, 0)
  const rows: readonly (readonly string[])[] = [
    [
      'records in the image',
      `${count(decode.relations)} relations, ${count(decode.vertices)} vertices`,
      '',
    ],
    ['ring → messages visited in place, no field read, records per CPU second', rate(decode), ''],
    [
      'ring → decoded record, an object with every field, records per CPU second',
      rate(by.objects),
      '≥ 1,000 k; aim 2,000 k',
    ],
    [
      'relation → W3C standard',
      ns(relation('standard')),
      '≤ 800 ns; aim 350 ns (upstream 1,602 ns)',
    ],
    ['relation → W3C compat', ns(relation('compat')), 'upstream 1,602 ns'],
    ['vertex → W3C standard', ns(vertex('standard')), 'upstream 2,653 ns'],
    ['vertex → W3C compat', ns(vertex('compat')), 'upstream 2,653 ns'],
    ["relation → SPADE's form", ns(relation('spade')), 'upstream 2,123 ns'],
    ["vertex → SPADE's form", ns(vertex('spade')), 'upstream 2,981 ns'],
    ['ring → W3C standard, records per CPU second', rate(by.standard), ''],
    ['ring → W3C compat, records per CPU second', rate(by.compat), ''],
    ["ring → SPADE's form, records per CPU second", rate(by.spade), ''],
    ['ring → profile spade, both ends before each relation', rate(by.repeated), ''],
    ['ring → `null`: text made and thrown away', rate(by['to-null']), ''],
    ['ring → `log` on tmpfs', rate(by['to-log']), 'upstream 408–448 k'],
    ['ring → `stdout`, a pipe to `cat`', rate(by['to-stdout']), ''],
    ['ring → `fifo`, read by `cat`', rate(by['to-fifo']), ''],
    ['ring → `unix_socket`, datagrams to a Python program', rate(by['to-unix_socket']), ''],
    ['ring → `mqtt`, QoS 0 / 1 / 2, mosquitto, spool on tmpfs', mqtt, ''],
    ['log → W3C, line by line', rate(by['convert-w3c']), ''],
    ['log → W3C, one document (`--merge`)', rate(by['convert-merged']), ''],
    ["log → SPADE's form", rate(by['convert-spade_json']), ''],
    ['log → PROV-N', rate(by['convert-prov-n']), ''],
    ['ring → log, bytes per record', (by['to-log'].textBytes / records).toFixed(0), ''],
    ['lost / not decodable', `${lost} / ${decode.problems}`, '0 / 0'],
  ]
  return markdown(['what', 'ours', 'goal or upstream'], rows)
}
