/** Refuses what no control function can mean, before anything is changed. TypeScript sees most of it; callers in
 * JavaScript, and numbers that are out of range, it does not. */
import { defaultPolicy, type Policy } from '../kernel/policy.ts'
import type { ObjectChange } from './control-plane.ts'

const MOST_BITS = 1n << 64n
const MOST_PID = 0x7fffffff
const flagNames: readonly string[] = [
  'track',
  'propagate',
  'opaque',
] satisfies (keyof ObjectChange)[]

/**
 * @throws TypeError for a part that a policy does not have or of a wrong type, RangeError for a filter that is not
 *   64 bits.
 */
export function checkPolicyParts(parts: Partial<Policy>): void {
  checkObject('policy', parts)
  for (const [name, value] of Object.entries(parts)) {
    if (!Object.hasOwn(defaultPolicy, name)) throw new TypeError(`a policy has no ${name}`)
    const wanted = typeof defaultPolicy[name as keyof Policy]
    if (wanted === 'bigint') checkBits(name, value)
    else if (typeof value !== wanted)
      throw new TypeError(`${name} is a ${wanted}, not ${typeof value}`)
  }
}

/** @throws TypeError for what a change does not have or of a wrong type, RangeError for labels that are not 64 bits. */
export function checkObjectChange(change: ObjectChange): void {
  checkObject('change', change)
  for (const [name, value] of Object.entries(change)) {
    if (name !== 'taint' && !flagNames.includes(name))
      throw new TypeError(`a change has no ${name}`)
    if (value === undefined) continue
    if (name === 'taint') checkBits(name, value)
    else if (typeof value !== 'boolean') {
      throw new TypeError(`${name} is a boolean, not ${typeof value}`)
    }
  }
}

/** @throws TypeError for what is no integer, RangeError for one that no process can have. */
export function checkProcessId(pid: number): void {
  if (!Number.isInteger(pid)) throw new TypeError(`a process id is an integer, not ${String(pid)}`)
  if (pid < 1 || pid > MOST_PID)
    throw new RangeError(`a process id is 1 to ${MOST_PID}, not ${pid}`)
}

/** @throws TypeError for what is no path. */
export function checkPath(path: string): void {
  if (typeof path !== 'string') throw new TypeError(`a path is a string, not ${typeof path}`)
  if (path === '' || path.includes('\0'))
    throw new TypeError('a path is not empty and has no zero byte')
}

/** @throws TypeError for what is no bigint, RangeError outside 64 bits. */
export function checkBits(name: string, value: unknown): void {
  if (typeof value !== 'bigint') throw new TypeError(`${name} is a bigint, not ${typeof value}`)
  if (value < 0n || value >= MOST_BITS) throw new RangeError(`${name} is 64 bits, not ${value}`)
}

function checkObject(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new TypeError(`a ${what} is an object`)
}
