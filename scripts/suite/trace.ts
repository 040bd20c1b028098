/** The security functions that the kernel called for each target, from its function trace. */

/** By program: names without `security_`, in the order of their first call. */
export type FiredHooks = ReadonlyMap<string, readonly string[]>

const MARK = /tracing_mark_write: (\S+) (begin|end)$/
const CALL = /: security_(\w+) <-/

/** Reads `/sys/kernel/tracing/trace`. The write of the second mark is itself a `file_permission`, left out here. */
export function firedHooks(text: string): FiredHooks {
  const found = new Map<string, string[]>()
  let program: string | undefined
  let calls: string[] = []
  for (const line of text.split('\n')) {
    const [, name, edge] = MARK.exec(line) ?? []
    if (edge === 'begin') {
      program = name
      calls = []
    } else if (edge === 'end' && name === program && program !== undefined) {
      const last = calls.lastIndexOf('file_permission')
      found.set(program, [...new Set(calls.filter((_, index) => index !== last))])
      program = undefined
    } else if (program !== undefined) {
      const called = CALL.exec(line)?.[1]
      if (called !== undefined) calls.push(called)
    }
  }
  return found
}
