import { spawn } from 'node:child_process'

/** How a program ended and what it said. */
export interface LoggedRun {
  readonly exitCode: number | null
  /** Standard output and error output, as they came. */
  readonly output: string
}

/** Runs a program to its end and keeps what it says; killed after `timeoutMs`. */
export function runLogged(
  [command = '', ...args]: readonly string[],
  timeoutMs: number,
): Promise<LoggedRun> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    const watchdog = setTimeout(() => {
      output += `\nstopped after ${timeoutMs / 1000} s, its time limit\n`
      child.kill('SIGKILL')
    }, timeoutMs)
    child.on('error', (error) => {
      output += `cannot run ${command}: ${error.message}\n`
    })
    child.on('close', (exitCode) => {
      clearTimeout(watchdog)
      resolve({ exitCode, output })
    })
  })
}
