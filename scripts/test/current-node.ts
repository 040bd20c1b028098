import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../guest/cache.ts'
import { runTool } from '../guest/run-tool.ts'

/** The long-term support line that the tests also run on. */
export const currentNode = '24'

/**
 * Gives the current LTS Node.js, fetched through npm once and kept.
 * The package of the platform is taken: `node@24` itself only installs it from a script.
 *
 * @returns path of its `node`.
 * @throws Error when npm cannot fetch it or it does not run here.
 */
export function fetchCurrentNode(): string {
  const dir = join(cacheDir(), `node${currentNode}`)
  const name = `node-linux-${process.arch}`
  const node = join(dir, 'node_modules', name, 'bin/node')
  if (!existsSync(node)) {
    mkdirSync(dir, { recursive: true })
    const fetched = `${name}@${currentNode}`
    runTool('npm', ['install', '--prefix', dir, '--no-audit', '--no-fund', fetched])
  }
  const run = spawnSync(node, ['--version'], { encoding: 'utf8' })
  if (!run.stdout?.startsWith(`v${currentNode}.`)) {
    throw new Error(`${node} is no Node.js ${currentNode}: ${run.stdout}${run.stderr}`)
  }
  return node
}
