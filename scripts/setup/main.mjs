import { installPackages } from './apt.mjs'
import { mountBpffs } from './bpffs.mjs'
import { installNodeModules, npm } from './npm.mjs'
import { purposes } from './packages.mjs'
import { SetupError, say } from './report.mjs'

// Prepares a machine: node scripts/setup/main.mjs [--no-build] [PURPOSE…]
// Plain JavaScript without any dependency, for it runs before `npm ci` did. Silent when nothing
// is to be done. Without a purpose, for all of them.

const asked = process.argv.slice(2)
const chosen = purposes.filter((one) => asked.includes(one))

try {
  const unknown = asked.find((one) => one !== '--no-build' && !purposes.includes(one))
  if (unknown !== undefined) {
    throw new SetupError(`${unknown}: not one of --no-build, ${purposes.join(', ')}`)
  }
  installPackages(chosen.length > 0 ? chosen : purposes)
  installNodeModules()
  mountBpffs()
  if (!asked.includes('--no-build')) npm('run', '--silent', 'build')
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exitCode = 1
}
