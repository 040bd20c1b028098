import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { kernelFaults, parseControl } from './control.ts'
import { makeDisk } from './disk.ts'
import { fetchKernel, type Kernel } from './fetch-kernel.ts'
import { buildInitramfs } from './initramfs.ts'
import { defaultKernel } from './kernels.ts'
import type { FilledOptions, GuestOptions, GuestResult } from './options.ts'
import { projectRoot } from './project-root.ts'
import { type GuestFiles, qemuArguments, type StreamName } from './qemu.ts'
import { GuestStream } from './streams.ts'

type Streams = Readonly<Record<StreamName, GuestStream>>

/**
 * Boots a stock Debian kernel on this machine's files (read-only, with a layer of memory over
 * them), runs one command as root in it and powers it off. Several guests may run at once when
 * their `outDir` differ.
 *
 * @throws Error when the guest cannot start, dies before the command ends, or takes too long;
 *   the message holds the end of its console. A failing command is a result, not an error.
 */
export async function bootGuest(asked: GuestOptions): Promise<GuestResult> {
  const options = fillOptions(asked)
  const kernel = fetchKernel(options.kernel, options.onProgress)
  if (options.disk !== undefined) makeDisk(options.disk)
  for (let boots = 1; ; boots++) {
    const dir = mkdtempSync(join(tmpdir(), 'camflow-guest-'))
    try {
      return await runIn(dir, kernel, options)
    } catch (error) {
      if (!(error instanceof EmulatorFault) || boots === MOST_BOOTS) throw error
      options.onProgress?.('the emulator made the kernel fail as it booted: booting once more')
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
}

const MOST_BOOTS = 3

/**
 * The kernel ran into an instruction that it was just patching (a jump label: it puts a breakpoint there for
 * a moment), because the emulator had not noticed the change. Seen as a kernel boots, before any command.
 */
class EmulatorFault extends Error {}

function fillOptions(asked: GuestOptions): FilledOptions {
  const fallback = join(projectRoot, 'build/guest-out')
  const outDir = resolve(asked.outDir ?? fallback)
  if (asked.outDir === undefined) rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  const defaults = { kernel: defaultKernel, icount: false, cpus: 2, memoryMb: 2048 }
  return { ...defaults, timeoutMs: 300_000, ...asked, outDir }
}

async function runIn(dir: string, kernel: Kernel, options: FilledOptions): Promise<GuestResult> {
  const files: GuestFiles = {
    initrd: join(dir, 'initrd'),
    console: join(dir, 'console'),
    sockets: {
      stdout: join(dir, 'stdout'),
      stderr: join(dir, 'stderr'),
      control: join(dir, 'control'),
    },
  }
  writeFileSync(files.initrd, buildInitramfs(kernel, options))
  const startedMs = performance.now()
  let bootMs = 0
  const streams: Streams = {
    stdout: await GuestStream.listen(files.sockets.stdout, options.onStdout),
    stderr: await GuestStream.listen(files.sockets.stderr, options.onStderr),
    control: await GuestStream.listen(files.sockets.control, () => {
      bootMs ||= performance.now() - startedMs
    }),
  }
  try {
    const problem = await runQemu(qemuArguments(kernel, options, files), options.timeoutMs)
    if (problem === undefined) await Promise.all(Object.values(streams).map((one) => one.ended))
    const totalMs = performance.now() - startedMs
    return { ...readResult(streams, options, files, problem), bootMs, totalMs }
  } finally {
    for (const stream of Object.values(streams)) stream.close()
  }
}

function readResult(
  streams: Streams,
  { outDir }: FilledOptions,
  files: GuestFiles,
  problem: string | undefined,
): Omit<GuestResult, 'bootMs' | 'totalMs'> {
  const { exitCode, release = '', dmesg } = parseControl(streams.control.text())
  const stdout = streams.stdout.text()
  const stderr = streams.stderr.text()
  if (exitCode === undefined) {
    const what = problem ?? 'the guest stopped before the command ended'
    const console = consoleText(files)
    const hasBooted = streams.control.text() !== ''
    const Fault = !hasBooted && console.includes('Oops: int3') ? EmulatorFault : Error
    throw new Fault(
      [what, ...tail('console', console), ...tail('stdout', stdout)]
        .concat(tail('stderr', stderr))
        .join('\n'),
    )
  }
  return { exitCode, stdout, stderr, outDir, release, dmesg, kernelFaults: kernelFaults(dmesg) }
}

function tail(title: string, text: string): readonly string[] {
  const lines = text.trimEnd().split('\n')
  if (lines.join('') === '') return []
  const faultAt = lines.findIndex((line) => kernelFaults(line).length > 0)
  const shown = faultAt < 0 ? lines.slice(-60) : lines.slice(faultAt, faultAt + 60)
  return [`--- the guest's ${title}, from where it matters:`, ...shown]
}

function consoleText(files: GuestFiles): string {
  try {
    return readFileSync(files.console, 'utf8')
  } catch {
    // QEMU failed before it opened the file: there is no console to show.
    return ''
  }
}

/** Runs QEMU to its end. Gives what went wrong, if anything. */
function runQemu(args: readonly string[], timeoutMs: number): Promise<string | undefined> {
  // The kernel ends QEMU with us even when we are killed: no guest is left behind.
  const words = ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...args]
  const qemu = spawn('setpriv', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  qemu.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const stopWatching = endWithUs(qemu)
  return new Promise((resolve) => {
    let problem: string | undefined
    const watchdog = setTimeout(() => {
      problem = `the guest was stopped after ${timeoutMs / 1000} s, its time limit`
      qemu.kill('SIGKILL')
    }, timeoutMs)
    const finish = (failure: string | undefined) => {
      clearTimeout(watchdog)
      stopWatching()
      resolve(problem ?? failure)
    }
    qemu.on('error', (error) => finish(`cannot run QEMU: ${error.message}`))
    qemu.on('close', (code) => finish(code === 0 ? undefined : `QEMU failed: ${said.trim()}`))
  })
}

function endWithUs(qemu: ChildProcess): () => void {
  const end = () => qemu.kill('SIGKILL')
  process.once('exit', end)
  return () => process.off('exit', end)
}
