import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTypes } from './btf.ts'
import { BTF_KIND } from './btf-reader.ts'

const names = '\0int\0open\0opens\0btf_trace_exec\0op\0'
const at = (name: string) => names.indexOf(`\0${name}\0`) + 1
const info = (kind: number, members = 0) => (kind << 24) | members

/** By id: 1 int, 2 and 3 prototypes with two and three parameters, 4 a pointer to the second, then what has names. */
const words = [
  ...[at('int'), info(BTF_KIND.int), 4, 0x20],
  ...[0, info(BTF_KIND.prototype, 2), 1, 0, 1, 0, 1],
  ...[0, info(BTF_KIND.prototype, 3), 1, 0, 1, 0, 1, 0, 1],
  ...[0, info(BTF_KIND.pointer), 3],
  ...[at('open'), info(BTF_KIND.function), 2],
  ...[at('opens'), info(BTF_KIND.function), 3],
  ...[at('btf_trace_exec'), info(BTF_KIND.typedef), 4],
  ...[at('op'), info(BTF_KIND.function), 3],
]
const types = new Uint32Array(words)
const header = new Uint32Array([0x1eb9f, 24, 0, types.byteLength, types.byteLength, names.length])
const btf = Buffer.concat([
  Buffer.from(header.buffer),
  Buffer.from(types.buffer),
  Buffer.from(names),
])

for (const shift of [0, 1]) {
  test(`finds functions and tracepoints with their parameters, ${shift} bytes off`, () => {
    const bytes = Buffer.alloc(btf.length + shift).subarray(shift)
    btf.copy(bytes)
    const { functions, tracepoints } = parseTypes(bytes)
    assert.deepEqual(
      ['open', 'opens', 'op', 'ope', 'int', ''].map((name) => functions.get(name)),
      [2, 3, 3, undefined, undefined, undefined],
    )
    assert.equal(functions.has('open'), true)
    assert.equal(functions.has('exec'), false)
    assert.equal(tracepoints.get('exec'), 2, 'without the data of the tracepoint')
    assert.equal(tracepoints.has('open'), false)
  })
}

test('refuses what is no BTF', () => {
  assert.throws(() => parseTypes(Buffer.from('\x7fELF, but no types')), { code: 'CF_BTF_MISSING' })
})
