import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPipelineLog } from '../../src/graph/fixture.ts'
import { camtoolProblems } from './camtool.ts'
import { readAsDetector } from './detectors.ts'
import { judgeForConsumers } from './judge-consumers.ts'
import { readAsSpade } from './spade-reporter.ts'

const vertex = (id: string) => `{"type":"Entity","id":"${id}","annotations": {}}\n`
const relation = (type: string) => `{"type":"${type}","from":"t","to":"f","annotations": {}}\n`

test('camtool misses an end that is not in the file, and sees a wrong class', () => {
  const line = aPipelineLog().line()
  assert.deepEqual(camtoolProblems([line]), [])
  const { entity: _, ...rest } = JSON.parse(line)
  assert.match(camtoolProblems([JSON.stringify(rest)]).join('\n'), /names cf:.*: not there/)
  const { activity, ...others } = JSON.parse(line)
  const swapped = JSON.stringify({ ...others, agent: activity })
  assert.match(camtoolProblems([swapped]).join('\n'), /is no agent/)
})

test('a detector needs date, ticks and flags of each relation', () => {
  const { problems, edges } = readAsDetector([aPipelineLog().line()])
  assert.equal(edges, 12)
  assert.match(problems.join('\n'), /cf:date is undefined/)
})

test("SPADE's reporter has bare ends when a vertex does not come for each relation", () => {
  const used = relation('Used')
  const ends = vertex('f') + vertex('t')
  assert.equal(readAsSpade(ends + used + ends + used).bareEnds, 0)
  assert.equal(readAsSpade(ends + used + used).bareEnds, 2)
  assert.equal(readAsSpade(ends + relation('WasInfluencedBy')).dropped, 1)
})

test('a relation that a reader would miss fails the judge', async () => {
  await assert.rejects(judgeForConsumers([aPipelineLog().line()]), /detectors/)
})
