/**
 * Writes the models that follow from the `Flows:` lines of bpf/hooks/ and test/suite/:
 * docs/reference/models/ for people and programs, src/graph/relation-ends.gen.ts for the checker of logs.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callModelFiles } from './models/call-models.ts'
import { coveragePage } from './models/coverage.ts'
import { hookModelFiles } from './models/hook-models.ts'
import { relationEnds } from './models/relation-ends.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'docs/reference/models')

/** Path and text of every file. */
export function modelFiles(): ReadonlyMap<string, string> {
  const files = [
    ...hookModelFiles(),
    ...callModelFiles(),
    ['coverage.gen.md', coveragePage()] as const,
  ]
  const published = files.map(([name, text]) => [join(folder, name), text] as const)
  return new Map([[join(root, 'src/graph/relation-ends.gen.ts'), relationEnds()], ...published])
}

/** Generated files under docs/reference/models that are there. */
export function publishedFiles(): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.includes('.gen.')).map((name) => join(folder, name))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = modelFiles()
  mkdirSync(folder, { recursive: true })
  for (const path of publishedFiles()) if (!files.has(path)) rmSync(path)
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
