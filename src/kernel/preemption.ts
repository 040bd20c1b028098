/**
 * Whether the kernel interrupts a task inside a system call in favour of another one. It is what decides
 * whether an fexit program can be skipped (bpf/hooks/attach.h).
 */
import { readFileSync } from 'node:fs'

const CHOSEN = '/sys/kernel/debug/sched/preempt'

/** True when it does, or when nothing says that it does not. */
export function preemptsItself(
  chosen: string | undefined = read(CHOSEN),
  build: string | undefined = read('/proc/version'),
): boolean {
  const mode = /\((\w+)\)/.exec(chosen ?? '')?.[1]
  if (mode !== undefined) return mode === 'full' || mode === 'lazy'
  return build === undefined || build.includes('PREEMPT')
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // No debugfs, or no right to look: the other source decides.
    return undefined
  }
}
