import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from './guest/project-root.ts'
import { lacking } from './package/lacking.ts'
import { packageFacts, stageDocumentation } from './package/staging.ts'
import { packageDeb } from './package-deb.ts'

test('the Debian package has what the services and commands need', {
  skip: lacking('dpkg-deb'),
}, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-deb-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = packageDeb(folder, { compression: 'none' })
  const listing = spawnSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' }).stdout
  const paths = listing.split('\n').flatMap((line) => line.split(/\s+/)[5] ?? [])
  for (const name of Object.keys(packageFacts().bin)) assert.ok(paths.includes(`./usr/bin/${name}`))
  for (const path of [
    './etc/camflow.ini',
    './etc/camflowd.ini',
    './usr/lib/systemd/system/camconfd.service',
    './usr/lib/systemd/system/camflowd.service',
    './usr/lib/camflow/dist/bpf/capture.lsm.bpf.o',
    './usr/lib/camflow/node_modules/koffi/package.json',
    './usr/share/man/man1/camflow.1.gz',
    './usr/share/bash-completion/completions/camflow',
  ]) {
    assert.ok(paths.includes(path), path)
  }
  assert.deepEqual(
    paths.filter((path) => /\.test\.|node_modules\/(typescript|tsx|fast-check)/.test(path)),
    [],
  )
  // The password of a broker may come to stand there.
  assert.match(listing, /^-rw-r-----.* \.\/etc\/camflowd\.ini$/m)
})

test('what the installed README and guide link to is installed', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'camflow-docs-'))
  t.after(() => rmSync(root, { recursive: true }))
  stageDocumentation(root)
  const documentation = join(root, 'usr/share/doc/camflow')
  const guide = readdirSync(join(documentation, 'docs/guide'))
  for (const page of ['README.md', ...guide.map((name) => `docs/guide/${name}`)]) {
    const text = readFileSync(join(documentation, page), 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\(([^)#]+)/g)) {
      if (link.includes('://')) continue
      assert.ok(existsSync(join(documentation, dirname(page), link)), `${page}: ${link}`)
    }
  }
})

test("the maintainer scripts are in the shell's language", () => {
  for (const name of ['preinst', 'postinst', 'prerm', 'postrm']) {
    const { stderr } = spawnSync('sh', ['-n', `etc/debian/${name}`], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    assert.equal(stderr, '')
  }
})

test('the services run commands that the package installs', () => {
  for (const unit of ['camconfd', 'camflowd']) {
    const text = readFileSync(join(projectRoot, `etc/systemd/${unit}.service`), 'utf8')
    const [, command] = /^ExecStart=\/usr\/bin\/(\S+)/m.exec(text) ?? []
    assert.equal(command, unit)
    assert.ok(Object.hasOwn(packageFacts().bin, unit))
  }
})
