/**
 * Starts measured programs from a small shell instead of from Node: the shell is made before anything is
 * loaded, so that it is neither opaque nor large, and what it forks is like what a user's shell forks.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from './operations.ts'

/** One repeat, in nanoseconds for all its operations. */
export interface Repeat {
  readonly elapsed: number
  readonly cpu: number
}

/** What is done while nothing is measured. */
export interface Moments {
  /** The process exists and has done nothing yet. */
  onStart(pid: number): void
  /** Before each repeat. */
  onReady(): void
  /** After each repeat. */
  onTook(): void
}

/** Files lie one component below the root: the work of `stat` grows with each component. */
const SERVE = 'while read -r program rest; do "$program" /tmp $rest || echo failed; done'

/** A shell that runs one operation at a time. */
export class Launcher implements Disposable {
  readonly #shell: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  /** @param root directory that is the root of the shell and of what it runs. */
  constructor(root: string) {
    this.#shell = spawn('chroot', [root, '/bin/sh', '-c', SERVE], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface({ input: this.#shell.stdout })[Symbol.asyncIterator]()
  }

  /**
   * Runs an operation.
   *
   * @param program the compiled bench/operations.c, as the root has it.
   * @returns each repeat; the first, which warms up, is left out.
   */
  async run(
    program: string,
    { name, count }: Operation,
    repeats: number,
    moments: Moments,
  ): Promise<readonly Repeat[]> {
    const took: Repeat[] = []
    this.#shell.stdin.write(`${program} ${name} ${count} ${repeats + 1}\n`)
    for (;;) {
      const words = (await this.#line()).split(' ')
      if (words[0] === 'end') return took.slice(1)
      if (words[0] === 'took') {
        took.push({ elapsed: Number(words[1]), cpu: Number(words[2]) })
        moments.onTook()
        continue
      }
      if (words[0] === 'pid') moments.onStart(Number(words[1]))
      else if (words[0] === 'ready') moments.onReady()
      else throw new Error(`${name}: ${words.join(' ')}`)
      await settle()
      this.#shell.stdin.write('x')
    }
  }

  async #line(): Promise<string> {
    const next = await this.#lines.next()
    if (next.done) throw new Error('the shell that starts measured programs is gone')
    return next.value
  }

  [Symbol.dispose](): void {
    this.#shell.stdin.end()
  }
}

const LOOK_MS = 50
/** What this process may do between two looks and still be quiet: the look itself takes some hundred. */
const QUIET_US = 1000

/**
 * Until this process has nothing more to do. V8 compiles and collects garbage in threads of its own, long after
 * what gave the occasion: on the only processor that would count as the measured program's.
 */
async function settle(): Promise<void> {
  for (;;) {
    const before = process.cpuUsage()
    await sleep(LOOK_MS)
    const { user, system } = process.cpuUsage(before)
    if (user + system < QUIET_US) return
  }
}
