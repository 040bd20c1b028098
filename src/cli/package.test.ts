import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { bin, files } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly bin: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

for (const [name, built] of Object.entries(bin)) {
  test(`${name} is a program when it is installed`, () => {
    const source = built.replace(/^dist\//, '').replace(/\.js$/, '.ts')
    assert.ok(readFileSync(root + source, 'utf8').startsWith('#!/usr/bin/env node\n'))
    assert.ok(
      files.some((folder) => built.startsWith(`${folder}/`)),
      'it is in the package',
    )
  })
}

test('the package has the capture programs where they are looked for', () => {
  // src/kernel/object-file.ts looks beside dist/src.
  assert.ok(files.includes('dist/bpf') && files.includes('dist/src'))
})
