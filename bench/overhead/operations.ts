/** The operations of bench/operations.c, how often each is done in one repeat, and what it may cost. */

/** One operation. */
export interface Operation {
  readonly name: string
  /** In words, for the table. */
  readonly title: string
  /**
   * How often in one repeat; even. Long enough that a timer tick (one in 4 million instructions) does not
   * show, nor that what the kernel frees some milliseconds later falls into the next repeat; short enough that a
   * repeat's records find room in the ring.
   */
  readonly count: number
  /** Ratio that is expected first, and the aim, of design.md §8, for whole-system capture. */
  readonly goal?: readonly [expected: number, aim: number]
}

/** In the order in which they are measured. */
export const operations: readonly Operation[] = [
  { name: 'null', title: 'getppid', count: 20_000, goal: [1, 1] },
  {
    name: 'read',
    title: 'read 1 byte /dev/zero',
    count: 10_000,
    goal: [1.6, 1.38],
  },
  {
    name: 'write',
    title: 'write 1 byte /dev/null',
    count: 10_000,
    goal: [1.66, 1.42],
  },
  { name: 'read-4k', title: 'read 4 KiB cached', count: 5000 },
  { name: 'read-alternate', title: 'read two files alternately', count: 5000 },
  { name: 'stat', title: 'stat', count: 3000, goal: [1.66, 1.28] },
  { name: 'fstat', title: 'fstat', count: 5000, goal: [1.32, 1.22] },
  { name: 'open-close', title: 'open+close', count: 3000, goal: [1.56, 1.28] },
  { name: 'pipe', title: 'pipe write+read', count: 4000, goal: [1.54, 1.24] },
  { name: 'pipe-round-trip', title: 'pipe round trip', count: 2000 },
  { name: 'unix', title: 'AF_UNIX write+read', count: 3000, goal: [1.29, 1.15] },
  { name: 'unix-round-trip', title: 'AF_UNIX round trip', count: 2000 },
  {
    name: 'create-unlink',
    title: 'create+unlink',
    count: 1000,
    goal: [1.33, 1.18],
  },
  { name: 'rename', title: 'rename', count: 1000 },
  { name: 'chmod', title: 'chmod', count: 2000 },
  { name: 'fork-exit', title: 'fork+exit+wait', count: 200 },
  { name: 'fork-exec', title: 'fork+exec+wait', count: 200, goal: [1.05, 1.03] },
  { name: 'tcp-round-trip', title: 'TCP round trip', count: 1000 },
  { name: 'tcp-connect', title: 'TCP connect+accept+close', count: 200 },
]

/**
 * Finds operations by name.
 *
 * @throws TypeError naming the one that does not exist.
 */
export function operationsNamed(names: readonly string[] | undefined): readonly Operation[] {
  if (names === undefined) return operations
  return names.map((name) => {
    const found = operations.find((each) => each.name === name)
    if (found === undefined) throw new TypeError(`no operation ${name}; there are ${known()}`)
    return found
  })
}

function known(): string {
  return operations.map((each) => each.name).join(', ')
}
