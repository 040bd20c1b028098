/** The suite as one static binary. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../guest/project-root.ts'

/** Where it is, on the host and in a guest. */
export const suiteBinary = join(projectRoot, 'build/suite/suite')

/** Compiles what is not up to date. */
export function buildSuite(): void {
  execFileSync('make', ['-s', '-j2', '-C', join(projectRoot, 'test/suite')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}
