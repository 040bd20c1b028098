/** Whether the programs that read CamFlow's output today can read a log, by their rules said anew. */
import assert from 'node:assert/strict'
import { checkLog } from '../../src/graph/check.ts'
import { parseLine } from '../../src/graph/log-document.ts'
import { createSpadeWriter } from '../../src/graph/write-spade.ts'
import { families } from '../../src/record/registry.ts'
import { camtoolProblems } from './camtool.ts'
import { readAsDetector } from './detectors.ts'
import { readAsSpade } from './spade-reporter.ts'

/** CamFlow's readers do not look at them. */
const influencedTypes = families
  .filter(({ name }) => name === 'influenced')
  .flatMap(({ types }) => types.map(({ name }) => name))

/** Fails unless camtool, the detectors and SPADE's reporter get all that the lines of a W3C log hold. */
export async function judgeForConsumers(lines: readonly string[]): Promise<void> {
  const { sections, relations, relationTypes } = await checkLog(lines)
  assert.deepEqual(camtoolProblems(lines).slice(0, 5), [], 'camtool')
  const detected = readAsDetector(lines)
  assert.deepEqual(detected.problems.slice(0, 5), [], 'detectors')
  const { agent: _, ...withoutAgents } = sections
  assert.equal(
    detected.vertices <= (withoutAgents.activity ?? 0) + (withoutAgents.entity ?? 0),
    true,
  )
  const influenced = influencedTypes.reduce((sum, type) => sum + (relationTypes[type] ?? 0), 0)
  assert.equal(detected.edges + detected.dropped, relations - influenced, 'detectors: relations')
  const reported = readAsSpade(await spadeText(lines))
  // Relations that came twice, as after a restart, are there twice.
  const count = (section: string) => sections[section] ?? 0
  const lost = { bareEnds: 0, dropped: count('wasInfluencedBy'), warnings: [] }
  const { bareEnds, dropped, warnings } = reported
  assert.deepEqual({ bareEnds, dropped, warnings: warnings.slice(0, 5) }, lost, 'SPADE')
  const known = families.filter(({ name }) => name !== 'influenced')
  const came = known.reduce((sum, { section }) => sum + count(section), 0)
  assert.equal(reported.relations, came, 'SPADE: relations')
}

/** The log in the profile `spade`. */
async function spadeText(lines: readonly string[]): Promise<string> {
  const parts: string[] = []
  const writer = createSpadeWriter({
    write: async (text) => void parts.push(text),
    repeatsEnds: true,
    influence: 'WasInfluencedBy',
  })
  for (const line of lines) await writer.document(parseLine(line) ?? {})
  await writer.end()
  return parts.join('')
}
