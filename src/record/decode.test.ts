import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DecodeProblem } from './decode.ts'
import { createDecoder } from './decode.ts'
import { encodeArguments, encodeChunk, encodeRelation, encodeVertex } from './encode.ts'
import type { ProvenanceRecord, RelationRecord, VertexRecord, VertexRecordOf } from './record.ts'
import type { VertexTypeName } from './registry.ts'
import { relationTypes, vertexByName, vertexTypes } from './registry.ts'
import { fieldsOf } from './snapshot.ts'

const scope = { bootId: 3, machineId: 0xdeadbeef }
const head = { epoch: 2, jiffies: 4296340808n, timeNs: 77_000_000_123n, taskId: 123990n, cpu: 1 }
const made = { ...scope, epoch: head.epoch, jiffies: head.jiffies, timeNs: head.timeNs }

function read(memory: Uint8Array, offset = 0, length = memory.length - offset) {
  const records: ProvenanceRecord[] = []
  const problems: DecodeProblem[] = []
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => records.push(vertex.snapshot()),
    onRelation: (relation) => records.push(relation.snapshot()),
    onError: (problem) => problems.push(problem),
  })
  decoder.chunk(memory, offset, length)
  return { records, problems }
}

function aFile(fields: Partial<VertexRecordOf<'file'>> = {}): VertexRecordOf<'file'> {
  return {
    kind: 'vertex',
    type: 'file',
    id: 10n,
    version: 0,
    taint: 0n,
    nameId: 0n,
    ino: 39081n,
    uid: 1000,
    gid: 1000,
    secid: 0,
    mode: 0o100644,
    sbUuid: new Uint8Array(16),
    ...made,
    ...fields,
  }
}

function aPath(pathname: string): VertexRecordOf<'path'> {
  return {
    kind: 'vertex',
    type: 'path',
    id: 900n,
    version: 0,
    taint: 0n,
    nameId: 0n,
    truncated: false,
    pathname,
    ...made,
  }
}

function aRead(fields: Partial<RelationRecord> = {}): RelationRecord {
  return {
    kind: 'relation',
    type: 'read',
    family: 'used',
    id: 77n,
    allowed: true,
    flags: 0n,
    offset: undefined,
    taskId: head.taskId,
    sender: { type: 'file', id: 10n, version: 0 },
    receiver: { type: 'task', id: 5n, version: 2 },
    ...made,
    ...fields,
  }
}

test('reads a vertex and a relation of one chunk', () => {
  const file = aFile()
  const relation = aRead({ offset: -1n, allowed: false, flags: 0x8000n })
  const { records, problems } = read(
    encodeChunk(head, [encodeVertex(file), encodeRelation(relation)]),
  )
  assert.deepEqual(problems, [])
  assert.deepEqual(records, [file, relation])
})

test('reads a chunk at any offset of the memory', () => {
  const chunk = encodeChunk(head, [encodeRelation(aRead())])
  for (const offset of [0, 8, 24, 3]) {
    const memory = new Uint8Array(offset + chunk.length + 64)
    memory.set(chunk, offset)
    assert.deepEqual(read(memory, offset).records, [aRead()])
  }
})

test('gives records that do not change with the memory, also when it is a Buffer', () => {
  const chunk = Buffer.from(
    encodeChunk(head, [encodeVertex(aFile({ sbUuid: new Uint8Array(16).fill(7) }))]),
  )
  const memory = Buffer.alloc(chunk.length + 8)
  memory.set(chunk)
  const [record] = read(memory, 0, chunk.length).records
  memory.fill(0)
  assert.deepEqual((record as VertexRecordOf<'file'>).sbUuid, new Uint8Array(16).fill(7))
})

test('turns path components from leaf to root into text', () => {
  for (const name of ['/', '/a', '/usr/bin/wget', '/home/zoë/été.txt']) {
    const message = encodeVertex(aPath(name), { hasComponents: true })
    assert.deepEqual(read(encodeChunk(head, [message])).records, [aPath(name)])
  }
})

test('marks a deleted path and a cut one', () => {
  const deleted = encodeVertex(aPath('/tmp/x'), { hasComponents: true, isDeleted: true })
  assert.deepEqual(read(encodeChunk(head, [deleted])).records, [aPath('/tmp/x (deleted)')])
  const cut = encodeVertex({ ...aPath('/b/c'), truncated: true }, { hasComponents: true })
  assert.deepEqual(read(encodeChunk(head, [cut])).records, [
    { ...aPath('.../b/c'), truncated: true },
  ])
})

test('adds the version relation after the vertex', () => {
  const file = aFile({ version: 4 })
  const message = encodeVertex(file, { versionRelation: 99n, oldType: 'inode_unknown' })
  assert.deepEqual(read(encodeChunk(head, [message])).records, [
    file,
    aRead({
      type: 'version_entity',
      family: 'derived',
      id: 99n,
      sender: { type: 'inode_unknown', id: 10n, version: 3 },
      receiver: { type: 'file', id: 10n, version: 4 },
    }),
  ])
})

test('makes a vertex and a relation of each argument and environment string', () => {
  const message = encodeArguments({
    firstId: 0xffffffffn,
    firstRelation: 41n,
    memoryId: 8n,
    memoryVersion: 6,
    argc: 2,
    envc: 2,
    skip: 1,
    strings: Buffer.from('left out\0-l\0\0PATH=/b'),
  })
  const { records, problems } = read(encodeChunk(head, [message]))
  assert.deepEqual(problems, [])
  const texts = records.map((record) =>
    record.kind === 'vertex' && (record.type === 'argv' || record.type === 'envp')
      ? [record.type, record.id, record.value, record.truncated]
      : record.kind === 'relation' && [
          record.type,
          record.id,
          record.sender.id,
          record.receiver.id,
        ],
  )
  assert.deepEqual(texts, [
    ['argv', 0xffffffffn, '-l', false],
    ['arg', 41n, 0xffffffffn, 8n],
    ['argv', 0x100000000n, '', false],
    ['arg', 42n, 0x100000000n, 8n],
    ['envp', 0x100000001n, 'PATH=/b', true],
    ['env', 43n, 0x100000001n, 8n],
    ['envp', 0x100000002n, '', true],
    ['env', 44n, 0x100000002n, 8n],
  ])
})

test('skips an unknown type and goes on with the next message', () => {
  const unknown = encodeRelation(aRead())
  unknown[3] = 255
  const { records, problems } = read(encodeChunk(head, [unknown, encodeRelation(aRead())]))
  assert.deepEqual(records, [aRead()])
  assert.deepEqual(
    problems.map(({ code, offset }) => ({ code, offset })),
    [{ code: 'CF_RECORD_UNKNOWN_TYPE', offset: 40 }],
  )
})

test('reports a message that is longer than its chunk', () => {
  const chunk = encodeChunk(head, [encodeRelation(aRead()), encodeRelation(aRead())])
  new DataView(chunk.buffer).setUint32(0, 40 + 56 + 40, true)
  const { records, problems } = read(chunk)
  assert.equal(records.length, 1)
  assert.deepEqual(
    problems.map(({ code, offset }) => ({ code, offset })),
    [{ code: 'CF_RECORD_TRUNCATED', offset: 96 }],
  )
})

test('reports a chunk with an impossible length', () => {
  const chunk = encodeChunk(head, [])
  new DataView(chunk.buffer).setUint32(0, 4000, true)
  assert.deepEqual(read(chunk).problems[0]?.code, 'CF_CHUNK_CORRUPT')
  assert.deepEqual(read(chunk.subarray(0, 12)).problems[0]?.code, 'CF_CHUNK_CORRUPT')
})

const anyU64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const anyS64 = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })
const anyU32 = fc.nat({ max: 0xffffffff })
const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map((t) => t.replaceAll('\0', ''))
const anyName = anyText.map((t) =>
  Buffer.from(t).subarray(0, 60).toString().replaceAll('\ufffd', ''),
)
const byKind = {
  u8: fc.nat({ max: 255 }),
  u16: fc.nat({ max: 65535 }),
  u32: anyU32,
  u64: anyU64,
  s64: anyS64,
  cstring: anyName,
  text: anyText,
  flag: fc.boolean(),
  utsname: fc.record(
    {
      sysname: anyName,
      nodename: anyName,
      release: anyName,
      version: anyName,
      machine: anyName,
      domainname: anyName,
    },
    { noNullPrototype: true },
  ),
}

function anyVertexOf(type: VertexTypeName): fc.Arbitrary<VertexRecord> {
  const fields = Object.fromEntries(
    fieldsOf(vertexByName(type).bit).map(({ field, property }) => [
      property,
      field.kind === 'bytes'
        ? fc.uint8Array(
            field.width === 0
              ? { maxLength: 200 }
              : { minLength: field.width, maxLength: field.width },
          )
        : byKind[field.kind],
    ]),
  )
  const header = { id: anyU64, version: anyU32, taint: anyU64, nameId: anyU64 }
  return fc.record({ ...header, ...fields }, { noNullPrototype: true }).map((values) => {
    const record = { kind: 'vertex', type, ...made, ...values } as unknown as VertexRecord
    if (record.type === 'xattr') return { ...record, valueSize: record.value.length }
    if (record.type === 'path') return { ...record, truncated: false }
    return record
  })
}

const anyVertex = fc
  .constantFrom(...vertexTypes.map((type) => type.name))
  .chain((name) => anyVertexOf(name))

const anyEnd = fc.record(
  {
    type: fc.constantFrom(...vertexTypes.map((t) => t.name).filter((name) => name !== 'packet')),
    id: anyU64,
    version: anyU32,
  },
  { noNullPrototype: true },
)

const anyRelation: fc.Arbitrary<RelationRecord> = fc
  .record({
    type: fc.constantFrom(...relationTypes),
    id: anyU64,
    allowed: fc.boolean(),
    flags: anyU64,
    offset: fc.option(anyS64, { nil: undefined }),
    sender: anyEnd,
    receiver: anyEnd,
    packet: fc.option(fc.uint8Array({ minLength: 24, maxLength: 24 }), { nil: undefined }),
  })
  .map(({ type, packet, ...rest }) => ({
    ...aRead(rest),
    type: type.name,
    family: type.family.name,
    receiver: packet ? { type: 'packet', id: 1n, version: 0, packet } : rest.receiver,
  }))

const anyRecord = fc.oneof(anyVertex, anyRelation)

function encode(record: VertexRecord | RelationRecord): Uint8Array {
  return record.kind === 'vertex' ? encodeVertex(record) : encodeRelation(record)
}

test('reads back every record it wrote', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 8 }), (written) => {
      const { records, problems } = read(encodeChunk(head, written.map(encode)))
      assert.deepEqual(problems, [])
      assert.deepEqual(records, written)
    }),
    { numRuns: 300 },
  )
})

test('never throws and always ends, whatever the bytes', () => {
  const anyChange = fc.tuple(fc.nat(), fc.nat({ max: 255 }))
  fc.assert(
    fc.property(
      fc.array(anyRecord, { maxLength: 5 }),
      fc.array(anyChange, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      (written, changes, cut) => {
        const chunk = encodeChunk(head, written.map(encode))
        for (const [at, value] of changes) chunk[at % chunk.length] = value
        read(chunk)
        read(chunk, 0, cut % (chunk.length + 1))
      },
    ),
    { numRuns: 1000 },
  )
})

test('never throws on bytes that are nothing at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void read(bytes)),
    {
      numRuns: 1000,
    },
  )
})
