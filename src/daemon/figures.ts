/** Gathers what the daemon tells of itself. */
import type { DaemonFigures } from '../capture/daemon-figures.ts'
import type { FlagSaver } from '../capture/flag-saver.ts'
import type { CaptureSession } from '../capture/session.ts'
import type { Outputs } from './outputs.ts'
import type { Recorder } from './recorder.ts'

/** Where the figures come from. */
export interface FigureSources {
  readonly session: Pick<CaptureSession, 'stats' | 'plane'>
  readonly saver: Pick<FlagSaver, 'figures'>
  readonly bootId: number
  readonly machineId: number
  readonly recorder: Pick<Recorder, 'pipeline' | 'lostByCause'>
  readonly outputs: Pick<Outputs, 'spools'>
}

/** The figures of this moment. */
export function figuresOf(sources: FigureSources): DaemonFigures {
  const { session, bootId, machineId, recorder, outputs, saver } = sources
  const kernel = session.stats()
  const stats = recorder.pipeline.stats()
  const counts = recorder.pipeline.typeCounts()
  const written = recorder.pipeline.laneTypeCounts()
  const memory = process.memoryUsage()
  return {
    pid: process.pid,
    uptimeSeconds: Math.round(process.uptime()),
    ...{ mode: kernel.mode, bootId, machineId },
    vertices: Object.fromEntries(counts.vertices),
    relations: Object.fromEntries(counts.relations),
    repeated: stats.repeated,
    problems: stats.problems,
    lost: recorder.lostByCause(),
    kernel: {
      relationIds: kernel.relationIds,
      lostRelations: kernel.lostRelations,
      lostVertices: kernel.lostVertices,
      missedRuns: kernel.missedRuns,
    },
    ring: { sizeBytes: kernel.ringBytes, fillBytes: kernel.ringFillBytes },
    outputs: stats.lanes.map((lane, index) => {
      const spool = outputs.spools[index]
      return {
        ...lane,
        vertexTypes: Object.fromEntries(written[index]?.vertices ?? []),
        relationTypes: Object.fromEntries(written[index]?.relations ?? []),
        ...(spool === undefined ? {} : { spool }),
      }
    }),
    ...(session.plane.persistence.isOn ? { saved: saver.figures() } : {}),
    memory: {
      residentBytes: memory.rss,
      heapBytes: memory.heapUsed,
      externalBytes: memory.external,
    },
  }
}
