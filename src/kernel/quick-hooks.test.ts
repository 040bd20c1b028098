import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isQuick, quickHooks } from './quick-hooks.ts'

const kernel = {
  functions: new Map(),
  tracepoints: new Map(),
  functionId: (name: string) => (name === 'bpf_lsm_file_open' ? 7 : undefined),
}
const fileOpen = { section: 'lsm/file_open', hook: 'file_open' }

test('an LSM program without another on its hook is attached the quick way', () => {
  assert.equal(isQuick(fileOpen, kernel, new Set()), true)
  assert.equal(isQuick(fileOpen, kernel, new Set([8])), true)
})

test('it stays behind an LSM program that was there before and may refuse', () => {
  assert.equal(isQuick(fileOpen, kernel, new Set([7])), false)
})

test('it stays an LSM program where the kernel preempts itself', () => {
  assert.equal(isQuick(fileOpen, { ...kernel, isPreemptible: true }, new Set()), false)
})

test('nothing else is attached the quick way', () => {
  assert.equal(isQuick({ section: 'lsm/bprm_check', hook: 'bprm_check' }, kernel, new Set()), false)
  const fexit = { section: 'fexit/security_file_open', hook: 'security_file_open' }
  assert.equal(isQuick(fexit, kernel, new Set()), false)
})

test('the quick hooks are those whose programs take no verdict', () => {
  const hooks = new URL('../../bpf/hooks/', import.meta.url)
  const found = readdirSync(hooks)
    .flatMap((file) => [
      ...readFileSync(new URL(file, hooks), 'utf8').matchAll(/^int QUICK_PROG\((\w+)/gm),
    ])
    .map(([, name]) => name)
  assert.deepEqual([...quickHooks].sort(), [...new Set(found)].sort())
})
