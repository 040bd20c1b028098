/**
 * Captures a command and writes the records into a file, as `camflow run` does. Run as root:
 *
 *   node --import tsx examples/write-log.ts demo.log w3c cat /etc/hostname
 *
 * In the place of w3c: spade_json, or prov-n.
 */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { recordsOf, type SerialisedForm, serialise, spawnStopped, startCapture } from 'camflow'

const [log, form, ...command] = process.argv.slice(2)
if (log === undefined || command.length === 0) throw new TypeError('give a file, a form, a command')

await using session = await startCapture()
const child = await spawnStopped(command)
session.trackProcess(child.pid)
child.start()

const ended = new AbortController()
child.exitCode.finally(() => ended.abort())
const records = recordsOf(session, { signal: ended.signal, endsCapture: true })
await pipeline(serialise(records, { form: form as SerialisedForm }), createWriteStream(log))
process.stdout.write(`${session.stats().relationIds} relations\n`)
