import { spawn } from 'node:child_process'

/** How a program ended and what it said. */
export interface LoggedRun {
  readonly exitCode: number | null
  /** Standard output and error output, as they came. */
  readonly output: string
}

/**
 * Runs a program to its end and keeps what it says. After `timeoutMs` it is killed with all that it
 * started, and so it is when this process ends before it.
 */
export function runLogged(
  [command = '', ...args]: readonly string[],
  timeoutMs: number,
): Promise<LoggedRun> {
  return new Promise((resolve) => {
    // A process group of its own: one signal reaches the processes of a test that hangs, too.
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const kill = () => killGroup(child.pid)
    process.once('exit', kill)
    let output = ''
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    const watchdog = setTimeout(() => {
      output += `\nstopped after ${timeoutMs / 1000} s, its time limit\n`
      kill()
    }, timeoutMs)
    child.on('error', (error) => {
      output += `cannot run ${command}: ${error.message}\n`
    })
    child.on('close', (exitCode) => {
      clearTimeout(watchdog)
      process.off('exit', kill)
      resolve({ exitCode, output })
    })
  })
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // The last process of the group has just ended by itself.
  }
}
