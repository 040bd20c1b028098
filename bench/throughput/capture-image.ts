/**
 * Captures a real workload into a ring image: compiling, archiving, searching; then one byte reads and
 * writes. `capture-image.ts FILE OBJECTS mixed|bytes LOAD-PROGRAM`
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { RingCollector } from './ring-image.ts'

const LIMIT_BYTES = 512 << 20
const DRAIN_MS = 2

const checkout = process.cwd()
const [file = '', objectDirectory = '', kind = 'mixed', load = ''] = process.argv.slice(2)

const scripts: Readonly<Record<string, string>> = {
  mixed: `cd $(mktemp -d /dev/shm/bench-XXXXXX)
    for i in 1 2 3 4 5 6 7 8 9; do gcc -O1 -o program ${checkout}/bench/operations.c; done
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do tar cf a.tar -C ${checkout} src bpf bench && mkdir t && tar xf a.tar -C t &&
      find t -name '*.ts' | xargs grep -l import | sort | uniq > list; cat list | xargs wc -l > count; rm -r t; done
    rm -r $PWD`,
  bytes: `cd $(mktemp -d /dev/shm/bench-XXXXXX); ${load} . 16 3 40000; rm -r $PWD`,
}

const isMixed = kind === 'mixed'
const session = await startCapture({
  objectDirectory,
  ringBytes: 512 << 20,
  policy: { compressesEdges: isMixed, compressesNodes: isMixed },
})
const collector = new RingCollector(LIMIT_BYTES)
const child = await spawnStopped(['sh', '-c', scripts[kind] ?? ''])
session.trackProcess(child.pid, { propagate: true, member: true })
child.start()
let isOver = false
void child.exitCode.then(() => {
  isOver = true
})
while (!isOver && !collector.isFull) {
  await sleep(DRAIN_MS)
  drain()
}
drain()
const { lostRelations, relationIds, mode } = session.stats()
writeFileSync(file, collector.image(session))
await session.close()
console.error(`bench: captured ${relationIds} relations (${kind}, ${mode}), lost ${lostRelations}`)

function drain(): void {
  session.relay.drain((memory, offset, length) => collector.add(memory, offset, length))
  session.relay.commit()
}
