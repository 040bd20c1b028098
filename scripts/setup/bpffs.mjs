import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { say } from './report.mjs'

const mountPoint = '/sys/fs/bpf'

/** Mounts the file system that programs and maps are pinned in, where that is ours to do. */
export function mountBpffs() {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
  if (mounts.some((line) => line.split(' ')[1] === mountPoint)) return
  if (process.getuid() !== 0) return
  say(`mount -t bpf bpf ${mountPoint}`)
  const run = spawnSync('mount', ['-t', 'bpf', 'bpf', mountPoint], { encoding: 'utf8' })
  // Not fatal: camflow doctor explains what a kernel without it cannot do.
  if (run.status !== 0) say(`could not mount it: ${run.stderr.trim()}`)
}
