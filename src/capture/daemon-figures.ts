/** What a running daemon tells of itself: one JSON object on a socket that only root can open. */
import { readdirSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { SavedFigures } from './flag-saver.ts'
import { STATE_DIRECTORY } from './service.ts'

/** What one output got. */
export interface OutputFigures {
  readonly name: string
  /** Records written for it, and those that its filter left out. */
  readonly vertices: number
  readonly relations: number
  readonly hidden: number
  /** The same records by type. */
  readonly vertexTypes: Readonly<Record<string, number>>
  readonly relationTypes: Readonly<Record<string, number>>
  /** What it has accepted. */
  readonly documents: number
  readonly textBytes: number
  /** What it did not get, and was told of where that was possible. */
  readonly droppedDocuments: number
  readonly droppedRelations: number
  readonly droppedVertices: number
  /** The dropped relations by cause. */
  readonly droppedByCause: Readonly<Record<string, number>>
  /** What waits for it outside of the ring. */
  readonly waitingDocuments: number
  readonly waitingBytes: number
  /** Time in ms since the oldest document that it has not accepted was ready. */
  readonly lagMs: number
  /** What waits on disk, for an output that has a spool. */
  readonly spool?: {
    readonly messages: number
    readonly bytes: number
    readonly limitBytes: number
  }
}

/** The figures of one daemon since it started, and of the capture since it was loaded. */
export interface DaemonFigures {
  readonly pid: number
  readonly uptimeSeconds: number
  readonly mode: string
  readonly bootId: number
  readonly machineId: number
  /** Records that came out of the ring, by type. */
  readonly vertices: Readonly<Record<string, number>>
  readonly relations: Readonly<Record<string, number>>
  /** Relations that a daemon before this one had written as well. */
  readonly repeated: number
  /** Messages that could not be decoded. */
  readonly problems: number
  /** Lost relations that this daemon has told, by cause. */
  readonly lost: Readonly<Record<string, number>>
  /** What the kernel counted: last relation id, lost records, runs of programs that were left out. */
  readonly kernel: {
    readonly relationIds: number
    readonly lostRelations: number
    readonly lostVertices: number
    readonly missedRuns: number
  }
  readonly ring: { readonly sizeBytes: number; readonly fillBytes: number }
  readonly outputs: readonly OutputFigures[]
  /** Files whose flags were kept with them; where that is wanted. */
  readonly saved?: SavedFigures
  readonly memory: {
    readonly residentBytes: number
    readonly heapBytes: number
    readonly externalBytes: number
  }
}

const SUFFIX = '.figures'

/** The socket of one process. */
export function figuresSocket(pid: number, directory = STATE_DIRECTORY): string {
  return join(directory, `${pid}${SUFFIX}`)
}

/** Asks every daemon that runs. One that ended without taking its socket away is passed over. */
export async function readFigures(directory = STATE_DIRECTORY): Promise<readonly DaemonFigures[]> {
  const answers = await Promise.all(
    namesIn(directory)
      .filter((name) => name.endsWith(SUFFIX))
      .sort()
      .map((name) => ask(join(directory, name))),
  )
  return answers.filter((answer) => answer !== undefined)
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    // No daemon has run since the machine started, or we may not look.
    return []
  }
}

function ask(path: string): Promise<DaemonFigures | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (data) => {
      text += data
    })
    socket.on('end', () => resolve(JSON.parse(text) as DaemonFigures))
    // Nobody listens: the daemon was killed.
    socket.on('error', () => resolve(undefined))
  })
}
