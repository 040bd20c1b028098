/** Runs the program suite and writes what came out: `npm run suite -- --help`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bootGuest } from './guest/boot.ts'
import { isKernelName, type KernelName, kernelNames } from './guest/kernels.ts'
import { projectRoot } from './guest/project-root.ts'
import { buildSuite, suiteBinary } from './suite/build.ts'
import { judgeSuite, type SuiteCapture } from './suite/judge-log.ts'
import { type ResultPage, resultPage } from './suite/page.ts'
import { suitePrograms } from './suite/programs.ts'
import { firedHooks } from './suite/trace.ts'
import { judgeTrials } from './suite/trials.ts'

const GUEST_LIMIT_MS = 900_000
const modes = ['lsm', 'fentry'] as const

const help = `npm run suite -- [--keep] [WHERE…]

Runs the program suite and writes docs/reference/results-WHERE.md.

  WHERE   ${kernelNames.join(', ')}: in a guest of that kernel, lsm and fentry; all three when left out
          host: on this kernel, in tracepoint mode
  --keep  judges what the last run left in build/suite-out`

const { values, positionals } = parseArgs({
  options: { keep: { type: 'boolean' }, help: { type: 'boolean' } },
  allowPositionals: true,
})
const isKept = values.keep === true
const wrong = positionals.filter((word) => word !== 'host' && !isKernelName(word))

if (values.help) {
  console.log(help)
} else if (wrong.length > 0) {
  console.error(`no place ${wrong.join(', ')}\n\n${help}`)
  process.exitCode = 2
} else {
  await run(positionals.length === 0 ? kernelNames : positionals)
}

async function run(places: readonly string[]): Promise<void> {
  buildSuite()
  for (const place of places) {
    if (isKernelName(place)) await inGuest(place)
    else await onHost()
  }
}

function outOf(name: string): string {
  const out = join(projectRoot, 'build/suite-out', name)
  if (!isKept) rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  return out
}

async function inGuest(kernel: KernelName): Promise<void> {
  const outDir = outOf(kernel)
  if (!isKept) {
    const programs = suitePrograms().filter(({ group }) => /^ProvMark: [A-Z]/.test(group))
    const result = await bootGuest({
      kernel,
      outDir,
      // A second emulated one now and then runs code that the first is just patching: the kernel stops.
      cpus: 1,
      command: ['sh', 'test/suite/guest.sh', '/out', ...modes],
      env: { PROGRAMS: programs.map(({ name }) => name).join(' ') },
      timeoutMs: GUEST_LIMIT_MS,
      onStdout: (chunk) => process.stderr.write(chunk),
      onStderr: (chunk) => process.stderr.write(chunk),
    })
    writeFileSync(join(outDir, 'release'), result.release)
    for (const line of result.kernelFaults) process.stderr.write(`${line}\n`)
  }
  const captures = modes.map((mode) => capture(outDir, mode, `/tmp/suite-${mode}`))
  await write(kernel, {
    release: textOf(outDir, 'release'),
    fired: firedHooks(textOf(outDir, 'trace.txt')),
    trials: await judgeTrials(join(outDir, 'trials.log'), textOf(outDir, 'trials.out')),
    captures: await verdicts(captures),
  })
}

async function onHost(): Promise<void> {
  const outDir = outOf('host')
  const directory = mkdtempSync(join(tmpdir(), 'camflow-suite-'))
  const { log, told } = capture(outDir, 'tracepoint', directory)
  const main = join(projectRoot, 'dist/src/cli/main.js')
  const options = ['run', '--private', '--descriptors', '--capture', 'tracepoint', '--output', log]
  const run = spawnSync(process.execPath, [main, ...options, '--', suiteBinary, directory])
  rmSync(directory, { recursive: true })
  if (run.status !== 0) throw new Error(`the suite did not run: ${run.stderr}`)
  writeFileSync(told, run.stdout)
  const captures = await verdicts([{ mode: 'tracepoint', log, told, directory }])
  await write('host', { release: release(), fired: undefined, trials: undefined, captures })
}

function capture(outDir: string, mode: SuiteCapture['mode'], directory: string): SuiteCapture {
  const file = (suffix: string) => join(outDir, `suite-${mode}.${suffix}`)
  return { mode, log: file('log'), told: file('out'), directory }
}

async function verdicts(captures: readonly SuiteCapture[]): Promise<ResultPage['captures']> {
  const found = []
  for (const each of captures) found.push({ mode: each.mode, ...(await judgeSuite(each)) })
  return found
}

function textOf(outDir: string, name: string): string {
  return execFileSync('cat', [join(outDir, name)], { encoding: 'utf8', maxBuffer: 1 << 28 })
}

async function write(name: string, page: ResultPage): Promise<void> {
  const path = join(projectRoot, `docs/reference/results-${name}.md`)
  writeFileSync(path, resultPage(page))
  process.stderr.write(`${path}\n`)
}
