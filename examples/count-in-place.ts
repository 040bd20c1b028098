/**
 * Reads the ring in place, without an object for each record: the fast way, for readers that need only a
 * little of each. Counts the relations of a command by type. Run as root:
 *
 *   node --import tsx examples/count-in-place.ts ls -l /
 */
import { createDecoder, spawnStopped, startCapture } from 'camflow'

const command = process.argv.slice(2)
if (command.length === 0) throw new TypeError('give a command')

await using session = await startCapture({ ringBytes: 16 << 20 })
const child = await spawnStopped(command)
session.trackProcess(child.pid, { member: true })
child.start()

const counts = new Map<string, number>()
const decoder = createDecoder({
  bootId: session.bootId,
  machineId: session.machineId,
  onVertex: () => {},
  onRelation: ({ type: { name } }) => counts.set(name, (counts.get(name) ?? 0) + 1),
  onError: ({ code, detail }) => process.stderr.write(`${code}: ${detail}\n`),
})

while (session.counters.members > 0 || session.relay.fillBytes > 0) {
  await session.relay.wait(50)
  session.relay.drain((memory, offset, length) => {
    decoder.chunk(memory, offset, length)
    return undefined
  })
  session.relay.commit()
}
const sorted = [...counts].sort(([, a], [, b]) => b - a)
for (const [name, count] of sorted) process.stdout.write(`${String(count).padStart(8)}  ${name}\n`)
