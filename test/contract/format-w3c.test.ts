import assert from 'node:assert/strict'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import { schemaProblem } from '../prov-json/prov-json.ts'
import { testFormat } from './format.ts'

testFormat({
  name: 'w3c standard',
  create: (options) => createW3cFormat({ ...options, profile: 'standard' }),
  validate: (document) => assert.equal(schemaProblem(document), undefined),
})

testFormat({
  name: 'w3c compat',
  create: (options) => createW3cFormat({ ...options, profile: 'compat' }),
  validate: (document) => void JSON.parse(document),
})
