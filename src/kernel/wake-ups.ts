/**
 * The wake-ups of a ring. Its descriptor is readable while anything is in it, which tells nothing about
 * new records; an edge-triggered epoll tells of each time that the kernel woke its readers, and it does
 * so for records that should not wait.
 */
import { closeSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { errno, libc } from './libbpf.ts'

/** Counts the kernel's wake-ups, one or more at a time. */
export interface WakeUps {
  /** Whether the kernel woke the readers of the ring since the last call. Does not wait. */
  take(): boolean
  close(): void
}

const EPOLL_CLOEXEC = 0o2000000
const EPOLL_CTL_ADD = 1
const EPOLLIN = 1
const EPOLLET = 0x8000_0000
/** `struct epoll_event` is packed on x86-64: 12 bytes; elsewhere 16. */
const EVENT_BYTES = 16

/**
 * Watches the wake-ups of a ring.
 *
 * @throws CF_MAP_ACCESS when it cannot be watched.
 */
export function watchWakeUps(ring: number): WakeUps {
  const epoll = check(libc().epoll_create1(EPOLL_CLOEXEC))
  const event = new Uint8Array(EVENT_BYTES)
  new DataView(event.buffer).setUint32(0, (EPOLLIN | EPOLLET) >>> 0, true)
  check(libc().epoll_ctl(epoll, EPOLL_CTL_ADD, ring, event))
  return {
    take: () => libc().epoll_wait(epoll, event, 1, 0) > 0,
    close: () => closeSync(epoll),
  }
}

function check(result: number): number {
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `epoll: errno ${errno()}`)
  return result
}
