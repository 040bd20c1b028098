import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from './guest/project-root.ts'
import { lacking } from './package/lacking.ts'
import { packageFacts } from './package/staging.ts'
import { packageRpm } from './package-rpm.ts'

test('the RPM package has what the Debian package has', { skip: lacking('rpmbuild') }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-rpm-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = packageRpm(folder, { compression: 'none' })
  const ask = (...what: readonly string[]) =>
    spawnSync('rpm', ['-qp', ...what, file], { encoding: 'utf8' }).stdout.split('\n')
  const paths = ask('-l')
  for (const name of Object.keys(packageFacts().bin)) assert.ok(paths.includes(`/usr/bin/${name}`))
  for (const path of [
    '/usr/lib/systemd/system/camconfd.service',
    '/usr/lib/systemd/system/camflowd.service',
    '/usr/lib/camflow/dist/bpf/capture.lsm.bpf.o',
    '/usr/lib/camflow/node_modules/koffi/package.json',
    '/usr/share/man/man1/camflow.1.gz',
    '/usr/share/bash-completion/completions/camflow',
    '/usr/share/zsh/site-functions/_camflow',
  ]) {
    assert.ok(paths.includes(path), path)
  }
  assert.deepEqual(ask('--configfiles'), ['/etc/camflow.ini', '/etc/camflowd.ini', ''])
  assert.ok(ask('--requires').includes('libbpf.so.1()(64bit)'))
  assert.ok(
    ask('-lv').some((line) => /^-rw-r----- .* root +root .*\/etc\/camflowd\.ini$/.test(line)),
  )
})

test('the scriptlets are in the language of the shell', () => {
  for (const name of ['pre', 'post', 'preun', 'postun']) {
    const { stderr } = spawnSync('sh', ['-n', `etc/rpm/${name}`], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    assert.equal(stderr, '')
  }
})
