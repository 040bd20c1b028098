import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, accountName } from './accounts.ts'

test('names of the machine are numbers and back', () => {
  assert.equal(accountId('user', 'root'), 0)
  assert.equal(accountName('group', 0), 'root')
})

test('a name that nobody has is an error, a number that nobody has is no name', () => {
  assert.throws(() => accountId('user', 'no-such-user'), { code: 'CF_ACCOUNT_MISSING' })
  assert.throws(() => accountId('group', ''), { code: 'CF_ACCOUNT_MISSING' })
  assert.equal(accountName('user', 4_000_000_000), undefined)
})
