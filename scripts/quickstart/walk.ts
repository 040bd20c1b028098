import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { camflow } from './camflow.ts'
import { page, serveLocally } from './web-server.ts'

/**
 * The documentation's walk-through: a program fetches a page while CamFlow records what it does.
 *
 * @param dir where page and log are left; emptied of those of an earlier run first.
 * @returns the log.
 * @throws Error in words when the page or the log is not as it must be.
 */
export async function walkThrough(dir: string): Promise<string> {
  const [fetched, log] = [join(dir, 'index.html'), join(dir, 'provenance.log')]
  mkdirSync(dir, { recursive: true })
  for (const file of [fetched, log]) rmSync(file, { force: true })
  const server = await serveLocally()
  try {
    const watched = ['wget', '--no-verbose', '--no-proxy', '-O', fetched, server.url]
    const code = await camflow('run', '--output', log, '--', ...watched)
    if (code !== 0) throw new Error(`camflow run ended with exit code ${code}, see above`)
  } finally {
    server.close()
  }
  assertFetched(fetched)
  assertRecorded(log)
  return log
}

function assertFetched(file: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
    throw new Error(`wget did not leave the page in ${file}`)
  }
}

function assertRecorded(log: string): void {
  const text = existsSync(log) ? readFileSync(log, 'utf8') : ''
  if (!text.includes('wget')) throw new Error(`the log ${log} does not tell of wget`)
  for (const line of text.trim().split('\n')) JSON.parse(line)
}
