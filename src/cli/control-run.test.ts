import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { fakeMachine } from '../config/fake-machine.ts'
import { CamflowError } from '../errors.ts'
import { MemoryPlane, type MemoryPlaneOptions } from '../policy/memory-plane.ts'
import { controlOptions } from './control-options.ts'
import type { ControlContext } from './control-run.ts'
import { runOption, runSubCommand } from './control-run.ts'

interface GoldenOutput {
  readonly name: string
  readonly argv: readonly string[]
  readonly stdout: string
  readonly commands_before?: readonly string[]
  readonly object?: {
    readonly identifier: { id: string; boot_id: number; machine_id: number; version: number }
    readonly taint: string
    readonly tracked: boolean
    readonly opaque: boolean
    readonly propagate: boolean
  }
}
interface GoldenExit {
  readonly argv: readonly string[]
  readonly condition?: string
  readonly exit: number
  readonly stdout_bytes?: number
  readonly stderr_lines?: number
}

const path = fileURLToPath(new URL('../../test/golden/cli.json', import.meta.url))
const golden = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly base_state: { readonly machine_id: number; readonly policy_hash_hex: string }
  readonly cases: readonly GoldenOutput[]
  readonly exits: readonly GoldenExit[]
}

/** The state of the golden cases: the hash is that of the original, whose policy cannot be ours. */
class GoldenPlane extends MemoryPlane {
  constructor(options: MemoryPlaneOptions = {}) {
    super({
      ...options,
      facts: { machineId: golden.base_state.machine_id },
      policy: { propagateNodeFilter: 0n },
    })
    this.dropped = 42
  }
  override policyHash(): Uint8Array {
    return Buffer.from(golden.base_state.policy_hash_hex, 'hex')
  }
}

const NO_PLANE = { absent: 'CF_PIN_MISSING', 'no privilege': 'CF_NOT_PERMITTED' } as const

function aContext(plane: MemoryPlane | keyof typeof NO_PLANE = new GoldenPlane()) {
  const written = { out: '', err: '' }
  const bits = new Map<string, number>()
  const context: ControlContext = {
    plane: () => {
      if (typeof plane === 'string') throw new CamflowError(NO_PLANE[plane])
      return plane
    },
    terminal: {
      out: (text) => {
        written.out += text
      },
      err: (text) => {
        written.err += text
      },
      isColoured: false,
    },
    surroundings: fakeMachine,
    labels: {
      all: () => [...bits].map(([text, bit]) => ({ text, bit })),
      bitOf: (text) => {
        const bit = bits.get(text) ?? 63 - bits.size
        bits.set(text, bit)
        return bit
      },
    },
  }
  return { context, written }
}

function camflow(argv: readonly string[], plane?: MemoryPlane) {
  const { context, written } = aContext(plane)
  return { exit: runOption(argv, context), ...written }
}

/** Where the specification asks for better than the original, in the order of the lines. */
function corrected(text: string): string {
  return text
    .replace(/^char\nDerived/m, 'char\nenvp\nDerived')
    .replace(/^a:b:c $/m, 'a:b:c opaque')
    .replace(/^a:b:c$/m, 'opaque=a:b:c')
    .replace('node_filter=char\npropagate', 'node_filter=char\nnode_filter=envp\npropagate')
    .replace('propagate_node_filter=file\nrelation', 'relation')
    .replace('duplicate=true;', 'duplicate=true')
    .replace('track=127.0.0.1/32:80\nrecord', 'record')
}

/** CamFlow's sections of a dump: those that only we have stand behind them. */
function withoutOurs(text: string): string {
  return text.replace(/\n\[(namespace|relay)\][\s\S]*$/, '')
}

for (const { name, argv, stdout, commands_before = [] } of golden.cases.filter(
  (each) => each.object === undefined,
)) {
  test(`prints as the original does: ${name}`, () => {
    const plane = new GoldenPlane()
    for (const command of commands_before) {
      assert.equal(camflow(command.split(' '), plane).exit, 0, command)
    }
    const { exit, out, err } = camflow(argv, plane)
    assert.equal(withoutOurs(out), corrected(stdout))
    assert.deepEqual([exit, err], [0, ''])
  })
}

for (const { name, argv, stdout, object } of golden.cases) {
  if (object === undefined) continue
  test(`prints as the original does: ${name}`, () => {
    const { id, boot_id, machine_id, version } = object.identifier
    const state = {
      ...{ id: BigInt(id), bootId: boot_id, machineId: machine_id, version },
      ...{ taint: BigInt(object.taint), isTracked: object.tracked },
      ...{ isOpaque: object.opaque, doesPropagate: object.propagate },
    }
    class ObjectPlane extends GoldenPlane {
      override file = () => ({ ...state, type: 'file' as const })
      override process = () => ({ ...state, type: 'process_memory' as const })
    }
    assert.equal(camflow(argv, new ObjectPlane()).out, stdout)
  })
}

/** Where scripts ignored the status, they may go on to; the others learn that nothing was changed. */
const REFUSED: Readonly<Record<string, number>> = {
  '--bogus': 255,
  '-e maybe': 255,
  '--track-file /nonexistent true': 1,
  '--edge-filter load_module true': 255,
  '--track-ipv4-egress 10.1.2.3/33:1 track': 1,
  '--track-ipv4-egress 10.1.2.3/8 track': 1,
  '--track-ipv4-egress 10.1.2.3/8:1 bogus': 255,
  '--track-user nosuchuser track': 1,
  '--track-group nosuchgroup track': 1,
}

const NOT_PERMITTED = 1

for (const { argv, condition, exit, stdout_bytes, stderr_lines } of golden.exits) {
  const command = argv.join(' ')
  test(`exit status of "camflow ${command}"${condition === undefined ? '' : `, ${condition}`}`, () => {
    const isAllowed = condition !== 'no privilege'
    const plane = new GoldenPlane({ files: ['<path>'], processes: [1] })
    const absence = isAllowed ? 'absent' : 'no privilege'
    const { context, written } = aContext(condition === undefined ? plane : absence)
    const expected = isAllowed ? (REFUSED[command] ?? exit) : NOT_PERMITTED
    assert.equal(runOption(argv, context), expected)
    if (expected !== 0) assert.notEqual(written.out + written.err, '')
    if (isAllowed) return
    assert.equal(written.out.length, stdout_bytes)
    assert.equal(written.err.split('\n').length - 1, stderr_lines)
  })
}

test('who may not look is told so, and not that nothing is captured', () => {
  for (const words of ['status', 'track file /a', 'config --json']) {
    const { context, written } = aContext('no privilege')
    assert.equal(runSubCommand(words.split(' '), context), NOT_PERMITTED, words)
    assert.match(written.err, /^camflow: Only root may look at the capture/)
    assert.equal(written.out, '')
  }
})

test('-v is six lines, the third and the sixth empty, with the commits of both parts', () => {
  const lines = camflow(['-v']).out.split('\n')
  assert.equal(lines.length, 7)
  assert.deepEqual(
    [0, 2, 3, 5, 6].map((index) => lines[index]),
    ['CamFlow v0.9.0', '', 'libprovenance v0.0.0', '', ''],
  )
  assert.match(lines[1] ?? '', /commit.c{40}$/)
  assert.match(lines[4] ?? '', /commit.d{40}$/)
})

test('without a capture -v tells the commit of what is installed', () => {
  const { context, written } = aContext('absent')
  assert.equal(runOption(['-v'], context), 0)
  assert.match(written.out.split('\n')[1] ?? '', /commit.[0-9a-f]{40}$/)
})

test('a bad word changes nothing and is told', () => {
  const plane = new GoldenPlane()
  const { exit, err } = camflow(['--track-user', 'root', 'bogus'], plane)
  assert.equal(exit, 255)
  assert.match(err, /track, propagate, opaque, delete: bogus/)
  assert.deepEqual(plane.targets(), [])
})

test('true keeps propagation, false takes both away', () => {
  const plane = new GoldenPlane()
  camflow(['--track-file', '/a', 'propagate'], plane)
  camflow(['--track-file', '/a', 'true'], plane)
  assert.equal(plane.file('/a').doesPropagate, true)
  camflow(['--track-file', '/a', 'false'], plane)
  assert.equal(plane.file('/a').doesPropagate, false)
  assert.equal(plane.file('/a').isTracked, false)
})

test('a taint bit is one of 64, and what is none is refused', () => {
  const plane = new GoldenPlane()
  camflow(['--taint-process', '7', '63'], plane)
  assert.equal(plane.process(7).taint, 1n << 63n)
  for (const bit of ['64', '-1', 'x', '1.5', '']) {
    assert.equal(camflow(['--taint-process', '7', bit], plane).exit, 255)
  }
  assert.equal(camflow(['--taint-process', '7x', '1'], plane).exit, 255)
  assert.equal(plane.process(7).taint, 1n << 63n)
})

test('a label in text is a bit of its own, the same for every object', () => {
  const plane = new GoldenPlane()
  const { context } = aContext(plane)
  runOption(['--label-file', '/a', 'secret'], context)
  runOption(['--label-process', '7', 'secret'], context)
  runOption(['--label-file', '/b', 'public'], context)
  assert.equal(plane.file('/a').taint, 1n << 63n)
  assert.equal(plane.process(7).taint, 1n << 63n)
  assert.equal(plane.file('/b').taint, 1n << 62n)
})

test('a cgroup namespace by its number as C writes it, a control group by its path', () => {
  const plane = new GoldenPlane()
  for (const text of ['0x10', '010', '4026531835']) {
    assert.equal(camflow(['--track-cgroup', text, 'track'], plane).exit, 0)
  }
  camflow(['--track-cgroup', '/group5', 'propagate'], plane)
  assert.deepEqual(plane.targets(), [
    { kind: 'namespace', cgroup: 16, track: true },
    { kind: 'namespace', cgroup: 8, track: true },
    { kind: 'namespace', cgroup: 4026531835, track: true },
    { kind: 'cgroup', id: 5n, track: true, propagate: true },
  ])
  for (const text of ['x', '', '0', '4294967296', '1e3']) {
    assert.notEqual(camflow(['--track-cgroup', text, 'track'], plane).exit, 0)
  }
})

test('an account without a name is set and deleted by the number that is printed', () => {
  const plane = new GoldenPlane()
  assert.equal(camflow(['--track-user', '4242', 'track'], plane).exit, 0)
  assert.equal(camflow(['--track-group', '4243', 'opaque'], plane).exit, 0)
  assert.match(camflow(['-s'], plane).out, /^4242 track$/m)
  assert.match(camflow(['-s'], plane).out, /^4243 opaque$/m)
  assert.equal(camflow(['--track-user', '4242', 'delete'], plane).exit, 0)
  const { context } = aContext(plane)
  assert.equal(runSubCommand(['track', 'group', '4243', '--delete'], context), 0)
  assert.deepEqual(plane.targets(), [])
  assert.equal(camflow(['--track-user', '4294967296', 'track'], plane).exit, 1)
})

test('resetting the filters leaves the targets', () => {
  const plane = new GoldenPlane()
  camflow(['--node-filter', 'char', 'true'], plane)
  camflow(['--edge-propagate-filter', 'read', 'true'], plane)
  camflow(['--track-user', 'root', 'track'], plane)
  camflow(['--reset-filter'], plane)
  assert.equal(plane.policy.nodeFilter, 0n)
  assert.equal(plane.policy.propagateUsedFilter, 0n)
  assert.equal(plane.targets().length, 1)
})

test("today's form does what the option does", () => {
  const pairs: readonly (readonly [today: string, option: string])[] = [
    ['set all on', '-a true'],
    ['set version off', '--enable-version false'],
    ['track file /a --propagate', '--track-file /a propagate'],
    ['track process 7', '--track-process 7 true'],
    ['track file /b --off', '--track-file /b false'],
    ['opaque file /c', '--opaque-file /c true'],
    ['taint file /d 5', '--taint-file /d 5'],
    ['track ingress 10.0.0.0/8:0 --record', '--track-ipv4-ingress 10.0.0.0/8:0 record'],
    ['track egress 0.0.0.0/0:80', '--track-ipv4-egress 0.0.0.0/0:80 track'],
    ['track user root --opaque', '--track-user root opaque'],
    ['filter add node directory', '--node-filter directory true'],
    ['filter add relation read', '--edge-filter read true'],
    ['filter remove node char', '--node-filter char false'],
    ['filter add node-propagation file', '--node-propagate-filter file true'],
    ['filter add relation-propagation write', '--edge-propagate-filter write true'],
    ['change-epoch', '--change-epoch'],
    ['filter reset', '--reset-filter'],
  ]
  const [one, other] = [new GoldenPlane(), new GoldenPlane()]
  for (const [today, option] of pairs) {
    assert.equal(runSubCommand(today.split(' '), aContext(one).context), 0, today)
    assert.equal(runOption(option.split(' '), aContext(other).context), 0, option)
    assert.equal(camflow(['-c'], one).out, camflow(['-c'], other).out, today)
  }
  assert.equal(one.epoch, other.epoch)
})

test('what prints state prints it for programs as well', () => {
  const plane = new GoldenPlane()
  runSubCommand(['label', 'file', '/a', 'secret'], aContext(plane).context)
  const json = (words: string) => {
    const { context, written } = aContext(plane)
    assert.equal(runSubCommand([...words.split(' '), '--json'], context), 0)
    return JSON.parse(written.out)
  }
  assert.equal(json('status').enabled, true)
  assert.deepEqual(json('status').files, [
    {
      path: '/a',
      isTracked: false,
      isOpaque: false,
      doesPropagate: false,
      taint: '9223372036854775808',
    },
  ])
  assert.equal(json('dropped').dropped, 42)
  assert.equal(json('policy-hash').policyHash, golden.base_state.policy_hash_hex)
  assert.equal(json('show file /a').taint, '9223372036854775808')
  const { text, sections } = json('config')
  assert.match(text, /^;Auto-generated configuration\n/)
  assert.equal(sections.provenance.enabled, 'true')
  assert.equal(json('version').capture, '0.9.0')
  assert.equal(json('version').commit, 'c'.repeat(40))
  assert.equal(json('version').libraryCommit, 'd'.repeat(40))
  assert.deepEqual(json('labels'), [])
})

test('every option but help has a form of today, or says why it does nothing', () => {
  const without = controlOptions.filter(({ subCommands }) => subCommands.length === 0)
  assert.deepEqual(
    without.map(({ name }) => name),
    ['-h', '--channel'],
  )
})

test("the help lists CamFlow's options in CamFlow's order", () => {
  const order =
    '-h -v -s -c -e -a --enable-version --compress-node --compress-edge --duplicate --file ' +
    '--track-file --taint-file --opaque-file --process --track-process --taint-process ' +
    '--opaque-process --track-ipv4-ingress --track-ipv4-egress --track-secctx --track-cgroup ' +
    '--track-user --track-group --node-filter --edge-filter --node-propagate-filter ' +
    '--edge-propagate-filter --reset-filter --change-epoch --drop'
  const { out } = camflow(['-h'])
  const listed = out.split('\n').flatMap((line) => /^(-\S+)/.exec(line)?.[1] ?? [])
  const added = ['--label-file', '--label-process', '--channel', '--help']
  assert.deepEqual(
    listed.filter((name) => !added.includes(name)),
    order.split(' '),
  )
  assert.match(out, /^--track-file <filename> <false\/true\/propagate>\n .+\.\n\n/m)
})

test('any arguments come to an exit status, and none of them fails inside', () => {
  const word = fc.oneof(
    fc.constantFrom(...controlOptions.flatMap(({ name }) => name ?? [])),
    fc.constantFrom(
      'true',
      'propagate',
      'delete',
      '__proto__',
      '--json',
      '--help',
      '/a',
      '-1',
      '0',
    ),
    fc.constantFrom(
      'track',
      'file',
      'filter',
      'add',
      'show',
      'status',
      'user',
      'root',
      'set',
      'on',
    ),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      const { context } = aContext()
      for (const exit of [runOption(args, context), runSubCommand(args, context)]) {
        assert.ok([0, 1, 2, 255].includes(exit))
      }
    }),
  )
})

test('words of which one is unknown are told, with what could be meant, and 255 as for any other', () => {
  const { context, written } = aContext(new MemoryPlane())
  assert.equal(runSubCommand(['track', 'bogus'], context), 255)
  assert.equal(written.err, 'camflow: there is no command track bogus\n')
  assert.match(written.out, /^camflow COMMAND\n\n {2}track file FILENAME /)
})

test('a sub-command says what is wrong on standard error only', () => {
  const { context, written } = aContext(new MemoryPlane())
  assert.equal(runSubCommand(['filter', 'add', 'node', 'bogus'], context), 2)
  assert.deepEqual([written.out, written.err], ['', 'camflow: there is no vertex type "bogus"\n'])
})
