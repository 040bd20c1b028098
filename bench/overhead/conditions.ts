/** Under what each operation is measured. */

/**
 * - `none`: nothing is loaded; what the others are related to.
 * - `no-op`: every hook of the capture has a program that only returns: the floor.
 * - `loaded`: capture is on, nothing is tracked.
 * - `other`: another process is tracked, the measured one is not.
 * - `tracked`: the measured process is tracked, with propagation.
 * - `all`: the whole system is captured.
 */
export const conditions = ['none', 'no-op', 'loaded', 'other', 'tracked', 'all'] as const

/** The name of a condition. */
export type Condition = (typeof conditions)[number]

/** Tells whether `text` names a condition. */
export function isCondition(text: string): text is Condition {
  return (conditions as readonly string[]).includes(text)
}
