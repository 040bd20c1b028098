import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadFailure } from './load-failure.ts'

test('names the program and shows the end of the verifier log', () => {
  const log = [...Array(40).keys()].map((index) => `${index}: (85) call`).join('\n')
  const error = loadFailure(
    [
      "libbpf: prog 'file_open': BPF program load failed: Permission denied\n",
      `libbpf: prog 'file_open': -- BEGIN PROG LOAD LOG --\n${log}\nR1 invalid mem access\n` +
        'processed 40 insns (limit 1000000)\n-- END PROG LOAD LOG --\n',
      "libbpf: prog 'file_open': failed to load: -13\n",
    ],
    13,
  )
  const lines = error.message.split('\n')
  assert.match(lines[0] ?? '', /Program file_open: EACCES\./)
  assert.equal(lines.length, 13)
  assert.equal(lines.at(-1), '  R1 invalid mem access')
  assert.equal(error.code, 'CF_CAPTURE_REFUSED')
})

test('without a verifier log says what libbpf found, not that it failed', () => {
  const error = loadFailure(
    [
      "libbpf: prog 'x': failed to find kernel BTF type ID of 'security_x': -3\n",
      "libbpf: prog 'x': failed to load: -3\n",
      "libbpf: failed to load object 'a.o'\n",
    ],
    3,
  )
  assert.match(error.message, /Program x: ESRCH\.\n.*failed to find kernel BTF type ID[^\n]*$/)
})

test('knows errors that only the kernel has', () => {
  assert.match(loadFailure([], 524).message, /The programs: error 524\./)
})
