/** Signals sent to `camflow run` go to the command. */
import type { StoppedChild } from './stopped-child.ts'

/** The passing on of signals. */
export interface SignalPassing {
  /** Says who gets them; what came before is passed on now. */
  to(child: StoppedChild): void
  /** Aborted by the first signal that asks us to end after the command has ended. */
  readonly interrupted: AbortSignal
  /** Takes the listeners away. */
  close(): void
}

const ALWAYS = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
/** A terminal sends these to the command itself: passing them on would double them. */
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const
const ENDING: ReadonlySet<string> = new Set(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'])

/** Takes the signals from now on: none of them ends us while a command is about to be there. */
export function passSignals(): SignalPassing {
  const interruption = new AbortController()
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  const early: NodeJS.Signals[] = []
  let receiver: StoppedChild | undefined
  let hasEnded = false
  const onSignal = (signal: NodeJS.Signals) => {
    const isFromTerminal = (FROM_TERMINAL as readonly string[]).includes(signal) && hasTerminal
    if (hasEnded && ENDING.has(signal)) interruption.abort()
    else if (receiver === undefined) early.push(signal)
    else if (!isFromTerminal) receiver.signal(signal)
  }
  const listened = [...ALWAYS, ...FROM_TERMINAL]
  for (const signal of listened) process.on(signal, onSignal)
  const end = () => {
    hasEnded = true
  }
  return {
    interrupted: interruption.signal,
    to: (child) => {
      receiver = child
      for (const signal of early) child.signal(signal)
      child.exitCode.then(end, end)
    },
    close: () => {
      for (const signal of listened) process.off(signal, onSignal)
    },
  }
}
