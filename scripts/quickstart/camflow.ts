import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../guest/project-root.ts'

const program = join(projectRoot, 'dist/src/cli/main.js')

/**
 * Runs the built `camflow` on our own streams.
 *
 * @returns its exit code; 128 and more when a signal ended it.
 * @throws Error when it is not built.
 */
export function camflow(...args: readonly string[]): Promise<number> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build`)
  console.log(`\n$ camflow ${args.join(' ')}`)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 128))
  })
}
