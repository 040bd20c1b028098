import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { FieldsOf } from './field.ts'
import { relationTypeWord, vertexTypeWord } from './identifier.ts'
import {
  lossType,
  relationByCode,
  relationByName,
  relationTypes,
  type VertexType,
  type VertexTypeName,
  vertexByBit,
  vertexByName,
  vertexTypes,
} from './registry.ts'
import type { VertexFields } from './vertex-fields.gen.ts'

interface GoldenType {
  readonly name: string
  readonly hex: string
  readonly bit: number
  readonly w3c_section: string
  readonly w3c_keys?: { readonly sender: string; readonly receiver: string }
  readonly spade_type?: string
}

interface GoldenTypes {
  readonly relations: readonly GoldenType[]
  readonly vertices: readonly GoldenType[]
}

const golden: GoldenTypes = JSON.parse(
  readFileSync(new URL('../../test/golden/types.json', import.meta.url), 'utf8'),
)

test('knows every upstream relation type under its number', () => {
  const upstream = relationTypes.filter(({ isOurs }) => !isOurs)
  assert.equal(upstream.length, golden.relations.length)
  for (const expected of golden.relations) {
    const type = relationByName(expected.name)
    assert.ok(type, expected.name)
    assert.equal(relationTypeWord(type.name), BigInt(expected.hex))
    assert.equal(type.bit, expected.bit)
    assert.equal(type.family.section, expected.w3c_section)
    assert.equal(type.family.senderKey, expected.w3c_keys?.sender)
    assert.equal(type.family.receiverKey, expected.w3c_keys?.receiver)
    assert.equal(type.family.spadeType, expected.spade_type)
    assert.equal(relationByCode[type.code], type)
  }
})

test('knows every upstream vertex type under its number', () => {
  assert.equal(vertexTypes.length, golden.vertices.length)
  for (const expected of golden.vertices) {
    const type = vertexByName(expected.name)
    assert.ok(type, expected.name)
    assert.equal(vertexTypeWord(type.name), BigInt(expected.hex))
    assert.equal(vertexByBit[type.bit], type)
  }
})

test('gives no two types the same number', () => {
  const bits = vertexTypes.map((type) => type.bit as number)
  assert.equal(new Set([...bits, lossType.bit]).size, bits.length + 1)
  assert.equal(new Set(relationTypes.map((type) => type.code)).size, relationTypes.length)
})

test('gives every visible field a meaning and a source', () => {
  for (const { name, fields } of vertexTypes) {
    for (const field of fields) {
      assert.ok(field.meaning.length > 0 && field.source.length > 0, `${name}.${field.name}`)
    }
  }
})

/** `true` when both types take the same values. */
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false
type Inferred<Name extends VertexTypeName> = FieldsOf<
  Extract<VertexType, { readonly name: Name }>['fields']
>

test('the fields that an editor explains are those of the definitions', () => {
  const isSame: { readonly [Name in VertexTypeName]: Same<VertexFields[Name], Inferred<Name>> } =
    Object.fromEntries(vertexTypes.map(({ name }) => [name, true])) as Record<VertexTypeName, true>
  assert.equal(Object.keys(isSame).length, vertexTypes.length)
})
