import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { bootGuest } from '../../scripts/guest/boot.ts'
import { type KernelName, kernelNames } from '../../scripts/guest/kernels.ts'
import type { GuestOptions, GuestResult } from '../../scripts/guest/options.ts'
import { projectRoot } from '../../scripts/guest/project-root.ts'

// How a guest test works: a file test/guest/NAME.test.ts runs on the host and calls guestTests()
// with a file test/guest/inside/NAME.ts. That one holds ordinary node:test tests; it runs as root
// in the guest, once per kernel, and each of its tests is reported here as a subtest.
// Three guest files run at once, so a guest has one processor unless it asks for more.

const RESULTS = 'tests.jsonl'

/** What to boot for a file of tests. */
export interface GuestTestsOptions extends Omit<GuestOptions, 'command' | 'kernel' | 'outDir'> {
  /** Where the tests run; all kernels when left out. */
  readonly kernels?: readonly KernelName[]
  /** Told apart in names and folders when one file runs in several ways, `fentry` for example. */
  readonly variant?: string
  /** Puts what must be there first into `outDir`, on the host. */
  readonly before?: (outDir: string) => Promise<void>
  /** Further checks on the host, on what the guest left in `result.outDir`. */
  readonly after?: (t: TestContext, result: GuestResult) => Promise<void> | void
}

/** One test as scripts/test/json-reporter.mjs wrote it. */
interface InsideTest {
  readonly name: string
  readonly passed: boolean
  readonly skip?: string
  readonly error?: string
  /** How long it took, in the guest's time. */
  readonly seconds: number
}

/**
 * What costs an emulated processor time and is nothing that is tested here: guards against speculation, which make
 * each of the kernel's indirect calls three; the kernel's tests of its own ciphers as it boots; zeros in all memory
 * that it gives out. And it stands still while the host's processors are busy elsewhere, which is no stall of its own.
 */
const quick = [
  ...['mitigations=off', 'cryptomgr.notests', 'init_on_alloc=0'],
  'rcupdate.rcu_cpu_stall_timeout=300',
] as const

/**
 * Runs the tests of `test/guest/inside/NAME.ts` in a guest of each kernel. Besides them it fails
 * when the guest's kernel reports a fault.
 *
 * The inside file finds its checkout as working directory, `/out` for what the host shall see, and
 * CAMFLOW_GUEST_KERNEL in its environment.
 */
export function guestTests(name: string, options: GuestTestsOptions = {}): void {
  const { kernels = kernelNames, variant, before, after, ...guest } = options
  for (const kernel of kernels) {
    const title = [name, variant, kernel].filter((one) => one !== undefined).join(' ')
    test(`${title}: in the guest`, async (t) => {
      compile()
      const outDir = guestOutDir(title)
      await before?.(outDir)
      const env = { CAMFLOW_GUEST_KERNEL: kernel, TEST_RESULTS: `/out/${RESULTS}`, ...guest.env }
      const command = insideCommand(name)
      const kernelParameters = [...quick, ...(guest.kernelParameters ?? [])]
      const settings = { cpus: 1, ...guest, kernel, kernelParameters, outDir, env, command }
      const result = await bootGuest(settings).catch(async (error) => {
        // What failed before the guest stopped often tells why it did.
        for (const inside of finishedTests(outDir)) await reportInside(t, inside)
        throw error
      })
      for (const inside of readInsideTests(result)) await reportInside(t, inside)
      await after?.(t, result)
      await assertSoundKernel(t, result)
    })
  }
}

/** An empty folder for what one guest leaves behind: `build/guest-tests/TITLE`. */
export function guestOutDir(title: string): string {
  const outDir = join(projectRoot, 'build/guest-tests', title.replaceAll(/[^\w.]+/g, '-'))
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  return outDir
}

/** A subtest that fails when the guest's kernel log tells of a fault. */
export async function assertSoundKernel(t: TestContext, result: GuestResult): Promise<void> {
  await t.test('the kernel reports no fault', () => {
    assert.deepEqual(result.kernelFaults, [], result.dmesg)
  })
}

/**
 * Brings `dist/` up to date, for the guest runs compiled code: its emulated processor takes
 * several seconds to start a TypeScript loader. Type errors are the build's to report.
 */
function compile(): void {
  spawnSync('node_modules/.bin/tsc', ['-b'], { cwd: projectRoot })
}

function insideCommand(name: string): readonly string[] {
  return [
    process.execPath,
    // What a failed test leaves behind does not keep the guest until its time limit.
    '--test-force-exit',
    ...['--test-reporter', './scripts/test/json-reporter.mjs'],
    `dist/test/guest/inside/${name}.js`,
  ]
}

function readInsideTests(result: GuestResult): readonly InsideTest[] {
  const tests = finishedTests(result.outDir)
  const isExplained = result.exitCode === 0 || tests.some((one) => !one.passed)
  if (tests.length > 0 && isExplained) return tests
  throw new Error(
    `the tests in the guest broke off with exit code ${result.exitCode} after ${tests.length}` +
      ` of them\n${result.stdout}\n${result.stderr}`,
  )
}

function finishedTests(outDir: string): readonly InsideTest[] {
  return readLines(join(outDir, RESULTS)).map((line): InsideTest => JSON.parse(line))
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    // The tests never began: the caller says so, with the guest's output.
    return []
  }
}

async function reportInside(t: TestContext, inside: InsideTest): Promise<void> {
  const skip = inside.skip ?? false
  await t.test(inside.name, { skip }, (t) => {
    t.diagnostic(`${inside.seconds.toFixed(1)} s in the guest`)
    if (!inside.passed) throw new Error(`in the guest: ${inside.error}`)
  })
}
