/**
 * Runs a shell and a few programs under capture and keeps what was in the ring: `record-inside.js FILE`, as root
 * in a guest. Begun by `record.ts`.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { RingCollector } from '../../bench/throughput/ring-image.ts'
import { startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { programDirectory } from '../workloads/programs.ts'

const [file = ''] = process.argv.slice(2)
const LIMIT_BYTES = 4 << 20
/** What is left running after the end of the shell has this long. */
const LEFT_MS = 1000
/** Its paths are recorded, those of the checkout and the environment are not. */
const DIRECTORY = '/tmp/corpus'
const PROGRAMS = ['odd-names', 'attributes', 'messages', 'segment', 'unix', 'packets']
/** Small files in a shell, then one program for each kind of object. */
const SCRIPT = `umask 077
  cat in.txt | sort > sorted.txt; mv sorted.txt moved.txt; ln moved.txt linked.txt; ln -s in.txt symbolic
  chmod 600 linked.txt; cat symbolic linked.txt > all.txt; rm all.txt; mkdir made; mkfifo fifo
  (echo through > fifo &); read line < fifo
  ./odd-names; ./attributes; ./messages; ./segment; ./unix named.socket; ./packets 4711`

mkdirSync(DIRECTORY)
for (const name of PROGRAMS) cpSync(join(programDirectory, name), join(DIRECTORY, name))
for (const name of ['in.txt', 'marked.txt', 'system-v.in', 'posix.in']) {
  writeFileSync(join(DIRECTORY, name), `b é "x" \\ y\na line of ${name}\n`)
}
await using session = await startCapture({ mode: 'lsm', details: ['packets', 'descriptors'] })
const collector = new RingCollector(LIMIT_BYTES)
process.chdir(DIRECTORY)
for (const name of Object.keys(process.env)) delete process.env[name]
process.env.PATH = '/usr/bin:/bin'
const child = await spawnStopped(['sh', '-c', SCRIPT])
session.trackProcess(child.pid, { propagate: true, member: true })
child.start()
console.log(`exit code ${await child.exitCode}`)
await sleep(LEFT_MS)
session.control.change({ isEnabled: false })
session.relay.drain((memory, offset, length) => collector.add(memory, offset, length))
session.relay.commit()
writeFileSync(file, gzipSync(collector.image(session), { level: 9 }))
const { relationIds, lostRelations } = session.stats()
console.log(`${relationIds} relations, lost ${lostRelations}`)
