/** Builds what a benchmark takes into a guest, apart from what others build at the same time. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../scripts/guest/project-root.ts'
import { runTool } from '../scripts/guest/run-tool.ts'

/** A folder below the checkout, so that compiled files find `node_modules`; gone with `close`. */
export interface Workshop extends Disposable {
  readonly directory: string
  /** Folder of the capture programs. */
  readonly objects: string
  /** A source file `bench/x.ts`, compiled: where its JavaScript is. */
  script(source: string): string
  /** Compiles a C program of bench/, linked statically. @returns where it is. */
  program(source: string): string
}

/** Where results are kept. */
export const resultsDirectory = join(projectRoot, 'build/bench')

/**
 * Compiles the project as it is now.
 *
 * @param objects folder of capture programs to use instead of compiling bpf/.
 */
export function openWorkshop(objects?: string): Workshop {
  mkdirSync(resultsDirectory, { recursive: true })
  const directory = mkdtempSync(join(resultsDirectory, 'work-'))
  const scripts = join(directory, 'js')
  // Where the compiled project looks for them by itself.
  const ownObjects = join(scripts, 'bpf')
  const close = () => rmSync(directory, { recursive: true, force: true })
  try {
    if (objects === undefined) {
      runTool('make', ['-s', '-C', join(projectRoot, 'bpf'), `OUT=${ownObjects}`])
    } else {
      cpSync(objects, ownObjects, { recursive: true })
    }
    compileScripts(scripts)
  } catch (error) {
    close()
    throw error
  }
  return {
    directory,
    objects: ownObjects,
    script: (source) => join(scripts, source.replace(/\.ts$/, '.js')),
    program: (source) => {
      const target = join(directory, source.replace(/\.c$/, ''))
      const path = join(projectRoot, 'bench', source)
      runTool('gcc', ['-O2', '-Wall', '-Wextra', '-static', '-o', target, path])
      return target
    },
    [Symbol.dispose]: close,
  }
}

/** Compiled, because the guest counts every instruction of a compiler too. */
function compileScripts(target: string): void {
  const flags = ['--outDir', target, '--tsBuildInfoFile', join(target, 'tsbuildinfo')]
  try {
    runTool('npx', ['tsc', '-p', projectRoot, ...flags, '--sourceMap', 'false'], {
      cwd: projectRoot,
    })
  } catch (error) {
    // The compiler writes its output although a type is wrong somewhere; `npm run check` judges types.
    console.error(`bench: ${error instanceof Error ? error.message : error}`)
  }
}
