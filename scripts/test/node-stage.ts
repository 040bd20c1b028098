import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../guest/project-root.ts'
import { runLogged } from './run-logged.ts'
import type { Stage, StageResult } from './stage.ts'
import { noTests, skippedInTap, tallyOfTap } from './tally.ts'

/** What a stage of node:test files needs to know. */
export interface NodeStageOptions {
  readonly name: string
  readonly about: string
  readonly files: readonly string[]
  /** How many files run at once; 2 when left out. */
  readonly concurrency?: number
  /** The stage is stopped and failed after this long; 15 minutes when left out. */
  readonly timeoutMs?: number
  /** That Node.js reads TypeScript by itself: tsx is not needed. */
  readonly readsTypes?: boolean
  /** Gives the Node.js to run on, and prepares what the files need. This one when left out. */
  readonly prepare?: () => string
  /** Why no file of the stage can run here, when that is so. */
  readonly refusal?: string | undefined
}

/** A stage that runs test files with node:test. Its full log stays in `build/test/NAME.log`. */
export function nodeStage(options: NodeStageOptions): Stage {
  const { name, about, files, refusal } = options
  return {
    name,
    about: `${about}, ${files.length} files`,
    run: async () => {
      if (files.length === 0) return { tally: noTests, skipped: [], failures: '' }
      if (refusal !== undefined) return allSkipped(files, refusal)
      try {
        return await runFiles(options, options.prepare?.() ?? process.execPath)
      } catch (error) {
        return broken(`✖ ${name} could not be prepared: ${error}`)
      }
    },
  }
}

async function runFiles(options: NodeStageOptions, node: string): Promise<StageResult> {
  const dir = join(projectRoot, 'build/test')
  mkdirSync(dir, { recursive: true })
  const [log, tap] = [join(dir, `${options.name}.log`), join(dir, `${options.name}.tap`)]
  writeFileSync(log, '')
  writeFileSync(tap, '')
  const { exitCode, output } = await runLogged(
    [
      node,
      ...(options.readsTypes ? [] : ['--import', 'tsx']),
      ...['--import', './scripts/test/fixed-seed.mjs'],
      ...['--test', `--test-concurrency=${options.concurrency ?? 2}`],
      ...['--test-reporter=spec', `--test-reporter-destination=${log}`],
      ...['--test-reporter=tap', `--test-reporter-destination=${tap}`],
      ...options.files,
    ],
    options.timeoutMs ?? 15 * 60_000,
  )
  const tapText = readFileSync(tap, 'utf8')
  const tally = tallyOfTap(tapText)
  const logText = readFileSync(log, 'utf8')
  if (tally === undefined || (exitCode !== 0 && tally.failed === 0)) {
    return broken(`✖ ${options.name} broke off (exit code ${exitCode})\n${logText}\n${output}`)
  }
  const failures = tally.failed > 0 ? failingPart(logText) : ''
  return { tally, skipped: skippedInTap(tapText), failures }
}

function allSkipped(files: readonly string[], reason: string): StageResult {
  return {
    tally: { ...noTests, skipped: files.length },
    skipped: files.map((file) => `${file}: ${reason}`),
    failures: '',
  }
}

function broken(failures: string): StageResult {
  return { tally: { ...noTests, failed: 1 }, skipped: [], failures }
}

/** The spec reporter repeats what failed at its end. */
function failingPart(log: string): string {
  const at = log.lastIndexOf('✖ failing tests:')
  return at < 0 ? log : log.slice(at)
}
