import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { defaultPolicy } from '../kernel/policy.ts'
import { type AddressKey, isTracking, type Target } from '../policy/target.ts'
import { captureKeys } from './capture-keys.ts'
import { buffersOf, type CapturePlan, capturePlan, ringBytesOf } from './capture-plan.ts'
import { policyFile } from './dump.ts'
import { fakeMachine } from './fake-machine.ts'
import { filteredFamilies, relationFilters, vertexFilters } from './filter-names.ts'
import { hasErrors } from './problem.ts'
import { readConfig } from './read.ts'

type Operation = Readonly<Record<string, unknown>> & { readonly op: string }
interface GoldenCase {
  readonly name: string
  readonly ini: string
  readonly exit: number
  readonly operations: readonly Operation[]
}

const golden = fileURLToPath(new URL('../../test/golden/camconfd.json', import.meta.url))
const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as {
  readonly cases: readonly GoldenCase[]
}

/** What upstream does in the order of its operations; filters and switches at their final values. */
function expected(operations: readonly Operation[]) {
  const words: Record<string, string> = {}
  for (const { filter, bits } of operations.filter(({ op }) => op === 'filter_add')) {
    const before = BigInt(words[String(filter)] ?? '0')
    words[String(filter)] = `${before | BigInt(String(bits))}`
  }
  const isTarget = ({ op }: Operation) => ['uid', 'gid', 'secctx_filter'].includes(op)
  const isRange = ({ op }: Operation) => op === 'ipv4_ingress' || op === 'ipv4_egress'
  return {
    files: operations.filter(({ op }) => op === 'file').map(({ path, flag }) => [path, flag]),
    targets: operations.filter((each) => isTarget(each) || isRange(each)).map(upstreamTarget),
    words: Object.fromEntries(Object.entries(words).filter(([, word]) => word !== '0')),
  }
}

function upstreamTarget({ op, id, flags, context, ip, mask_bits, port }: Operation) {
  if (op === 'secctx_filter') return [op, context]
  if (op === 'uid' || op === 'gid') return [op, id, flags]
  // The address is masked where the kernel takes it.
  const address = ip === '192.168.1.77' ? '192.168.1.0' : ip
  return [op, `${address}/${mask_bits}:${port}`, flags]
}

function planned(plan: CapturePlan) {
  const words: [string, bigint][] = [
    ['node_filter', plan.policy[vertexFilters.record]],
    ['propagate_node_filter', plan.policy[vertexFilters.propagate]],
    ...filteredFamilies.flatMap((family): [string, bigint][] => [
      [`${family}_filter`, plan.policy[relationFilters.record[family]]],
      [`propagate_${family}_filter`, plan.policy[relationFilters.propagate[family]]],
    ]),
  ]
  return {
    files: plan.files.flatMap(({ path, change }) => [
      ...(change.opaque ? [[path, 'opaque']] : []),
      ...(change.propagate ? [[path, 'propagate']] : []),
      ...(change.track ? [[path, 'tracked']] : []),
    ]),
    targets: plan.targets.map(plannedTarget),
    words: Object.fromEntries(
      words.filter(([, word]) => word !== 0n).map(([name, word]) => [name, String(word)]),
    ),
  }
}

function plannedTarget(target: Target) {
  const flags =
    (isTracking(target) ? 1 : 0) |
    (target.opaque ? 2 : 0) |
    (target.propagate ? 4 : 0) |
    (target.record ? 32 : 0)
  if (target.kind === 'user') return ['uid', target.uid, flags]
  if (target.kind === 'group') return ['gid', target.gid, flags]
  if (target.kind === 'secctx') return ['secctx_filter', target.context]
  const { kind, address, prefix, port } = target as AddressKey
  return [`ipv4_${kind}`, `${address}/${prefix}:${port}`, flags]
}

/** The original does not know the ASCII hyphen, and what is missing is false and zero there. */
const OURS_DIFFERS: readonly string[] = ['section names with ASCII hyphen']

for (const { name, ini, exit, operations } of cases) {
  test(`asks for what the original's service does: ${name}`, () => {
    const texts = [{ file: 'camflow.ini', text: ini }]
    const { config, problems } = readConfig(captureKeys, texts, fakeMachine)
    assert.equal(hasErrors(problems), exit !== 0)
    if (exit !== 0 || OURS_DIFFERS.includes(name)) return
    assert.deepEqual(planned(capturePlan(config)), expected(operations))
  })
}

test('the switches of the original, but for what its file does not set', () => {
  const everything = cases.find(({ name }) => name === 'everything')
  const texts = [{ file: 'camflow.ini', text: everything?.ini ?? '' }]
  const { machineId, policy } = capturePlan(readConfig(captureKeys, texts, fakeMachine).config)
  assert.equal(machineId, 77)
  const { isEnabled, capturesAll, versions, compressesNodes, compressesEdges, duplicates } = policy
  const switches = [isEnabled, capturesAll, versions, compressesNodes, compressesEdges, duplicates]
  assert.deepEqual(switches, [true, true, true, true, true, true])
})

test('the file keeps its own buffers as long as they mean the ring in force', () => {
  const file = (bufferExponent: number, bufferCount: number) =>
    policyFile(
      {
        ...{ policy: defaultPolicy, persists: false, targets: [], files: [], machineId: 0 },
        ringBytes: ringBytesOf(16, 4),
        buffers: { bufferExponent, bufferCount },
      },
      fakeMachine,
    )
  assert.match(file(16, 4), /^buff_exp=16\nsubuf_nb=4$/m)
  assert.match(file(14, 16), /^buff_exp=14\nsubuf_nb=16$/m)
  assert.match(file(15, 4), /^buff_exp=15\nsubuf_nb=8$/m)
})

test('a ring has the memory of all buffers, and its buffers give that ring again', () => {
  assert.equal(ringBytesOf(20, 8, 2), 32 * 2 ** 20)
  assert.equal(ringBytesOf(20, 8, 3), 64 * 2 ** 20)
  assert.equal(ringBytesOf(30, 65_536, 64), 2 ** 30)
  assert.deepEqual(buffersOf(32 * 2 ** 20, 2), { bufferExponent: 20, bufferCount: 8 })
  for (const processors of [1, 2, 3, 7, 64]) {
    for (let bits = 20; bits <= 30; bits++) {
      const { bufferExponent, bufferCount } = buffersOf(2 ** bits, processors)
      assert.equal(ringBytesOf(bufferExponent, bufferCount, processors), 2 ** bits)
    }
  }
})
