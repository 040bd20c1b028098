/** Names, attributes, mappings, transfers without a buffer. */
import assert from 'node:assert/strict'
import { textOf } from '../../src/graph/load.ts'
import { parseIdentifier, pathId } from '../../src/record/identifier.ts'
import type { CaptureCase, CaseView } from './case.ts'

const TEXT = 'text of a file\n'
const byName = ['lsm', 'fentry'] as const

function iattrOf(log: CaseView, name: string): Readonly<Record<string, unknown>> {
  const [relation] = log.to('setattr_inode', name)
  const iattr = log.graph.graph.vertices.get(relation?.from ?? '')
  assert.ok(iattr, 'the attributes are a vertex')
  const made = log.graph.relations('setattr', { to: [iattr] })
  assert.equal(made.length, 1, 'a task makes the attributes')
  return iattr.attributes
}

const long = 'a'.repeat(70)
const lengths = [1, 7, 8, 9, 15, 16, 17, 63, 64].map((length) => 'n'.repeat(length))
const namesInDirectories = [
  ...['m/d/e/first-1', 'm/d/e/first-2', 'm/g/e/second-1', 'm/g/e/second-2'],
  ...['m/g/e/over-1', 'm/g/e/over-2', 'm/g/e/under-1', 'm/g/e/under-2'],
  ...[`m/${long}/${long}/long-1`, `m/${long}/${long}/long-2`],
  ...['m/later/e/third-1', 'm/later/e/third-2', 'm/größe', ...lengths.map((name) => `m/${name}`)],
]

/** Makes these files, in this order, two or more of a kind in a directory whose path has just changed. */
const movingDirectories = [
  'make() { for file in "$@"; do echo >"$file"; done; }',
  'mkdir m && mount -t tmpfs tmpfs m && mkdir -p m/d/e',
  'make m/d/e/first-1 m/d/e/first-2; mv m/d m/g; make m/g/e/second-1 m/g/e/second-2',
  'mount -t tmpfs tmpfs m/g/e; make m/g/e/over-1 m/g/e/over-2',
  'umount m/g/e; make m/g/e/under-1 m/g/e/under-2',
  `mkdir -p m/${long}/${long}; make m/${long}/${long}/long-1 m/${long}/${long}/long-2`,
  'rm -r m/g; mkdir -p m/later/e; make m/later/e/third-1 m/later/e/third-2',
  `make m/größe ${lengths.map((name) => `m/${name}`).join(' ')}`,
  'umount m',
]

/** Cases about files. */
export const fileCases: readonly CaptureCase[] = [
  {
    name: 'names',
    about: 'making, linking, renaming, removing, and changing attributes each give their relation',
    modes: byName,
    files: {
      'linked-file': TEXT,
      'old-name': TEXT,
      'mode-file': TEXT,
      'owner-file': TEXT,
      'size-file': TEXT,
      'gone-file': TEXT,
    },
    command: '$P/names',
    check(log) {
      const made = {
        'made-directory': 'directory',
        'made-fifo': 'pipe',
        'made-node': 'file',
        'made-file': 'file',
      }
      for (const [name, type] of Object.entries(made)) {
        log.typed(name, type)
        log.to('inode_create', name)
      }
      log.typed('made-symlink', 'link')
      log.to('symlink', 'made-symlink')
      log.to('link', 'second-name')
      log.to('link', 'linked-file')
      log.to('rename', 'new-name')
      log.to('rename', 'old-name')
      log.to('unlink', 'gone-file')
      log.typed('gone-directory', 'directory')
      log.to('unlink', 'gone-directory')
      const link = log.file('made-symlink')
      assert.ok(log.graph.relations('read_link', { from: link }).length > 0, 'readlink')
      assert.equal(Number(iattrOf(log, 'mode-file')['cf:mode']) & 0o7777, 0o600)
      assert.equal(textOf(iattrOf(log, 'owner-file')['cf:uid']), '65534')
      assert.equal(textOf(iattrOf(log, 'owner-file')['cf:gid']), '65533')
      assert.equal(textOf(iattrOf(log, 'size-file')['cf:size']), '3')
    },
  },
  {
    name: 'same-place',
    about: 'a file is read although one that is gone was read at the same place of the memory',
    modes: byName,
    command:
      'for i in 1 2 3 4 5 6 7 8; do sh -c "echo $i >here-$i"; read line <here-$i; rm here-$i; done',
    check(log) {
      for (let i = 1; i <= 8; i++) {
        const reads = log.graph.relations('read', { from: log.file(`here-${i}`) })
        assert.ok(reads.length > 0, `here-${i} is not read`)
      }
    },
  },
  {
    name: 'moving-directories',
    about: 'what is made in a directory has the path that the directory has at that time',
    modes: byName,
    command: movingDirectories.join('\n'),
    check(log) {
      for (const name of namesInDirectories) log.to('inode_create', name)
      for (const [key, vertex] of log.graph.graph.vertices) {
        const text = String(vertex.attributes['cf:pathname'])
        if (vertex.type !== 'path' || !text.startsWith(log.path('m/'))) continue
        const identity = parseIdentifier(key)
        assert.ok('id' in identity && identity.id === pathId(Buffer.from(text)), text)
      }
    },
  },
  {
    name: 'overlay',
    about:
      'what is read through an overlay comes from the file below; what is written goes with it into the upper one',
    modes: byName,
    files: { 'in.txt': TEXT, 'more.txt': TEXT },
    command:
      'mkdir lower upper work merged && $P/copy in.txt lower/data && unshare -m sh -c "' +
      'mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay merged && ' +
      '$P/copy merged/data seen.txt && cat more.txt >>merged/data && $P/copy merged/data again.txt' +
      '" && $P/copy upper/data out.txt',
    check(log) {
      log.assertFlow('lower/data', 'seen.txt')
      log.assertNoFlow('more.txt', 'seen.txt')
      for (const name of ['again.txt', 'out.txt']) {
        log.assertFlow('lower/data', name)
        log.assertFlow('more.txt', name)
      }
      assert.equal(log.graph.relations('write', { to: log.file('lower/data') }).length, 1)
    },
  },
  {
    name: 'odd-names',
    about: 'names with quotes, newlines, control characters and bytes that are not UTF-8',
    command: '$P/odd-names',
    check(log) {
      const names = ['quote"quote', 'new\nline', 'tab\tbell\x07', 'back/slash', 'café']
      for (const name of [...names, 'invalid\ufffd\ufffd.']) log.to('write', name)
    },
  },
  {
    name: 'shared-map',
    about: 'a file that is written and read only through shared mappings of two programs',
    files: { 'in.txt': TEXT, 'm.dat': ' '.repeat(4096) },
    command: '$P/shared-write && $P/shared-read',
    check(log) {
      log.to('sh_write', 'm.dat')
      assert.ok(log.graph.relations('sh_read', { from: log.file('m.dat') }).length > 0)
      assert.equal(log.graph.relations('write', { to: log.file('m.dat') }).length, 0)
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutRelations: ['sh_write'] })
    },
  },
  {
    name: 'shared-fork',
    about: 'a shared mapping that a child has from its parent carries information between them',
    files: { 'in.txt': TEXT, 'm.dat': ' '.repeat(4096) },
    command: '$P/shared-fork',
    check(log) {
      log.assertFlow('in.txt', 'm.dat')
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutRelations: ['sh_read'] })
    },
  },
  {
    name: 'fifo',
    about: 'a named pipe carries information between two processes',
    files: { 'in.txt': TEXT },
    command: 'mkfifo p && { $P/copy in.txt p & $P/copy p out.txt && wait; }',
    check(log) {
      log.typed('p', 'pipe')
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutVertices: ['pipe'] })
    },
  },
  {
    name: 'pipe-wait',
    about: 'what comes while a process waits in a read flows into what it writes next',
    files: { 'in.txt': TEXT },
    command: '$P/pipe-wait',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutVertices: ['pipe'] })
    },
  },
  {
    name: 'order',
    about: 'a process writes only what it read before; nothing is missing and nothing too much',
    files: Object.fromEntries(
      ['a', 'b', 'c', 'early', 'mixed', 'late'].map((name) => [`${name}.txt`, TEXT]),
    ),
    command: '$P/order',
    check(log) {
      const flows = {
        'early.txt': ['a.txt'],
        'mixed.txt': ['a.txt', 'b.txt'],
        'late.txt': ['a.txt', 'b.txt'],
      }
      for (const [to, causes] of Object.entries(flows)) {
        for (const from of ['a.txt', 'b.txt', 'c.txt']) {
          if (causes.includes(from)) log.assertFlow(from, to)
          else log.assertNoFlow(from, to)
        }
      }
    },
  },
  {
    name: 'transfer',
    about: 'sendfile, copy_file_range and splice move information without a buffer',
    files: { 'sendfile.in': TEXT, 'range.in': TEXT, 'splice.in': TEXT },
    command: '$P/transfer',
    check(log) {
      for (const one of ['sendfile', 'range', 'splice']) {
        log.assertFlow(`${one}.in`, `${one}.out`)
        log.to('write', `${one}.out`)
        const reads = log.graph.relations('read', { from: log.file(`${one}.in`) })
        assert.ok(reads.length > 0, `${one}.in is read`)
      }
      log.assertNoFlow('splice.in', 'sendfile.out')
    },
  },
]
