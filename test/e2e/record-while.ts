/** A capture session recorded from here, for tests that need more than `camflow run` offers. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaptureSession } from '../../src/capture/session.ts'
import type { DocumentReceiver } from '../../src/formats/format.ts'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import type { Output } from '../../src/outputs/output.ts'
import { createPipeline, type PipelineStats } from '../../src/pipeline/pipeline.ts'
import { Containers } from '../../src/policy/container.ts'
import type { VertexCursor } from '../../src/record/cursor.ts'

const LAST_HOOKS_MS = 50

/** What came out of the ring. */
export interface Recorded {
  readonly stats: PipelineStats
  /** Relations that loss records in the stream tell of. */
  readonly lossesTold: number
}

/** Opens the output, records while the work lasts, ends the capture and closes the output. */
export async function recordWhile(
  session: CaptureSession,
  output: Output,
  work: () => Promise<void>,
  onVertex?: (vertex: VertexCursor) => void,
): Promise<Recorded> {
  const { bootId, machineId, relay } = session
  let lossesTold = 0
  await output.open()
  const format = (onDocument: DocumentReceiver) =>
    createW3cFormat({
      ...{ bootId, machineId, onDocument, clockOffsetSeconds: 0 },
      containerOf: new Containers().of,
      securityContext: session.securityContext,
    })
  const pipeline = createPipeline({
    ...{ relay, bootId, machineId, lanes: [{ output, format }] },
    counters: () => session.counters.read(),
    observer: {
      ...(onVertex === undefined ? {} : { vertex: onVertex }),
      loss: ({ count }) => {
        lossesTold += Number(count)
      },
    },
  })
  const running = pipeline.run()
  let stats: PipelineStats
  try {
    await work()
  } finally {
    session.control.change({ isEnabled: false })
    await sleep(LAST_HOOKS_MS)
    stats = await pipeline.stop({ isLast: true })
  }
  await running
  await output.close()
  return { stats, lossesTold }
}
