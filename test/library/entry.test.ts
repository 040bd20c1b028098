/** What a program gets that imports the built package by its name. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../dist/src/index.js', import.meta.url))
const skip = existsSync(entry) ? false : 'not built: npm run build'

test('the package exports exactly this', { skip }, async () => {
  assert.deepEqual(Object.keys(await import('camflow')).sort(), [
    'Camflow',
    'CamflowError',
    'Disclosure',
    'MemoryPlane',
    'NameBook',
    'accountId',
    'accountName',
    'addFilters',
    'addressRangeText',
    'capture',
    'captureVersion',
    'cgroupId',
    'cgroupPath',
    'createDecoder',
    'createSerialiser',
    'defaultPolicy',
    'deflateBase64',
    'details',
    'dispatch',
    'errorTable',
    'families',
    'filterNames',
    'identifierText',
    'inflateBase64',
    'libraryVersion',
    'loadPinned',
    'parseAddressRange',
    'parseIdentifier',
    'pathId',
    'policyHash',
    'policyHashText',
    'policyText',
    'prefixText',
    'readSavedState',
    'recordsOf',
    'relationByName',
    'relationIdentifier',
    'relationMask',
    'relationTypeWord',
    'relationTypes',
    'removeFilters',
    'saveFailures',
    'serialise',
    'spawnStopped',
    'startCapture',
    'trackingWords',
    'typeName',
    'vertexByName',
    'vertexIdentifier',
    'vertexMask',
    'vertexTypeWord',
    'vertexTypes',
    'withoutDetails',
  ])
})

test('the name of the package leads to what was built', { skip }, () => {
  assert.equal(fileURLToPath(import.meta.resolve('camflow')), entry)
})
