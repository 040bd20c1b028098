import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('.', import.meta.url))

/** What each folder may import besides itself and the table of errors. ARCHITECTURE.md says why. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  record: [],
  kernel: ['record'],
  policy: ['record', 'kernel'],
  formats: ['record'],
  outputs: ['record', 'kernel'],
  graph: ['record', 'formats'],
  config: ['record', 'kernel', 'policy'],
  pipeline: ['record', 'kernel', 'formats', 'outputs'],
  capture: ['record', 'kernel', 'policy', 'formats', 'outputs', 'pipeline'],
  install: ['config'],
  daemon: ['record', 'config', 'kernel', 'policy', 'formats', 'outputs', 'pipeline', 'capture'],
  cli: [
    'record',
    'config',
    'kernel',
    'policy',
    'formats',
    'outputs',
    'pipeline',
    'capture',
    'graph',
    'install',
  ],
}

/** `kernel` for src/kernel/ring.ts, `errors.ts` for a file that is in no folder. */
function folderOf(file: string): string {
  return relative(src, file).split(sep)[0] ?? ''
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  )
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file.includes(sep))
  .map((file) => join(src, file))

for (const folder of Object.keys(allowed)) {
  test(`src/${folder} imports only what stands below it`, () => {
    const may = [folder, 'errors.ts', ...(allowed[folder] ?? [])]
    const wrong = files
      .filter((file) => folderOf(file) === folder)
      .flatMap((file) => importsOf(file).map((imported) => [file, imported] as const))
      .filter(([, imported]) => !may.includes(folderOf(imported)))
      .map(([file, imported]) => `${relative(src, file)} imports ${relative(src, imported)}`)
    assert.deepEqual(wrong, [])
  })
}

test('every folder of src has its place in the order', () => {
  const folders = new Set(files.map(folderOf))
  assert.deepEqual([...folders].sort(), Object.keys(allowed).sort())
})
