/** Notes in dist/ which commit is built; outside of a checkout of its own there is none to note. */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = `${root}dist/src/commit`

const git = (...args: readonly string[]) =>
  spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' }).stdout?.trim() ?? ''
// A package unpacked inside of somebody else's checkout is not of that one's commit.
const commit = git('rev-parse', '--show-prefix') === '' ? git('rev-parse', 'HEAD') : ''

if (/^[0-9a-f]{40}$/.test(commit)) writeFileSync(file, `${commit}\n`)
else rmSync(file, { force: true })
