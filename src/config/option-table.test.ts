import assert from 'node:assert/strict'
import { test } from 'node:test'
import { helpOption, type OptionTable, optionLines, wrapped } from './option-table.ts'

test('a table as a help: labels, long effects, a choice word by word, headings', () => {
  const table = {
    output: { type: 'string', short: 'o', value: 'FILE', effect: 'write there' },
    to: { type: 'string', effect: { w3c: 'PROV-JSON', dot: 'a picture' } },
    full: { type: 'boolean', heading: 'Of a picture:', effect: 'very '.repeat(20).trim() },
    ...helpOption,
  } as const satisfies OptionTable
  assert.equal(
    optionLines(table),
    `  -o, --output FILE   write there
  --to w3c            PROV-JSON
  --to dot            a picture

Of a picture:
  --full              very very very very very very very very very very very very very very very very
                      very very very very
  -h, --help          print this`,
  )
})

test('a word longer than the line stands alone', () => {
  assert.equal(wrapped('a bbbbbb c', 4), 'a\nbbbbbb\nc')
})
