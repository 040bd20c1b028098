import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { bootGuest } from './guest/boot.ts'
import { projectRoot } from './guest/project-root.ts'
import { camflow } from './quickstart/camflow.ts'
import { walkThrough } from './quickstart/walk.ts'

// The walk-through on this kernel or, where that refuses capture, in a guest: see `--help`.
// `--inside` is what the guest runs: doctor and walk-through, with the results in /out.

const help = `npm run quickstart [-- --guest]

Prepares this machine, looks whether its kernel lets CamFlow capture, and records what wget does
while it fetches a page from a web server on this machine.

  --guest   does so in a guest with a stock kernel, whatever this kernel allows`

const resultDir = join(projectRoot, 'build/quickstart')

process.chdir(projectRoot)
try {
  process.exitCode = await quickstart()
} catch (error) {
  console.error(`\nquickstart: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

async function quickstart(): Promise<number> {
  const { values } = parseArgs({
    options: {
      guest: { type: 'boolean' },
      inside: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  if (values.inside) return (await camflow('doctor')) === 0 ? walkHere('/out') : 1
  if (values.guest) return walkInGuest()
  if ((await camflow('doctor')) === 0) return walkHere(resultDir)
  console.log(
    '\nThis kernel does not let CamFlow capture: the walk-through runs in a guest instead.',
  )
  return walkInGuest()
}

async function walkHere(dir: string): Promise<number> {
  const log = await walkThrough(dir)
  // In the guest the folder has another name than on the host, where it is read.
  console.log(`\nEverything worked. The log: ${join(resultDir, basename(log))}`)
  return 0
}

async function walkInGuest(): Promise<number> {
  const setup = ['scripts/setup/main.mjs', '--no-build', 'guest']
  const prepared = spawnSync(process.execPath, setup, { stdio: 'inherit' })
  if (prepared.status !== 0) {
    throw new Error('a guest needs what set-up could not install; see above for what to do')
  }
  console.log('\nBooting a guest with a stock Debian kernel; this takes some seconds.')
  rmSync(resultDir, { recursive: true, force: true })
  mkdirSync(resultDir, { recursive: true })
  const { exitCode } = await bootGuest({
    command: [process.execPath, 'dist/scripts/quickstart.js', '--inside'],
    outDir: resultDir,
    onStdout: (chunk) => process.stdout.write(chunk),
    onStderr: (chunk) => process.stderr.write(chunk),
    onProgress: (text) => console.log(text),
  })
  if (exitCode !== 0) throw new Error('the walk-through failed in the guest, see above')
  return 0
}
