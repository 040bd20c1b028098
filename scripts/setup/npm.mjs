import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { SetupError, say } from './report.mjs'

/**
 * Installs the npm packages that package-lock.json names, unless node_modules holds exactly them.
 * Not `npm ci`: it refuses where a registry lacks the variants of a tool for other platforms, and
 * it would empty a folder that others may be running from.
 */
export function installNodeModules() {
  if (isUpToDate()) return
  npm('install', '--no-save', '--no-audit', '--no-fund')
}

/** Runs an npm command on this checkout; its output goes to our error output. */
export function npm(...args) {
  say(`npm ${args.join(' ')}`)
  const run = spawnSync('npm', args, { stdio: ['ignore', 2, 2] })
  if (run.status !== 0) throw new SetupError(`npm ${args.join(' ')} failed, see above`)
}

function isUpToDate() {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = readLock('package-lock.json')
  const installed = readLock('node_modules/.package-lock.json')
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    return installed[path] === undefined ? optional === true : installed[path].version === version
  })
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
