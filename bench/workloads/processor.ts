/** Where the instructions of the only processor went. */
import { readdirSync, readFileSync } from 'node:fs'

/** Nanoseconds: instructions, in a guest that counts. */
export interface Spent {
  /** By everything: time less idling. */
  readonly busy: number
  /** By the recorder, all its threads. */
  readonly recorder: number
}

const TICK_NS = 10_000_000

/** Begins to count. @returns what was spent since. */
export function watchProcessor(recorder: number | undefined): () => Spent {
  const start = { wall: process.hrtime.bigint(), idle: idle(), recorder: cpuOf(recorder) }
  return () => ({
    busy: Number(process.hrtime.bigint() - start.wall) - (idle() - start.idle),
    recorder: cpuOf(recorder) - start.recorder,
  })
}

/** Fields of the line `cpu`: user nice system idle iowait. */
function idle(): number {
  const fields = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]?.split(/\s+/) ?? []
  return (Number(fields[4]) + Number(fields[5])) * TICK_NS
}

function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return 0
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0])
    .reduce((sum, ns) => sum + Number(ns), 0)
}
