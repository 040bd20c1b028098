import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { captureKeys } from './capture-keys.ts'
import { fakeMachine } from './fake-machine.ts'
import { problemText } from './problem.ts'
import { defaultConfig, readConfig } from './read.ts'
import { recordingKeys } from './recording-keys.ts'

function read(text: string, machine = fakeMachine) {
  const { config, problems } = readConfig(captureKeys, [{ file: 'a.ini', text }], machine)
  return { config, problems: problems.map(problemText) }
}

test('what a file leaves out has the safe value, not the zero of the original', () => {
  const { config, problems } = read('[provenance]\nenabled=true\n')
  assert.deepEqual(problems, [])
  assert.equal(config.versions, true)
  assert.equal(config.bufferExponent, 20)
  assert.equal(config.bufferCount, 8)
  assert.equal(config.capturesAll, false)
})

test('tells every mistake of a file at once, with its line', () => {
  const { problems } = read(
    [
      '[provenance]',
      'relation_filter=nope',
      'relation_filter=ran_on',
      'node_filter=nope',
      'foo=1',
      'nosep',
      'enabled=TRUE',
      '[user]',
      'track=nosuchuser',
      '[ipv4-egress]',
      'track=1.2.3.4/99:1',
      'track=300.2.3.4/9:1',
      '[file]',
      'track=/nowhere',
      'opaque=relative',
      '[bar]',
      'x=y',
    ].join('\n'),
  )
  assert.deepEqual(problems, [
    'a.ini:2: error: [provenance] relation_filter: there is no relation type "nope"',
    'a.ini:3: error: [provenance] relation_filter: ' +
      'relations of the family associated, such as ran_on, have no filter',
    'a.ini:4: warning: [provenance] node_filter: there is no vertex type "nope"',
    'a.ini:5: warning: there is no key "foo" in [provenance]',
    'a.ini:6: warning: the line has neither "=" nor ":" and says nothing',
    'a.ini:7: warning: [provenance] enabled: "TRUE" is neither true nor false and means false',
    'a.ini:9: error: [user] track: there is no user "nosuchuser"',
    'a.ini:11: error: [ipv4-egress] track: "1.2.3.4/99:1" is not an address range such as 192.168.1.0/24:443',
    'a.ini:12: error: [ipv4-egress] track: "300.2.3.4/9:1" is not an address range such as 192.168.1.0/24:443',
    'a.ini:14: warning: [file] track: there is no file /nowhere',
    'a.ini:15: warning: [file] opaque: "relative" is not an absolute path',
    'a.ini:17: warning: there is no section [bar]: "x" means nothing',
  ])
})

test('a path that can be none is left out, and the rest holds', () => {
  const { config, problems } = read('[file]\ntrack=bin/bash\nopaque=\ntrack=/bin/sh\n')
  assert.deepEqual(problems, [
    'a.ini:2: warning: [file] track: "bin/bash" is not an absolute path',
    'a.ini:3: warning: [file] opaque: a path is missing',
  ])
  assert.deepEqual(config.fileTrack, ['/bin/sh'])
  assert.deepEqual(config.fileOpaque, [])
})

test('tells which line has a security context on a machine that has none', () => {
  const text = '[secctx]\ntrack=docker-default (enforce)\n'
  assert.deepEqual(read(text).config.secctxTrack, ['docker-default (enforce)'])
  assert.deepEqual(read(text).problems, [])
  const { config, problems } = read(text, { ...fakeMachine, hasContexts: () => false })
  assert.deepEqual(config.secctxTrack, ['docker-default (enforce)'])
  assert.deepEqual(problems, [
    'a.ini:2: warning: [secctx] track: this machine has no security contexts that capture can read ' +
      '(AppArmor is not active), so this line does nothing; name a user, group, control group or ' +
      'namespace instead',
  ])
})

test('a security context is as long as the kernel has room for', () => {
  assert.deepEqual(read(`[secctx]\nopaque=${'é'.repeat(127)}x\n`).problems, [])
  assert.deepEqual(read(`[secctx]\nopaque=${'é'.repeat(128)}\n`).problems, [
    'a.ini:2: error: [secctx] opaque: a security context has at most 255 bytes',
  ])
})

test('tells the ranges and namespaces that there is no room for, with their lines', () => {
  const ranges = Array.from({ length: 256 }, (_, index) => `track=10.0.${index}.0/24:0`)
  const text = ['[ipv4-egress]', ...ranges, 'record=10.0.7.1/24:0', '[ipv4-ingress]', ranges[0]]
  assert.deepEqual(read(text.join('\n')).problems, [])
  assert.deepEqual(read([...text, '[ipv6-egress]', 'track=::1/128:80'].join('\n')).problems, [
    'a.ini:262: error: [ipv6-egress] track: there is room for 256 egress ranges, and this is one more',
  ])
  const numbers = Array.from({ length: 257 }, (_, index) => `track=net:${index + 1}`)
  assert.deepEqual(read(['[namespace]', ...numbers].join('\n')).problems, [
    'a.ini:258: error: [namespace] track: there is room for 256 sets of namespaces, and this is one more',
  ])
})

test('takes both spellings of the minus sign, and the dashes of word processors', () => {
  for (const dash of ['-', '\u2212', '\u2010', '\u2011', '\u2013']) {
    const { config, problems } = read(`[ipv4${dash}egress]\npropagate=10.1.2.3/8:80\n`)
    assert.deepEqual(problems, [])
    assert.deepEqual(config.egress4Propagate, [{ address: '10.0.0.0', prefix: 8, port: 80 }])
  }
})

test('maps the type names of earlier releases, with a warning', () => {
  const { config, problems } = read(
    '[provenance]\nrelation_filter=perm_read\nrelation_filter=munmap\nnode_filter=fifo\n',
  )
  assert.deepEqual(config.relationFilter, ['perm_check'])
  assert.deepEqual(config.nodeFilter, ['pipe'])
  assert.equal(problems.length, 3)
  assert.ok(problems.every((problem) => problem.includes('warning')))
})

test('reads the stray semicolon of an old dump as true', () => {
  assert.equal(read('[compression]\nduplicate=true;\n').config.duplicates, true)
})

test('an indented line is a second value of the key before it', () => {
  const { config } = read('[provenance]\nenabled=true\n  all=true\n')
  assert.equal(config.isEnabled, false)
  assert.equal(config.capturesAll, false)
})

test('a machine id is what the original reads', () => {
  const idOf = (text: string) => read(`[provenance]\nmachine_id=${text}\n`).config.machineId
  assert.equal(idOf('1491436164'), 1_491_436_164)
  assert.equal(idOf('12abc'), 12)
  assert.equal(idOf('abc'), 0)
  assert.equal(idOf('-1'), 4_294_967_295)
})

test('a later file of the folder replaces scalars and adds to lists', () => {
  const { config } = readConfig(
    captureKeys,
    [
      { file: 'a', text: '[provenance]\nall=false\nnode_filter=char\n' },
      { file: 'b', text: '[provenance]\nall=true\nnode_filter=envp\n' },
    ],
    fakeMachine,
  )
  assert.equal(config.capturesAll, true)
  assert.deepEqual(config.nodeFilter, ['char', 'envp'])
})

test('any values of the known keys come out as a configuration or as problems', () => {
  const key = fc.constantFrom(...Object.values(captureKeys))
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('true', '-0', '1e9', '0.0.0.0/0:0', '__proto__', 'constructor', ' '),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value)), (lines) => {
      const text = lines.map(([{ section, key }, text]) => `[${section}]\n${key}=${text}\n`)
      const { config } = readConfig(captureKeys, [{ file: 'f', text: text.join('') }], fakeMachine)
      assert.deepEqual(Object.keys(config), Object.keys(defaultConfig(captureKeys)))
    }),
  )
})

test('the sample files in etc/ say what they are thought to, without a warning', () => {
  const sample = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../etc/${name}`, import.meta.url)), 'utf8')
  const { config, problems } = read(sample('camflow.ini'))
  assert.deepEqual(problems, [])
  assert.deepEqual(config, {
    ...defaultConfig(captureKeys),
    nodeFilter: ['directory', 'inode_unknown', 'char', 'envp'],
    relationFilter: ['dup', 'close'],
    propagateNodeFilter: ['directory', 'char', 'block'],
    fileOpaque: ['/usr/bin/bash'],
  })
  const texts = [{ file: 'd.ini', text: sample('camflowd.ini') }]
  const recording = readConfig(recordingKeys, texts, fakeMachine)
  assert.deepEqual(recording.problems, [])
  assert.deepEqual(recording.config.outputs, ['log'])
  assert.equal(recording.config.logPath, '/tmp/audit.log')
})

test('every example of a sample file is a value that its key takes', () => {
  const everything = { ...fakeMachine, userId: () => 33, groupId: () => 4, cgroupId: () => 7n }
  for (const key of [...Object.values(captureKeys), ...Object.values(recordingKeys)]) {
    for (const example of key.examples ?? []) {
      const reading = key.kind.read(example, everything)
      assert.deepEqual(Object.keys(reading), ['value'], `${key.key}=${example}`)
    }
  }
})
