import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { KernelTypes } from './btf.ts'
import { chooseForms, comesLast, overtakenHooks, REFUSING } from './lsm-order.ts'
import { type Choice, chooseProgram } from './selection.ts'

const kernel: KernelTypes = {
  functions: new Map([
    ['bpf_lsm_file_open', 1],
    ['bpf_lsm_bprm_check_security', 1],
  ]),
  tracepoints: new Map(),
}
const programs = [
  { name: 'file_open', section: 'lsm/file_open' },
  { name: 'file_open__quick', section: 'fentry/bpf_lsm_file_open' },
  { name: 'bprm_check_security', section: 'lsm/bprm_check_security' },
]
const nobody = () => false
const everywhere = () => true

function attached(types = kernel, isTaken = nobody): readonly Choice[] {
  const choices = programs.map((program) => chooseProgram(program, types))
  return chooseForms(choices, types, isTaken).filter(({ action }) => action === 'attach')
}
const namesOf = (choices: readonly Choice[]) => choices.map(({ name }) => name)

test('where nobody else is, the quick form is taken', () => {
  const choices = attached()
  assert.deepEqual(namesOf(choices), ['file_open__quick', 'bprm_check_security'])
  assert.ok(choices.every((choice) => !comesLast(choice, nobody)))
})

test('where an LSM program was before, ours comes after it', () => {
  const choices = attached(kernel, everywhere)
  assert.deepEqual(namesOf(choices), ['file_open', 'bprm_check_security'])
  assert.ok(choices.every((choice) => comesLast(choice, everywhere)))
})

test('where the kernel preempts itself, there is no quick form', () => {
  const choices = attached({ ...kernel, isPreemptible: true })
  assert.deepEqual(namesOf(choices), ['file_open', 'bprm_check_security'])
})

test('where the kernel has no such function, the other form stays', () => {
  const [plain, quick] = programs.map((program): Choice => {
    const action = program.name === 'file_open' ? 'attach' : 'skip'
    return { ...program, action, hook: 'file_open' }
  })
  const choices = chooseForms([plain, quick] as Choice[], kernel, nobody)
  assert.deepEqual(
    choices.map(({ action }) => action),
    ['attach', 'skip'],
  )
})

test('who comes after a quick form is seen', () => {
  const attached = ['file_open__quick', 'mmap_file__quick', 'bprm_check_security']
  const isTaken = (hook: string) => hook !== 'mmap_file'
  assert.deepEqual(overtakenHooks(attached, isTaken), ['file_open'])
})

test('what is no LSM program stays where it is', () => {
  const fexit = { name: 'file_open', section: 'fexit/security_file_open' }
  const types: KernelTypes = { ...kernel, functions: new Map([['security_file_open', 1]]) }
  assert.equal(comesLast(chooseProgram(fexit, types), everywhere), false)
})

test('a program that may refuse stays an LSM program', () => {
  const hooks = new URL('../../bpf/hooks/', import.meta.url)
  const bodies = readdirSync(hooks).flatMap((file) =>
    readFileSync(new URL(file, hooks), 'utf8').split(/^(?=HOOK)/m),
  )
  const refusing = bodies.filter((body) => /^HOOK[\s\S]*?\n}/.exec(body)?.[0].includes('return -E'))
  const names = refusing.map((body) => /HOOK\((\w+)\)/.exec(body)?.[1])
  assert.deepEqual([...REFUSING].sort(), names.sort())
})
