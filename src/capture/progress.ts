/** The line on the terminal while a command runs for long. */
import type { CaptureSession } from './session.ts'
import type { SummaryCollector } from './summary.ts'

const FIRST_MS = 2000
const EVERY_MS = 500
const CLEAR_LINE = '\r\u001b[K'

/** Shows progress on standard error when that is a terminal, and takes it away again. */
export function showProgress(
  session: CaptureSession,
  collector: SummaryCollector,
): { close(): void } | undefined {
  if (!process.stderr.isTTY) return undefined
  const startedAt = performance.now()
  let isShown = false
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAt
    if (elapsedMs < FIRST_MS) return
    isShown = true
    const { lostRelations } = session.counters.read()
    const parts = [
      `${Math.floor(elapsedMs / 1000)} s`,
      `${session.counters.members} running`,
      `${collector.programs} programs`,
      `${collector.relations.toLocaleString('en-US')} relations`,
      `${lostRelations.toLocaleString('en-US')} lost`,
    ]
    process.stderr.write(`${CLEAR_LINE}camflow: ${parts.join(', ')}`)
  }, EVERY_MS)
  return {
    close: () => {
      clearInterval(timer)
      if (isShown) process.stderr.write(CLEAR_LINE)
    },
  }
}
