/** The small C programs of this folder: each does one thing, so that a test knows what must be seen. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/guest/project-root.ts'

const sources = join(projectRoot, 'test/workloads')

/** Where the programs are, on the host and in a guest. */
export const programDirectory = join(projectRoot, 'build/workloads')

/**
 * Compiles what is not up to date. The programs are static: a loader would make a thousand relations
 * that are not the test's.
 *
 * @returns the folder.
 */
export function buildPrograms(): string {
  mkdirSync(programDirectory, { recursive: true })
  for (const source of readdirSync(sources)) {
    if (!source.endsWith('.c')) continue
    const [from, to] = [join(sources, source), join(programDirectory, source.slice(0, -2))]
    const built = statSync(to, { throwIfNoEntry: false })
    if (built !== undefined && built.mtimeMs > statSync(from).mtimeMs) continue
    // Renamed into place: another test may start the program, or compile it as well.
    const fresh = `${to}.${process.pid}`
    execFileSync('gcc', ['-O1', '-Wall', '-static', '-pthread', '-o', fresh, from])
    renameSync(fresh, to)
  }
  return programDirectory
}
