/** Where the instructions of the only processor went. */
import { readdirSync, readFileSync } from 'node:fs'

/** Nanoseconds: instructions, in a guest that counts. */
export interface Spent {
  /** By everything: time less idling. */
  readonly busy: number
  /** By the recorder, all its threads. */
  readonly recorder: number
}

/** Begins to count. @returns what was spent since. */
export function watchProcessor(recorder: number | undefined): () => Spent {
  const start = { wall: process.hrtime.bigint(), idle: idle(), recorder: cpuOf(recorder) }
  return () => ({
    busy: Number(process.hrtime.bigint() - start.wall) - (idle() - start.idle),
    recorder: cpuOf(recorder) - start.recorder,
  })
}

/** To the nanosecond; /proc/stat counts in ticks of ten million. */
function idle(): number {
  const timers = readFileSync('/proc/timer_list', 'latin1')
  const times = timers.matchAll(/\.(?:idle|iowait)_sleeptime\s*:\s*(\d+) nsecs/g)
  return [...times].reduce((sum, [, ns]) => sum + Number(ns), 0)
}

function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return 0
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0])
    .reduce((sum, ns) => sum + Number(ns), 0)
}
