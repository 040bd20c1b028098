/**
 * When V8 has compiled what a recorder does for every record, it goes on with what is done now and then: a
 * function after a million instructions, at twenty million each. Such a function rarely gives that back.
 */
import { setFlagsFromString } from 'node:v8'

/** By then what is done for every record is compiled. */
const RECORDS = 100_000
/** Bytes of bytecode that a function runs before V8 considers to compile it; fifteen times the default. */
const LATER_BUDGET_BYTES = 1_000_000
const LOOK_MS = 5000
/** Of Node 20. Later ones count calls instead of bytecode, by other flags, of which nothing was measured. */
const V8_MAJOR = '11'

/**
 * Lets V8 compile less once the recorder has passed its first records.
 *
 * @param records how many it has passed.
 */
export function compileLessLater(records: () => number): void {
  const timer = setInterval(() => {
    if (records() < RECORDS) return
    clearInterval(timer)
    compileLess()
  }, LOOK_MS)
  timer.unref()
}

/** Lets V8 compile less from now on. */
export function compileLess(): void {
  if (process.versions.v8.split('.')[0] !== V8_MAJOR) return
  setFlagsFromString(`--interrupt-budget=${LATER_BUDGET_BYTES}`)
  // A small function would be compiled when it has used up the budget that it began with.
  setFlagsFromString('--max-bytecode-size-for-early-opt=0')
}
