/**
 * Captures a command and prints one line for each relation. Run as root:
 *
 *   node --import tsx examples/print-records.ts cat /etc/hostname
 */
import { recordsOf, spawnStopped, startCapture } from 'camflow'

const command = process.argv.slice(2)
if (command.length === 0) throw new TypeError('give a command')

await using session = await startCapture()
const child = await spawnStopped(command)
session.trackProcess(child.pid)
child.start()

const ended = new AbortController()
child.exitCode.finally(() => ended.abort())
for await (const record of recordsOf(session, { signal: ended.signal, endsCapture: true })) {
  if (record.kind !== 'relation') continue
  const { sender, receiver, type } = record
  const end = ({ type: name, id, version }: typeof sender) => `${name} ${id}.${version}`
  process.stdout.write(`${end(sender)} --${type}--> ${end(receiver)}\n`)
}
