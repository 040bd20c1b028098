/** Records the load in a process of its own, so that its memory and CPU time are the recorder's alone. */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { keepHeapSmall } from '../../src/capture/small-heap.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { clockOffsetSeconds } from '../../src/formats/clock-offset.ts'
import type { DocumentReceiver } from '../../src/formats/format.ts'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { NullOutput } from '../../src/outputs/null.ts'
import { createPipeline, type PipelineStats } from '../../src/pipeline/pipeline.ts'
import type { LoadAnswer, LoadRequest } from './recording.ts'

const LAST_HOOKS_MS = 30
const LOOK_MS = 5
const PRIORITY = -15
const ROTATE_BYTES = 128 << 20

keepHeapSmall()
const request = JSON.parse(process.argv[2] ?? '') as LoadRequest
const output =
  request.output === 'null' ? new NullOutput() : new LogOutput({ path: request.output })
await output.open()
// The load's children inherit it. Else we measure who else is using the machine.
setPriority(PRIORITY)
const session = await startCapture({
  objectDirectory: request.objects,
  ringBytes: request.ringBytes,
  policy: { compressesEdges: request.isCompressed, compressesNodes: request.isCompressed },
})
const answer = await record(session)
await session.close()
await output.close()
process.stdout.write(`${JSON.stringify(answer)}\n`)

async function record({ relay, bootId, machineId, control, counters }: CaptureSession) {
  const format = (onDocument: DocumentReceiver) =>
    createW3cFormat({ onDocument, bootId, machineId, clockOffsetSeconds: clockOffsetSeconds() })
  const pipeline = createPipeline({
    ...{ relay, bootId, machineId, lanes: [{ output, format }] },
    counters: () => counters.read(),
  })
  const directory = `/dev/shm/camflow-load-${process.pid}`
  const { program, files, seconds, rate } = request
  const script = `mkdir ${directory}; cd ${directory}; ${program} . ${files} ${seconds} ${rate} > done`
  const child = await spawnStopped(['sh', '-c', script])
  session.trackProcess(child.pid, { propagate: true, member: true })
  const before = process.cpuUsage()
  const running = pipeline.run()
  const watching = watch()
  child.start()
  await child.exitCode
  await sleep(LAST_HOOKS_MS)
  control.change({ isEnabled: false })
  await sleep(LAST_HOOKS_MS)
  const stats = await pipeline.stop({ isLast: true })
  await running
  const fullest = watching.stop()
  const cpu = process.cpuUsage(before)
  const done = readFileSync(`${directory}/done`, 'utf8').split(' ')
  rmSync(directory, { recursive: true })
  return answerOf(stats, done, (cpu.user + cpu.system) / 1e6, fullest)
}

/**
 * Looks at the ring, when the event loop lets it, and rotates the log: a machine in a virtual machine pays
 * its host for each page of memory that it never touched before, which would be measured as ours.
 */
function watch(): { stop(): number } {
  let fullest = 0
  let size = 0
  const timer = setInterval(() => {
    fullest = Math.max(fullest, session.relay.fillBytes / session.relay.sizeBytes)
    size = statSync(request.output, { throwIfNoEntry: false })?.size ?? 0
    if (size < ROTATE_BYTES) return
    rmSync(request.output)
    void output.reopen()
  }, LOOK_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return fullest
    },
  }
}

function answerOf(
  stats: PipelineStats,
  done: readonly string[],
  recorderCpuSeconds: number,
  fullest: number,
): LoadAnswer {
  const { relationIds, lostRelations, mode } = session.stats()
  return {
    mode,
    operations: Number(done[1]),
    seconds: Number(done[2]),
    relationsMade: relationIds,
    lostCounted: lostRelations,
    relations: stats.relations,
    vertices: stats.vertices,
    lostInStream: stats.lost,
    problems: stats.problems,
    textBytes: stats.textBytes,
    ringBytesRead: stats.ringBytes,
    recorderCpuSeconds,
    fullest,
    privateMb: memoryMb('RssAnon'),
    sharedMb: memoryMb('RssFile') + memoryMb('RssShmem'),
    peakMb: memoryMb('VmHWM'),
  }
}

function memoryMb(field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync('/proc/self/status', 'latin1'),
  )
  return Number(found?.[1] ?? 0) / 1024
}
