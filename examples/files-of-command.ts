/**
 * Captures a command and prints the files that it opened for reading, by their names, and how long its
 * tasks ran. Run as root:
 *
 *   node --import tsx examples/files-of-command.ts cat /etc/hostname
 */
import {
  dispatch,
  NameBook,
  type RecordHandlers,
  recordsOf,
  spawnStopped,
  startCapture,
} from 'camflow'

const command = process.argv.slice(2)
if (command.length === 0) throw new TypeError('give a command')

await using session = await startCapture()
const child = await spawnStopped(command)
session.trackProcess(child.pid)
child.start()

const ended = new AbortController()
child.exitCode.finally(() => ended.abort())

const names = new NameBook()
const nameOf = new Map<bigint, string>()
const files = new Set<string>()
const tasks = new Map<number, bigint>()
const handlers: RecordHandlers = {
  received: (record) => names.add(record),
  file: ({ id, nameId }) => void nameOf.set(id, names.text(nameId) ?? `file ${id}`),
  task: ({ pid, utime }) => void tasks.set(pid, utime),
  used: ({ type, sender }) => {
    const name = nameOf.get(sender.id)
    if (type === 'read' && name !== undefined) files.add(name)
  },
}
const options = { signal: ended.signal, endsCapture: true }
for await (const record of recordsOf(session, options)) dispatch(record, handlers)

for (const name of [...files].sort()) process.stdout.write(`read ${name}\n`)
for (const [pid, utime] of tasks) process.stdout.write(`task ${pid}: ${utime} µs\n`)
