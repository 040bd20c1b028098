import { spawnSync } from 'node:child_process'
import { packages } from './packages.mjs'
import { SetupError, say } from './report.mjs'

/** Installs the packages of these purposes that are missing; says what and why. */
export function installPackages(purposes) {
  const missing = missingPackages(packages.filter((one) => purposes.includes(one.for)))
  if (missing.length === 0) return
  for (const { name, why } of missing) say(`missing package ${name}: ${why}`)
  const names = missing.map(({ name }) => name)
  refuseWithoutRights(names)
  apt('update', '-qq')
  apt('install', '-qq', '-y', '--no-install-recommends', ...names)
  const stillMissing = missingPackages(missing).map(({ name }) => name)
  if (stillMissing.length > 0) {
    throw new SetupError(`apt did not install ${stillMissing.join(' ')}`)
  }
}

function missingPackages(wanted) {
  const names = wanted.map(({ name }) => name)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own notation
  const format = '${Package} ${db:Status-Status}\n'
  const query = spawnSync('dpkg-query', ['-W', '-f', format, ...names], { encoding: 'utf8' })
  // Without dpkg nothing can be told: whoever runs another system gets the list.
  const lines = query.error ? [] : query.stdout.split('\n')
  return wanted.filter(({ name }) => !lines.includes(`${name} installed`))
}

function refuseWithoutRights(names) {
  const command = `apt-get install --no-install-recommends ${names.join(' ')}`
  if (spawnSync('apt-get', ['--version']).error) {
    throw new SetupError(
      `this machine has no apt; install what these Debian packages hold: ${names.join(' ')}`,
    )
  }
  if (process.getuid() !== 0) {
    throw new SetupError(`installing packages needs root; run once:\n  sudo ${command}`)
  }
}

function apt(...args) {
  say(`apt-get ${args.join(' ')}`)
  const run = spawnSync('apt-get', ['-o', 'Acquire::Retries=3', ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (run.status !== 0) throw new SetupError(`apt-get ${args[0]} failed, see above`)
}
