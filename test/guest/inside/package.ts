import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

// The installed package after a boot with systemd, in the order of its life: the walk-through of
// CamFlow's documentation, an upgrade, the removal. Every command is the one that was installed. Then the
// other ways to install: this checkout as a service, and the RPM package.

const PATIENCE_MS = 300_000
const LOG = '/tmp/audit.log'
/** What the administrator changes of a service. */
const dropInOf = (service: string) => `/etc/systemd/system/${service}.service.d`
const DROP_IN = dropInOf('camconfd')
/** The commands of this checkout, as they stand in a unit. */
const commandOf = (program: string) => `${process.execPath} ${process.cwd()}/dist/src/${program}.js`
const SERVICES = ['camconfd', 'camflowd']
const KEPT = '/var/local/kept.txt'
const COPY = '/var/local/copy.txt'
/** Runs what follows as a user who has no rights. */
const NOBODY = 'setpriv --reuid=nobody --regid=nogroup --clear-groups'

/** Runs a line of the walk-through as it is written there. */
function shell(line: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  assert.equal(status, 0, `${line}: ${stdout}${stderr}`)
  return stdout
}

function activity(): readonly string[] {
  const { stdout } = spawnSync('systemctl', ['is-active', ...SERVICES], { encoding: 'utf8' })
  return stdout.trim().split('\n')
}

/** Has camconfd load in another capture mode than the best one. */
function useMode(mode: string, camconfd = '/usr/bin/camconfd'): void {
  mkdirSync(DROP_IN, { recursive: true })
  const command = `ExecStart=${camconfd} --capture ${mode}`
  writeFileSync(`${DROP_IN}/mode.conf`, `[Service]\nExecStart=\n${command}\n`)
  shell('systemctl daemon-reload')
}

function journal(): string {
  return shell('journalctl --boot --output=cat --unit=camconfd --unit=camflowd')
}

/** Waits until something is so. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `never: ${what}; ${journal()}`)
    await sleep(100)
  }
}

async function logHolds(text: string): Promise<void> {
  await until(
    `${LOG} holds ${text}`,
    () => existsSync(LOG) && readFileSync(LOG, 'utf8').includes(text),
  )
}

/** Programs in the kernel of the kinds that a capture has; systemd's own are of others. */
function loadedPrograms(): number {
  const programs: { readonly type: string }[] = JSON.parse(shell('bpftool --json prog show'))
  return programs.filter(({ type }) => ['lsm', 'tracing'].includes(type)).length
}

/** Has wget fetch a page of this machine. */
async function fetchPage(file: string): Promise<void> {
  const server = createServer((_, response) => response.end('hello\n'))
  await new Promise<void>((resolve) => server.listen(8000, '127.0.0.1', resolve))
  await promisify(execFile)('wget', ['-q', '-O', file, 'http://127.0.0.1:8000/'])
  server.close()
  assert.equal(readFileSync(file, 'utf8'), 'hello\n')
}

test('both services run after the boot', () => {
  assert.deepEqual(activity(), ['active', 'active'], journal())
  assert.match(journal(), /^loaded in lsm mode, .*, boot 1, the policy is in force$/m)
  assert.ok(loadedPrograms() > 20)
})

test("they run with the files of CamFlow's documentation, of which nothing is wrong", async () => {
  assert.doesNotMatch(readFileSync('/etc/camflow.ini', 'utf8'), /\[relay\]|^version/m)
  const start = /^recording what is tracked in lsm mode to .*\/tmp\/audit\.log/m
  await until('camflowd records', () => start.test(journal()))
  const shown = shell('camconfd --check 2>&1; camflowd --check 2>&1')
  assert.match(shown, /^.*\/etc\/camflow\.ini can be applied\n.*the configuration is good: log\n$/)
  assert.equal(
    JSON.parse(shell('camflow status --json')).version,
    true,
    'as before there was the key',
  )
})

test('the walk-through: tracked, recorded, shown', async () => {
  shell('camflow --track-file /bin/wget true')
  assert.match(shell('camflow --file /bin/wget'), /^File is tracked\.$/m)
  await fetchPage('/tmp/page')
  await logHolds('/tmp/page')
  assert.match(shell(`tail ${LOG}`), /"prov:type":"file"/)

  const state = shell('camflow -s')
  assert.match(state, /^- capture enabled;\n- all disabled;\n- provenance has been captured;$/m)
  assert.match(state, /^Node filter \(4000640\):\ninode_unknown\ndirectory\nchar\nenvp$/m)
  const hash = shell('camflow -p')
  assert.match(state, new RegExp(`^Policy hash: ${hash}`, 'm'))
  assert.match(shell(`camflow validate ${LOG}`), /^nothing was lost\nvalid$/m)
})

test('any user discloses, and nobody else looks into what is pinned', async () => {
  const library = '/usr/lib/camflow/dist/src/index.js'
  const program = `import { Disclosure } from '${library}'; Disclosure.open().log('said by nobody')`
  shell(`${NOBODY} node --input-type=module --eval "${program}"`)
  await logHolds('said by nobody')
  assert.equal(
    shell(`${NOBODY} ls /run/camflow-public /sys/fs/bpf/camflow 2>&1 || true`).match(/denied/g)
      ?.length,
    2,
  )
})

test('any user sees what is in force, and changes nothing of it', () => {
  const asked = 'camflow -s; camflow --file /bin/wget'
  assert.equal(shell(`${NOBODY} sh -c '${asked}'`), shell(asked))
  assert.match(shell(`${NOBODY} camflow -c`), /^; the section \[file\] is shown to root only$/m)
  assert.match(
    shell(`${NOBODY} camflow -a true 2>&1 || true`),
    /^camflow: Only root may change what is captured/,
  )
})

test('a change is undone by a reload, unless it is saved', () => {
  const policy = shell('camflow -c')
  assert.match(policy, /^\[file\]\nopaque=\/usr\/bin\/bash\ntrack=\/bin\/wget$/m)
  shell('camflow save')
  assert.equal(readFileSync('/etc/camflow.ini', 'utf8'), policy)
  shell('camflow --track-user root opaque')
  assert.match(shell('camflow -c'), /^\[user\]\nopaque=root$/m)
  shell('systemctl reload camconfd')
  assert.equal(shell('camflow -c'), policy)
})

/** The drop-ins of the guide, by service, as they stand there. */
function persistenceDropIns(): readonly (readonly [service: string, text: string])[] {
  const guide = readFileSync('docs/guide/persistence.md', 'utf8')
  const blocks = guide.slice(guide.indexOf('## Rights')).matchAll(/```ini\n([^`]*)```/g)
  return [...blocks].map(([, text = ''], index) => [['camflowd', 'camconfd'][index] ?? '', text])
}

/** By the list: who reads the attribute of a file that propagates is tracked, as is all that it starts. */
function hasSavedFlags(file: string): boolean {
  const list = '/var/lib/camflow/saved-files'
  return existsSync(list) && readFileSync(list, 'utf8').includes(file)
}

test('with the drop-ins of the guide the services keep flags with files', async () => {
  for (const [service, text] of persistenceDropIns()) {
    mkdirSync(dropInOf(service))
    writeFileSync(`${dropInOf(service)}/persist.conf`, text)
  }
  shell('sed -i "s/^all=.*/&\\npersist=true/" /etc/camflow.ini')
  shell('systemctl daemon-reload; systemctl reload camconfd; systemctl restart camflowd')
  writeFileSync(KEPT, 'kept\n')
  shell(`camflow track file ${KEPT} --propagate`)
  assert.ok(hasSavedFlags(KEPT), journal())
  shell(`cp ${KEPT} ${COPY}`)
  await until('camflowd saves the flags of what was made of it', () => hasSavedFlags(COPY))
  // Whoever reads the list, as this process does, is not tracked by that.
  assert.match(shell(`camflow --process ${process.pid}`), /^Process is not tracked\.$/m)
})

test('an upgrade keeps configuration and recording', async () => {
  copyFileSync(LOG, '/out/walk-through.log')
  const policy = readFileSync('/etc/camflow.ini', 'utf8')
  useMode('fentry')
  shell('dpkg --install /out/camflow-2.deb')
  assert.match(shell('dpkg-query --show camflow'), /-2\n$/)
  assert.deepEqual(activity(), ['active', 'active'], journal())
  assert.equal(readFileSync('/etc/camflow.ini', 'utf8'), policy)
  assert.match(journal(), /; nothing lost$/m, 'the daemon of before wrote all it had')
  assert.match(journal(), /^[2-9] files have their flags of before$/m)
})

// The two reloads of before were runs of camconfd, too.
test('fentry: the walk-through goes on in the other capture mode', async () => {
  assert.match(journal(), /^loaded in fentry mode, .*, boot 4, the policy is in force$/m)
  await fetchPage('/tmp/second-page')
  await logHolds('/tmp/second-page')
  shell('camflow --track-file /bin/wget false')
  assert.match(shell('camflow --file /bin/wget'), /^File is not tracked\.$/m)
  shell('camflow --track-user root opaque')
  assert.match(shell('camflow -s'), /^User filter \(1\)/m)
  assert.match(shell(`camflow validate ${LOG}`), /^nothing was lost\nvalid$/m)
})

test('removal leaves no service and nothing in the kernel', async () => {
  shell('dpkg --remove camflow')
  assert.deepEqual(activity(), ['inactive', 'inactive'], journal())
  for (const place of ['/sys/fs/bpf/camflow', '/run/camflow-public']) {
    assert.equal(existsSync(place), false, place)
  }
  await until('no program is left in the kernel', () => loadedPrograms() === 0)
  for (const file of ['/etc/camflow.ini', '/etc/camflowd.ini', LOG]) assert.ok(existsSync(file))
  assert.equal(existsSync('/usr/bin/camflow'), false)
})

test('purging leaves nothing but the log', () => {
  for (const service of SERVICES) rmSync(dropInOf(service), { recursive: true })
  shell('dpkg --purge camflow')
  const left = shell(
    'find /etc /usr/lib /usr/share /usr/bin /run /var/lib -xdev -name "*camflow*" -o -name "camconfd*"',
  )
  assert.equal(left, '')
  assert.ok(existsSync(LOG))
})

test('a checkout becomes a service with its own paths, and is none any more', async () => {
  const camflow = commandOf('cli/main')
  const camconfd = commandOf('daemon/camconfd')
  // Both modes that take long to load have had their turn.
  useMode('tracepoint', camconfd)
  shell(`${camflow} service install || true`)
  assert.deepEqual(activity(), ['active', 'active'], journal())
  const unit = readFileSync('/etc/systemd/system/camconfd.service', 'utf8')
  assert.ok(unit.includes(`\nExecStart=${camconfd}\n`), unit)
  const [status] = JSON.parse(shell(`${camflow} service status --json`))
  assert.deepEqual([status.start, status.origin], ['enabled', 'this installation'])
  assert.equal(
    readFileSync('/etc/camflow.ini', 'utf8'),
    readFileSync('etc/camflow.ini', 'utf8'),
    'the sample, for there was none',
  )
  assert.ok(existsSync('/sys/fs/bpf/camflow/maps'))
  shell(`echo '; mine' >> /etc/camflowd.ini`)
  const said = shell(`${camflow} service remove`)
  assert.match(said, /^kept, because it was changed: \/etc\/camflowd\.ini$/m)
  assert.equal(
    shell('find /etc -name "camflow*.ini" -o -name "cam*.service"'),
    '/etc/camflowd.ini\n',
  )
  assert.equal(existsSync('/sys/fs/bpf/camflow'), false)
  await until('no program is left in the kernel', () => loadedPrograms() === 0)
  rmSync('/etc/camflowd.ini')
})

const withoutRpm = existsSync('/out/camflow-1.rpm') ? false : 'no RPM package was made'
/** A machine of Debian packages: rpm does not know what is there, and has its database elsewhere. */
const rpm = 'rpm --dbpath /tmp/rpm --force-debian --nodeps'

test('the RPM package starts its services and survives an upgrade', { skip: withoutRpm }, () => {
  useMode('tracepoint')
  shell(`${rpm} -i /out/camflow-1.rpm`)
  assert.deepEqual(activity(), ['active', 'active'], journal())
  assert.equal(shell(`systemctl is-enabled ${SERVICES.join(' ')}`), 'enabled\nenabled\n')
  shell(`echo '; mine' >> /etc/camflow.ini; systemctl disable camflowd`)
  shell(`${rpm} -U /out/camflow-2.rpm`)
  assert.match(shell('rpm --dbpath /tmp/rpm -q camflow'), /-2\.\w+$/m)
  assert.deepEqual(activity(), ['active', 'inactive'], 'what is disabled stays so')
  assert.match(readFileSync('/etc/camflow.ini', 'utf8'), /^; mine$/m)
  assert.match(shell('camflow -s'), /^- capture enabled;$/m)
})

test('removing the RPM package leaves nothing in the kernel', { skip: withoutRpm }, async () => {
  shell(`${rpm} -e camflow`)
  assert.deepEqual(activity(), ['inactive', 'inactive'], journal())
  assert.equal(existsSync('/sys/fs/bpf/camflow'), false)
  await until('no program is left in the kernel', () => loadedPrograms() === 0)
  rmSync(DROP_IN, { recursive: true })
  const left = 'find /etc /usr/bin /usr/lib -xdev -name "*camflow*" -o -name "camconfd*"'
  assert.deepEqual(shell(left).split('\n').filter(Boolean).sort(), [
    '/etc/camflow-boot_id',
    '/etc/camflow-machine_id',
    '/etc/camflow.ini.rpmsave',
  ])
})
