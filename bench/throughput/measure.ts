/**
 * Measures one stage on a ring image, in a process of its own so that the calls are as monomorphic as in
 * the daemon: `measure.ts STAGE IMAGE PASSES`. Writes one line of JSON.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertText, type TextForm } from '../../src/cli/commands/convert-text.ts'
import { formatFor } from '../../src/daemon/record-format.ts'
import type { RecordFormat } from '../../src/formats/format.ts'
import { createFormat, type FormatChoice } from '../../src/formats/formats.ts'
import { createPipeline } from '../../src/pipeline/pipeline.ts'
import { createDecoder } from '../../src/record/decode.ts'
import { atSite, type Place, places, type Site } from './places.ts'
import { ringImage } from './ring-image.ts'

/** One pass over the image. */
export interface Pass {
  readonly cpuNs: number
  readonly wallNs: number
  readonly vertices: number
  readonly relations: number
  readonly lost: number
  readonly problems: number
  readonly textBytes: number
}

const BATCH_BYTES = 512 * 1024

const [stage = '', imageFile = '', passes = '5'] = process.argv.slice(2)
const image = ringImage(readFileSync(imageFile))
const scope = { bootId: image.bootId, machineId: image.machineId }

/** The last record as an object: something must want it. */
let kept: unknown
const results: Pass[] = []
for (let i = 0; i < Number(passes) + 1; i++) {
  const pass = await passThrough()
  // The first pass is for the compiler.
  if (i > 0) results.push(pass)
}
process.stdout.write(`${JSON.stringify(results)}\n`)

async function passThrough(): Promise<Pass> {
  const place = places[stage]
  if (place !== undefined) return atSite(async (site) => throughPlace(place, site))
  const [form] = /(?<=^convert-).+/.exec(stage) ?? []
  return form === undefined ? throughFormat() : throughConversion(form)
}

/** From the ring to the reader, or the broker: until it has everything. */
async function throughPlace(place: Place, site: Site): Promise<Pass> {
  const output = await place.open(site)
  await output.open()
  const format = formatFor({ type: place.type }, { ...scope, clockOffsetSeconds: 1.7e9 })
  const pipeline = createPipeline({
    ...{ ...scope, lanes: [{ output, format }], relay: image.open() },
    firstRelation: 'unknown',
  })
  const clock = startClock()
  const stats = await pipeline.stop()
  await output.flush()
  const took = clock()
  await output.close()
  return { ...took, ...stats }
}

/** What `camflow convert` does with a log of W3C's form. `merged`: into one document of that form. */
function throughConversion(form: string): Promise<Pass> {
  return atSite(async (site) => {
    const written = await throughPlace(places['to-log'] as Place, site)
    const isMerged = form === 'merged'
    const to = isMerged ? 'w3c' : (form as TextForm)
    const clock = startClock()
    await convertText({
      ...{ logs: [join(site.folder, 'log')], to, output: '/dev/null', isMerged },
      ...{ profile: 'standard', influence: 'WasInfluencedBy' },
    })
    return { ...written, ...clock() }
  })
}

/** Decodes; formats what the stage names. */
function throughFormat(): Pass {
  const counts = { vertices: 0, relations: 0, problems: 0, textBytes: 0, lost: 0 }
  const format = createFormat(choiceOf(stage), {
    ...{ ...scope, clockOffsetSeconds: 1.7e9 },
    onDocument: (document) => {
      counts.textBytes += document.byteLength
      format.release?.(document)
    },
  })
  const decoder = decoderFor(format, counts)
  const relay = image.open()
  const clock = startClock()
  while (relay.fillBytes > 0) {
    relay.drainInto(decoder, BATCH_BYTES)
    format.flush()
    relay.commit()
  }
  const took = clock()
  if (stage === 'objects' && kept === undefined) throw new Error('no record')
  return { ...took, ...counts }
}

/** `spade-relations` measures `spade_json`, `repeated` its profile `spade`, the others PROV-JSON. */
function choiceOf(name: string): FormatChoice {
  if (name.startsWith('spade')) return { format: 'spade_json', profile: 'standard' }
  if (name.startsWith('repeated')) return { format: 'spade_json', profile: 'spade' }
  return { format: 'w3c', profile: name.startsWith('compat') ? 'compat' : 'standard' }
}

type Counts = { vertices: number; relations: number; problems: number }

function decoderFor(format: RecordFormat, counts: Counts) {
  const hasVertices = !/decode|objects|relations/.test(stage)
  const hasRelations = !/decode|objects|vertices/.test(stage)
  const hasObjects = stage === 'objects'
  return createDecoder({
    ...scope,
    onVertex: (vertex) => {
      counts.vertices++
      if (hasVertices) format.vertex(vertex)
      if (hasObjects) kept = vertex.snapshot()
    },
    onRelation: (relation) => {
      counts.relations++
      if (hasRelations) format.relation(relation)
      if (hasObjects) kept = relation.snapshot()
    },
    onError: () => void counts.problems++,
  })
}

function startClock(): () => { readonly cpuNs: number; readonly wallNs: number } {
  const cpu = process.cpuUsage()
  const wall = process.hrtime.bigint()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { cpuNs: (user + system) * 1000, wallNs: Number(process.hrtime.bigint() - wall) }
  }
}
