/**
 * A command that exists and has not begun: its process is stopped before the first instruction of the
 * program, so that it can be tracked first. A shell stops itself and then becomes the program.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A stopped command. */
export interface StoppedChild {
  readonly pid: number
  /** Lets it run. */
  start(): void
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void
  /** Its exit code as a shell tells it: 128 and the number when a signal ended it. */
  readonly exitCode: Promise<number>
}

const STOP_AND_BECOME = 'kill -STOP $$; exec "$@"'
const PATIENCE_MS = 5000
const LOOK_MS = 1

/** Where a command is, or why it cannot be run: the exit codes are the shell's. */
export type CommandPlace =
  | { readonly path: string }
  | { readonly exitCode: 126 | 127; readonly reason: string }

/** Finds a command as a shell does. */
export function findCommand(name: string, searchPath = process.env.PATH ?? ''): CommandPlace {
  const candidates = name.includes('/')
    ? [name]
    : searchPath.split(':').map((directory) => path.join(directory || '.', name))
  let isThere = false
  for (const candidate of candidates) {
    const stat = statSync(candidate, { throwIfNoEntry: false })
    if (stat === undefined) continue
    isThere = true
    if (stat.isFile() && isExecutable(candidate)) return { path: candidate }
  }
  return isThere
    ? { exitCode: 126, reason: `${name}: not an executable file` }
    : { exitCode: 127, reason: `${name}: command not found` }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // That is the answer.
    return false
  }
}

/**
 * Makes the process of a command and waits until it is stopped. Standard streams are ours.
 *
 * @throws Error when the process does not stop.
 */
export async function spawnStopped(command: readonly string[]): Promise<StoppedChild> {
  const child = spawn('/bin/sh', ['-c', STOP_AND_BECOME, 'sh', ...command], { stdio: 'inherit' })
  const exitCode = exitCodeOf(child)
  const pid = child.pid
  if (pid === undefined) return exitCode.then(() => Promise.reject(new Error('no process')))
  await waitStopped(pid, child)
  return {
    pid,
    exitCode,
    start: () => void child.kill('SIGCONT'),
    signal: (name) => void child.kill(name),
  }
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]))
    })
  })
}

async function waitStopped(pid: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (stateOf(pid) !== 'T') {
    if (performance.now() > deadline || child.exitCode !== null) {
      child.kill('SIGKILL')
      throw new Error('the process of the command did not stop before it began')
    }
    await sleep(LOOK_MS)
  }
}

/** The state letter of a process, behind its name in parentheses. */
function stateOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2)[0]
  } catch {
    // It is gone.
    return undefined
  }
}
