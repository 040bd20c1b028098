/** Policies of all kinds, for the tests that bring one in force and read it back. */
import fc from 'fast-check'
import { whyNotFilterable } from '../../src/config/kinds.ts'
import { type Policy, relationMask, vertexMask } from '../../src/kernel/policy.ts'
import type { ObjectChange } from '../../src/policy/control-plane.ts'
import type { Target, TargetAction } from '../../src/policy/target.ts'
import { relationTypes, vertexTypes } from '../../src/record/registry.ts'

/** Without what the file cannot say: paths with blanks at the end, for example. */
export function representable(text: string): string {
  return text.replaceAll(/^;\w+=.*\n/gm, '').replace('[file]\n\n', '')
}

/** Of ranges the first that matches counts, and no address is of two families. */
export function byFamily(targets: readonly Target[]) {
  const isSix = (target: Target) => 'address' in target && target.address.includes(':')
  return [targets.filter((each) => !isSix(each)), targets.filter(isSix)]
}

const byte = fc.integer({ min: 0, max: 255 })
const range = fc.record({
  kind: fc.constantFrom('ingress' as const, 'egress' as const),
  address: fc.oneof(
    fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.')),
    fc.ipV6().map((text) => new URL(`http://[${text}]`).hostname.slice(1, -1)),
  ),
  port: fc.integer({ min: 0, max: 65_535 }),
})
const trackOrOpaque = fc.constantFrom<TargetAction>(
  { track: true },
  { track: true, propagate: true },
  { opaque: true },
)
/** A target as the command line can set it. */
export const anyTarget: fc.Arbitrary<Target> = fc.oneof(
  fc
    .tuple(
      range,
      fc.constantFrom(
        { track: true },
        { track: true, propagate: true },
        { track: true, record: true },
      ),
    )
    .map(([key, action]) => ({
      ...key,
      prefix: key.address.includes(':') ? 128 : 32,
      ...action,
    })),
  fc
    .tuple(fc.nat(9), trackOrOpaque)
    .map(([uid, action]) => ({ kind: 'user' as const, uid, ...action })),
  fc
    .tuple(fc.nat(9), trackOrOpaque)
    .map(([gid, action]) => ({ kind: 'group' as const, gid, ...action })),
  fc
    .tuple(fc.stringMatching(/^[a-z_:]{1,20}$/), trackOrOpaque)
    .map(([context, action]) => ({ kind: 'secctx' as const, context, ...action })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 32 - 1 }), trackOrOpaque)
    .map(([cgroup, action]) => ({ kind: 'namespace' as const, cgroup, ...action })),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 2n ** 63n }), trackOrOpaque)
    .map(([id, action]) => ({ kind: 'cgroup' as const, id, ...action })),
)

const vertices = fc
  .subarray(vertexTypes.map(({ name }) => name).filter((name) => name !== 'string'))
  .map((names) => vertexMask(...names))
function relations(family: string) {
  const names = relationTypes.filter(
    (type) => type.family.name === family && whyNotFilterable(type.name) === undefined,
  )
  return fc.subarray(names.map(({ name }) => name)).map((some) => relationMask(family, ...some))
}
/** Switches and type filters as the command line can set them. */
export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  isEnabled: fc.boolean(),
  capturesAll: fc.boolean(),
  versions: fc.boolean(),
  compressesNodes: fc.boolean(),
  compressesEdges: fc.boolean(),
  duplicates: fc.boolean(),
  nodeFilter: vertices,
  propagateNodeFilter: vertices,
  derivedFilter: relations('derived'),
  generatedFilter: relations('generated'),
  usedFilter: relations('used'),
  informedFilter: relations('informed'),
  propagateDerivedFilter: relations('derived'),
  propagateGeneratedFilter: relations('generated'),
  propagateUsedFilter: relations('used'),
  propagateInformedFilter: relations('informed'),
})
/** A path and the flags that it gets. */
export const anyFile = fc.tuple(
  // The file's syntax has no way to write a blank at the end of a value.
  fc.string({ minLength: 1, maxLength: 20 }).map((name) => `/${name}`.trimEnd()),
  fc.constantFrom<ObjectChange>(
    { track: true },
    { track: true, propagate: true },
    { opaque: true },
  ),
)
