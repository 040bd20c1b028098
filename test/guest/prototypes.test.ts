/** The kept prototypes against the kernels themselves. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guestPrototypes } from '../../scripts/gen-prototypes.ts'
import { keptPath, keptText } from '../../scripts/hooks/kernels.ts'

test('the kept prototypes are those of the guest kernels', async () => {
  assert.equal(
    readFileSync(keptPath, 'utf8'),
    keptText(await guestPrototypes()),
    'run npm run gen:prototypes',
  )
})
