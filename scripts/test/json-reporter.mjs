import { openSync, writeSync } from 'node:fs'

/**
 * A node:test reporter that writes one JSON line per finished test into the file of $TEST_RESULTS, for another
 * process to read. The name is the whole path of the test, suites included. It does not yield the lines: with
 * --test-force-exit Node.js ends without waiting for what it writes itself, and results were missing.
 */
// biome-ignore lint/correctness/useYield: node:test asks for a generator
export async function* jsonReporter(source) {
  const file = openSync(process.env.TEST_RESULTS, 'w')
  const path = []
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      path.length = data.nesting
      path.push(data.name)
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const name = [...path.slice(0, data.nesting), data.name].join(' > ')
    if (data.details?.type === 'suite') continue
    const line = JSON.stringify({
      name,
      passed: type === 'test:pass',
      skip: reason(data.skip) ?? reason(data.todo),
      error: errorText(data.details?.error),
      seconds: (data.details?.duration_ms ?? 0) / 1000,
    })
    writeSync(file, `${line}\n`)
  }
}

function reason(mark) {
  if (mark === undefined || mark === false) return undefined
  return mark === true ? 'no reason given' : mark
}

/** The assertion that failed, without the wrapper that the runner puts around it. */
function errorText(error) {
  if (error === undefined) return undefined
  const cause = error.cause ?? error
  return cause.stack ?? String(cause)
}

// biome-ignore lint/style/noDefaultExport: node:test takes a reporter from a default export
export default jsonReporter
