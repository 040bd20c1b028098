/** Why a test of a package cannot run. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../guest/project-root.ts'

/** What is lacking to make a package, or false. @param program that makes it. */
export function lacking(program: string): string | false {
  if (spawnSync(program, ['--version']).error !== undefined) return `needs ${program}`
  return existsSync(join(projectRoot, 'dist/src/cli/main.js')) ? false : 'needs `npm run build`'
}
