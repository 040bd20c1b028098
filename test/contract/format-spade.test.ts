import assert from 'node:assert/strict'
import { createSpadeFormat } from '../../src/formats/spade.ts'
import { testFormat } from './format.ts'

/** Every line is a vertex or a relation as SPADE's reporter takes it. */
function validate(document: string): void {
  for (const line of document.trimEnd().split('\n')) {
    const { type, id, from, to, annotations } = JSON.parse(line)
    assert.equal(typeof annotations, 'object')
    if (id === undefined) assert.match(type, /^(Used|Was[A-Z])/)
    else assert.match(type, /^(Entity|Activity|Agent)$/)
    for (const each of id === undefined ? [from, to] : [id]) assert.equal(each.length, 44)
  }
}

for (const profile of ['standard', 'compat', 'spade'] as const) {
  testFormat({
    name: `spade_json ${profile}`,
    create: (options) => createSpadeFormat({ ...options, profile }),
    validate,
  })
}
