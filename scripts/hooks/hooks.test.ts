import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { preprocess } from './c-text.ts'
import { hookHeads } from './heads.ts'
import { differences, keptPrototypes, misfits, targetOf, wantedPrototypes } from './kernels.ts'
import { hookPrograms } from './programs.ts'
import { type Prototypes, parsePrototype, prototypesIn, prototypeText } from './prototypes.ts'
import { stateKeepers } from './state-keepers.ts'
import { tracepointViews } from './tracepoint-limits.ts'

const RUNNING = '/sys/kernel/btf/vmlinux'
const REMEDY = 'run npm run gen:prototypes'

function assertServed(t: TestContext, kernel: Prototypes): void {
  for (const { function: name, expected, given } of differences(kernel)) {
    const there = given === undefined ? 'not there' : prototypeText(given)
    t.diagnostic(`${name}: ${prototypeText(expected)} is ${there}`)
  }
  const open = misfits(kernel).map(
    ({ mode, hook, given }) => `${mode} ${hook} ${prototypeText(given)}`,
  )
  assert.deepEqual(open, [], 'hooks that no program fits')
}

for (const [kernel, prototypes] of keptPrototypes()) {
  test(`every hook that Linux ${kernel} has is served by a program that fits`, (t) => {
    assertServed(t, prototypes)
  })
}

test('the same on the kernel that runs here', { skip: !existsSync(RUNNING) && 'no BTF' }, (t) => {
  assertServed(t, prototypesIn(readFileSync(RUNNING), wantedPrototypes()))
})

for (const { name, proto } of hookHeads()) {
  if (proto === undefined) continue
  test(`match-proto of ${name} is what Linux ${proto.kernel} says`, () => {
    const kernel = keptPrototypes().get(proto.kernel)
    assert.ok(kernel, `no prototypes of ${proto.kernel}: ${REMEDY}`)
    const { name: called, ...expected } = parsePrototype(proto.text)
    assert.deepEqual(kernel.get(called), expected)
  })
}

test('every hook of the security functions names its prototype', () => {
  const named = new Set(hookHeads().flatMap(({ name, proto }) => (proto ? [name] : [])))
  const programs = hookPrograms().filter(({ section }) => section.startsWith('lsm/'))
  const without = programs.filter(({ name }) => !named.has(name.replace(/__\d$/, '')))
  assert.deepEqual(without, [])
})

test('of several branches the first that is meant is kept', () => {
  const text = '#if defined(A)\na\n#elif defined(B)\nb\n#else\nc\n#endif\nd'
  for (const [name, kept] of Object.entries({ A: 'a\nd', B: 'b\nd', C: 'c\nd' })) {
    assert.equal(preprocess(text, new Set([name])), kept, name)
  }
})

test('the kept prototypes know every function that a program attaches to', () => {
  const known = new Set([...keptPrototypes().values()].flatMap((each) => [...each.keys()]))
  const unknown = hookPrograms()
    .map(({ section }) => targetOf(section))
    .filter((target) => !known.has(target))
  assert.deepEqual(unknown, [], REMEDY)
})

test('tells for each hook, and for no other, what the tracepoint mode sees', () => {
  const names = hookHeads().map(({ name }) => name)
  assert.deepEqual(Object.keys(tracepointViews).sort(), [...names].sort())
  assert.deepEqual(
    Object.keys(stateKeepers).filter((name) => !names.includes(name)),
    [],
  )
})

test('notices a parameter that a kernel changes', () => {
  const [, kernel = new Map()] = [...keptPrototypes()][0] ?? []
  const changed = new Map(kernel)
  changed.set('bpf_lsm_file_open', { result: 'int', parameters: ['struct path *'] })
  changed.set('security_file_lock', {
    result: 'int',
    parameters: ['struct file *', 'unsigned int', 'bool'],
  })
  const hooks = misfits(changed).map(({ mode, hook }) => `${mode} ${hook}`)
  assert.deepEqual(hooks, ['lsm lsm/file_open', 'fentry fexit/security_file_lock'])
})
