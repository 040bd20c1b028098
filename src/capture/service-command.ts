/** One command recorded by the service that is loaded already: tracked there, its records in that log. */
import type { CommandRequest } from './record-command.ts'
import type { ServiceFacts } from './service.ts'
import type { CaptureSession } from './session.ts'
import { passSignals } from './signals.ts'
import { summaryHead } from './summary-text.ts'
import { membersGone, spawnTracked } from './tracked-command.ts'

/**
 * Runs a command under the service's capture and says where its records are.
 *
 * @param session joined; is closed here.
 * @returns the command's exit code, 128 and the number when a signal ended it.
 */
export async function recordWithService(
  session: CaptureSession,
  facts: ServiceFacts,
  request: Pick<CommandRequest, 'command' | 'waitsForAll' | 'isQuiet'>,
): Promise<number> {
  await using joined = session
  const startedAt = performance.now()
  const firstRelation = joined.counters.relationIds + 1
  const signals = passSignals()
  try {
    const child = await spawnTracked(joined, request.command)
    child.start()
    signals.to(child)
    const exitCode = await child.exitCode
    // With several commands at once each waits for all: the service counts their processes together.
    if (request.waitsForAll) await membersGone(joined, signals.interrupted)
    if (!request.isQuiet) {
      const durationMs = performance.now() - startedAt
      const command = request.command.join(' ')
      const head = summaryHead({ command, exitCode, durationMs, mode: joined.mode })
      process.stderr.write(`${head}${placeText(joined, facts, firstRelation)}`)
    }
    return exitCode
  } finally {
    signals.close()
  }
}

function placeText({ counters }: CaptureSession, facts: ServiceFacts, first: number): string {
  const last = counters.relationIds
  const count = (last - first + 1).toLocaleString('en-US')
  const what = last < first ? 'no relations' : `${count} relations, ${first} to ${last}`
  return (
    `  by         the service, camflowd ${facts.pid}; --private or --output records apart from it\n` +
    `  graph      ${what}, with what else it captured meanwhile\n` +
    `  log        ${facts.log}, within a second\n`
  )
}
