/** Fails when a generated file is not what its generator makes today. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { hookRelations, hookRelationsPath, hooksPage, hooksPagePath } from './gen-hooks.ts'
import { headerPath, recordHeader } from './gen-record-header.ts'
import { recordReference, referencePath } from './gen-reference.ts'

const generated: readonly (readonly [path: string, make: () => string])[] = [
  [headerPath, recordHeader],
  [referencePath, recordReference],
  [hooksPagePath, hooksPage],
  [hookRelationsPath, hookRelations],
]

const stale = generated.filter(([path, make]) => readFileSync(path, 'utf8') !== make())
for (const [path] of stale) {
  process.stderr.write(
    `${relative(process.cwd(), path)} is stale: run "npm run gen" and commit it\n`,
  )
}
process.exitCode = stale.length === 0 ? 0 : 1
