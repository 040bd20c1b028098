import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOutput } from './output-option.ts'

const STANDARD = { format: 'w3c', profile: 'standard' } as const

/** Type and place of what `--output TEXT` asks for. */
function placeOf(text: string): readonly string[] {
  const output = readOutput(text, STANDARD)
  if ('path' in output) return [output.type, output.path]
  return 'address' in output ? [output.type, output.address] : [output.type]
}

test('an output is a word and its place, or the path of a log', () => {
  assert.deepEqual(placeOf('/var/log/a.log'), ['log', '/var/log/a.log'])
  assert.deepEqual(placeOf('C:odd, name'), ['log', 'C:odd, name'])
  assert.deepEqual(placeOf('log:/a:b'), ['log', '/a:b'])
  assert.deepEqual(placeOf('-'), ['stdout'])
  assert.deepEqual(placeOf('null'), ['null'])
  assert.deepEqual(placeOf('fifo:/p'), ['fifo', '/p'])
  assert.deepEqual(placeOf('unix:/s'), ['unix_socket', '/s'])
  assert.deepEqual(placeOf('mqtt:ssl://host:8883'), ['mqtt', 'ssl://host:8883'])
})

test('an output has the keys of its section', () => {
  const log = readOutput('log:/a,rotate_size=2M,keep=3,compression=gzip,sync=document', {
    ...STANDARD,
    profile: 'compat',
  })
  assert.ok(log.type === 'log')
  assert.deepEqual(
    [log.rotateBytes, log.keep, log.compression, log.sync, log.profile],
    [2 * 1024 * 1024, 3, 'gzip', 'document', 'compat'],
  )
  const pipe = readOutput('fifo:/p,relation_filter=open,profile=compat', STANDARD)
  assert.deepEqual(pipe.hiddenRelations, ['open'])
  assert.equal(pipe.profile, 'compat')
  assert.equal(readOutput('log:/a,format=spade_json', STANDARD).format, 'spade_json')
})

test('standard output has a shape of its own, and SPADE the name for influences that it reads', () => {
  const stdout = readOutput('stdout,profile=spade,influence=WasDerivedFrom', STANDARD)
  assert.deepEqual([stdout.profile, stdout.influence], ['spade', 'WasDerivedFrom'])
})

test('an output that is wrong is refused with its reason', () => {
  assert.throws(() => readOutput('fifo', STANDARD), /--output fifo: .*path is missing/)
  assert.throws(() => readOutput('fifo:/p,colour=red', STANDARD), /--output .*colour/)
  assert.throws(() => readOutput('log:/p,keep=many', STANDARD), /--output .*keep|many/)
  assert.throws(() => readOutput('null:/p', STANDARD), /--output null/)
})
