import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { parseIni } from './ini.ts'

interface IniCase {
  readonly name: string
  readonly text: string
  readonly entries: readonly (readonly [section: string, key: string, value: string])[]
  readonly first_bad_line: number
}

const golden = fileURLToPath(new URL('../../test/golden/ini.json', import.meta.url))
const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as { readonly cases: readonly IniCase[] }

/** We take lines of any length, where the original cuts them after 199 bytes. */
const CUT = 'line over 199 bytes is cut'

for (const { name, text, entries, first_bad_line } of cases.filter((each) => each.name !== CUT)) {
  test(`reads as the original does: ${name}`, () => {
    const ini = parseIni(text)
    assert.deepEqual(
      ini.entries.map(({ section, key, value }) => [section, key, value]),
      entries,
    )
    assert.equal(ini.problems[0]?.line ?? 0, first_bad_line)
  })
}

test('takes a line of any length', () => {
  const path = `/${'x'.repeat(5000)}`
  assert.deepEqual(parseIni(`[file]\ntrack=${path}\n`).entries, [
    { section: 'file', key: 'track', value: path, line: 2 },
  ])
})

test('goes through any text without failing, and loses no line number', () => {
  const piece = fc.constantFrom('[', ']', '=', ':', ';', '#', ' ', '\t', '\n', '\r', 'a', '\u2212')
  const ascii = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.oneof(ascii, fc.string({ unit: 'binary' })), (text) => {
      const lines = text.split('\n').length
      const { entries, problems } = parseIni(text)
      for (const { line } of [...entries, ...problems]) assert.ok(line >= 1 && line <= lines)
      assert.ok(entries.length + problems.length <= lines)
    }),
  )
})

test('reads back what was written in the plain form', () => {
  const word = fc.stringMatching(/^[a-z0-9_/.@]{1,12}$/)
  const entry = fc.tuple(word, word, word)
  fc.assert(
    fc.property(fc.array(entry), (written) => {
      const text = written.map(([section, key, value]) => `[${section}]\n${key}=${value}\n`)
      const { entries, problems } = parseIni(text.join(''))
      assert.deepEqual(
        entries.map(({ section, key, value }) => [section, key, value]),
        written,
      )
      assert.deepEqual(problems, [])
    }),
  )
})
