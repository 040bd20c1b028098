import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { drawDot } from './dot.ts'
import { aPipelineLog, TestLog } from './fixture.ts'
import { foldVersions, keepVersions, type Picture } from './fold.ts'
import { readGraph } from './load.ts'
import { simplify } from './simplify.ts'

const aGraph = (log: TestLog = aPipelineLog()) => readGraph([log.line()])

const nameOf = ({ nodes }: Picture, key: string) => {
  const node = nodes.get(key)
  return node?.name?.split('/').at(-1) ?? node?.type
}
const arrowsOf = (picture: Picture) =>
  picture.edges.map((e) => `${nameOf(picture, e.from)} ${e.type} ${nameOf(picture, e.to)}`)

test('reads every vertex version and relation of a log', async () => {
  const graph = await aGraph()
  assert.equal(graph.vertices.size, 11)
  assert.equal(graph.relations.length, 12)
  assert.deepEqual(
    graph.relations.slice(0, 3).map(({ id, type }) => `${id} ${type}`),
    ['1 arg', '2 arg', '3 mmap_private'],
  )
})

test('counts a record once that two lines have', async () => {
  const line = aPipelineLog().line()
  const graph = await readGraph([line, line])
  assert.equal(graph.relations.length, 12)
})

test('names the line that is not a document', async () => {
  await assert.rejects(
    readGraph([aPipelineLog().line(), '{"prefix":'], 'x.log'),
    (error: unknown) => error instanceof CamflowError && error.message.includes('x.log:2'),
  )
})

test('folds the versions of an object into one node', async () => {
  const graph = await aGraph()
  assert.equal(keepVersions(graph).nodes.size, 11)
  assert.equal(foldVersions(graph).nodes.size, 10)
})

test('shows a shell pipeline as files, programs and the pipe between them', async () => {
  const picture = simplify(foldVersions(await aGraph()))
  assert.deepEqual(arrowsOf(picture), [
    'a.txt open cat',
    'a.txt read cat',
    'cat write pipe',
    'pipe read sort',
    'sort write "c" <&>.txt',
  ])
})

test('puts the command line and the pid under the name of a program', async () => {
  const picture = simplify(foldVersions(await aGraph()))
  const cat = [...picture.nodes.values()].find((node) => node.name === '/usr/bin/cat')
  assert.deepEqual(cat?.details, ['cat a.txt', 'pid 41'])
})

test('keeps system files on request and leaves out what it is told', async () => {
  const folded = foldVersions(await aGraph())
  const withLibrary = simplify(folded, { keepsSystemFiles: true })
  assert.ok(arrowsOf(withLibrary).includes('libc.so.6 mmap_private cat'))
  const withoutPipe = simplify(folded, { hide: new Set(['pipe']) })
  assert.deepEqual(
    arrowsOf(withoutPipe).filter((arrow) => arrow.includes('pipe')),
    [],
  )
})

test('keeps a system file that was written', async () => {
  const log = new TestLog()
  const task = log.vertex({ id: 1, type: 'task' })
  const file = log.vertex({ id: 2, type: 'file', attributes: { 'cf:name': '/usr/bin/new' } })
  log.flow(task, 'write', file)
  assert.deepEqual(arrowsOf(simplify(foldVersions(await aGraph(log)))), ['task write new'])
})

test('has no arrow back from a file that was opened to be written', async () => {
  const log = new TestLog()
  const task = log.vertex({ id: 1, type: 'task' })
  const file = log.vertex({ id: 2, type: 'file', attributes: { 'cf:name': '/tmp/new' } })
  log.flow(file, 'open', task).flow(task, 'write', file)
  assert.deepEqual(arrowsOf(simplify(foldVersions(await aGraph(log)))), ['task write new'])
})

test('draws PROV shapes and colours and escapes names', async () => {
  const dot = drawDot(simplify(foldVersions(await aGraph())))
  assert.match(dot, /<b>cat<\/b>.*shape=box.*#9fb1fc/)
  assert.match(dot, /<b>\/tmp\/a\.txt<\/b>.*shape=ellipse.*#fffc87/)
  assert.match(dot, /&quot;|"c" &lt;&amp;&gt;\.txt/)
  assert.match(dot, /label="open, read"/)
})
