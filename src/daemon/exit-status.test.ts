import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { programWords } from '../../test/program.ts'

const directory = mkdtempSync(join(tmpdir(), 'camflow-exit-'))
after(() => rmSync(directory, { recursive: true, force: true }))

/** What a program says of a file that it only checks. */
function check(program: string, file: string) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [...programWords(`daemon/${program}`), '--check', '--config', file],
    { encoding: 'utf8', env: { ...process.env, JOURNAL_STREAM: '8:1' } },
  )
  return { status, lines: stderr.trimEnd().split('\n') }
}

function fileOf(name: string, text: string): string {
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}

const golden = fileURLToPath(new URL('../../test/golden/camconfd.json', import.meta.url))
const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as {
  readonly cases: readonly { readonly name: string; readonly ini: string; readonly exit: number }[]
}

// Each costs a process: those that stop, and one that has everything.
for (const { name, ini, exit } of cases.filter(
  (one) => one.exit !== 0 || one.name === 'everything',
)) {
  test(`camconfd exits as the original does: ${name}`, () => {
    assert.equal(check('camconfd', fileOf('camflow.ini', ini)).status, exit)
  })
}

test('camflowd exits with the same status for what the original cannot do', () => {
  const wrong = fileOf('wrong.ini', '[general]\noutput=console\nformat=xml\n')
  const { status, lines } = check('main', wrong)
  assert.equal(status, 255)
  assert.deepEqual(
    lines.map((line) => line.slice(0, 3)),
    ['<3>', '<3>', '<3>'],
  )
  assert.equal(check('main', fileOf('good.ini', '[general]\noutput=null\n')).status, 0)
})

test('a file that is not there is named, by both', () => {
  const file = join(directory, 'gone.ini')
  for (const program of ['camconfd', 'main']) {
    const { status, lines } = check(program, file)
    assert.equal(status, 255)
    assert.match(
      lines[0] ?? '',
      new RegExp(`^<3>A configuration file cannot be read. ${file}: ENOENT`),
    )
  }
})

test('what cannot be read of the drop-in folder is named, and the mistakes of the rest are told', () => {
  const file = fileOf('camflow.ini', '[user]\ntrack=no-such-user\n')
  mkdirSync(`${file}.d/30.ini`, { recursive: true })
  writeFileSync(`${file}.d/40.ini`, '[provenance]\nrelation_filter=nope\n')
  const { status, lines } = check('camconfd', file)
  assert.equal(status, 255)
  assert.deepEqual(lines.slice(0, 3), [
    `<3>${file}:2: error: [user] track: there is no user "no-such-user"`,
    `<3>${file}.d/30.ini: error: the file cannot be read: EISDIR: illegal operation on a directory`,
    `<3>${file}.d/40.ini:2: error: [provenance] relation_filter: there is no relation type "nope"`,
  ])
  const other = fileOf('other.ini', '[general]\noutput=null\n')
  fileOf('other.ini.d', '')
  assert.deepEqual(check('main', other), {
    status: 255,
    lines: [
      `<3>${other}.d: error: the folder cannot be read: ENOTDIR: not a directory`,
      `<3>A configuration file has errors, so nothing of it is used. ${other} Mend the lines that are told above.`,
    ],
  })
})
