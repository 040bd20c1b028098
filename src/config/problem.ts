/** What is wrong with a configuration: gathered, so that a user sees all of it at once. */

/** One thing that is wrong. */
export interface ConfigProblem {
  /** With an error nothing is applied; a warning is told and the rest holds. */
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** Counted from 1; `undefined`: the file as a whole. */
  readonly line: number | undefined
  /** Of the key whose value is wrong. */
  readonly section?: string
  readonly message: string
}

/** `/etc/camflow.ini:12: error: …`, as compilers write it. */
export function problemText({ severity, file, line, message }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${severity}: ${message}`
}

/** Whether anything forbids to apply the configuration. */
export function hasErrors(problems: readonly ConfigProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}
