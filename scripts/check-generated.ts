/** Fails when a generated file is not what its generator makes today. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { configFiles } from './gen-config.ts'
import { hookRelations, hookRelationsPath, hooksPage, hooksPagePath } from './gen-hooks.ts'
import { manualPages } from './gen-man.ts'
import { modelFiles, publishedFiles } from './gen-models.ts'
import { headerPath, recordHeader } from './gen-record-header.ts'
import { recordTypes, recordTypesPath } from './gen-record-types.ts'
import { recordReference, referencePath } from './gen-reference.ts'

const generated: readonly (readonly [path: string, make: () => string])[] = [
  [headerPath, recordHeader],
  [referencePath, recordReference],
  [recordTypesPath, recordTypes],
  [hooksPagePath, hooksPage],
  [hookRelationsPath, hookRelations],
  ...configFiles,
  ...manualPages,
]

const models = modelFiles()
const stale = [
  ...generated.filter(([path, make]) => textOf(path) !== make()).map(([path]) => path),
  ...[...models].filter(([path, text]) => textOf(path) !== text).map(([path]) => path),
  ...publishedFiles().filter((path) => !models.has(path)),
]
for (const path of stale) {
  process.stderr.write(
    `${relative(process.cwd(), path)} is stale: run "npm run gen" and commit it\n`,
  )
}
process.exitCode = stale.length === 0 ? 0 : 1

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
