import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlLayout, failureNames } from '../../src/kernel/layout.ts'
import { structs } from '../../src/record/layout.ts'
import { compileLayout } from './btf-dump.ts'

const btf = compileLayout()

for (const { name, size, members } of structs) {
  test(`struct ${name} has the layout that the registry says`, () => {
    const expected = { size, members: members.map(({ name, offset }) => ({ name, offset })) }
    assert.deepEqual(btf.structs.get(name), expected)
  })
}

for (const [name, { size, fields }] of Object.entries(controlLayout)) {
  test(`struct ${name} has the layout that the control table says`, () => {
    const expected = { size, members: fields.map(({ name, offset }) => ({ name, offset })) }
    assert.deepEqual(btf.structs.get(name), expected)
  })
}

test('counts failures under the names of the kernel side', () => {
  const names = btf.enums.get('failure')?.filter((name) => name !== 'FAILURE_COUNT')
  assert.deepEqual(
    names,
    failureNames.map((name) => `FAILURE_${name}`),
  )
})
