/** Whether the programs that read CamFlow's output today can read a log, by their rules said anew. */
import assert from 'node:assert/strict'
import { checkLog } from '../../src/graph/check.ts'
import type { CheckReport } from '../../src/graph/check-report.ts'
import { ConversionNotes } from '../../src/graph/conversion-notes.ts'
import type { ProvenanceGraph } from '../../src/graph/graph.ts'
import { readGraph } from '../../src/graph/load.ts'
import { parseLine } from '../../src/graph/log-document.ts'
import { createSpadeWriter } from '../../src/graph/write-spade.ts'
import { families } from '../../src/record/registry.ts'
import { camtoolProblems } from './camtool.ts'
import { MAGIC_TYPES, readAsDetector } from './detectors.ts'
import { readAsSpade } from './spade-reporter.ts'

/** CamFlow's readers do not look at it. */
const INFLUENCED = 'wasInfluencedBy'

/** Fails unless camtool, the detectors and SPADE's reporter get all that the lines of a W3C log hold. */
export async function judgeForConsumers(lines: readonly string[]): Promise<void> {
  assert.deepEqual(camtoolProblems(lines).slice(0, 5), [], 'camtool')
  const graph = await readGraph(lines)
  judgeForDetectors(lines, graph)
  const report = await checkLog(lines)
  const reported = judgeRelationsForSpade(await spadeText(lines), report)
  assert.equal(reported.vertices, verticesForSpade(graph), 'SPADE: vertices')
}

/** Fails unless SPADE's reporter gets every vertex and relation of a capture recorded in its own profile. */
export function judgeForSpade(text: string, report: CheckReport): void {
  const reported = judgeRelationsForSpade(text, report)
  assert.equal(reported.vertices, report.vertices, 'SPADE: vertices')
}

/** What the detectors keep, against the graph that our own reader makes. */
function judgeForDetectors(lines: readonly string[], graph: ProvenanceGraph): void {
  const detected = readAsDetector(lines)
  assert.deepEqual(detected.problems.slice(0, 5), [], 'detectors')
  const vertices = [...graph.vertices.values()].filter(({ provClass }) => provClass !== 'agent')
  // A mark of a loss is an entity to them.
  assert.equal(detected.vertices, vertices.length + lossMarks(graph), 'detectors: vertices')
  const relations = graph.relations.filter(({ section }) => section !== INFLUENCED)
  assert.equal(detected.edges + detected.dropped, relations.length, 'detectors: relations')
  const isMagic = (key: string) => MAGIC_TYPES.has(graph.vertices.get(key)?.type ?? '')
  const magic = relations.filter(({ from, to }) => isMagic(from) && isMagic(to))
  assert.equal(detected.magicEdges, magic.length, 'MAGIC: relations')
}

function judgeRelationsForSpade(text: string, { sections }: CheckReport) {
  const reported = readAsSpade(text)
  // Relations that came twice, as after a restart, are there twice.
  const count = (section: string) => sections[section] ?? 0
  const { bareEnds, dropped, warnings } = reported
  assert.deepEqual(
    { bareEnds, dropped, warnings: warnings.slice(0, 5) },
    { bareEnds: 0, dropped: count(INFLUENCED), warnings: [] },
    'SPADE',
  )
  const known = families.filter(({ section }) => section !== INFLUENCED)
  const came = known.reduce((sum, { section }) => sum + count(section), 0)
  assert.equal(reported.relations, came, 'SPADE: relations')
  return reported
}

/** A vertex comes with the relations that use it; a machine and the mark of a loss come by themselves. */
function verticesForSpade(graph: ProvenanceGraph): number {
  const ends = graph.relations.flatMap(({ from, to }) => [from, to])
  const machines = [...graph.vertices.values()].filter(({ type }) => type === 'machine')
  return new Set([...ends, ...machines.map(({ key }) => key)]).size + lossMarks(graph)
}

/** A mark that came again, as after a restart, is one. */
function lossMarks({ losses }: ProvenanceGraph): number {
  return new Set(losses.map(({ first }) => first)).size
}

/** The log in the profile `spade`. */
async function spadeText(lines: readonly string[]): Promise<string> {
  const parts: string[] = []
  const writer = createSpadeWriter({
    write: async (text) => void parts.push(text),
    profile: 'spade',
    influence: 'WasInfluencedBy',
    notes: new ConversionNotes(),
  })
  for (const line of lines) await writer.document(parseLine(line) ?? {})
  await writer.end()
  return parts.join('')
}
