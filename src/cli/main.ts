#!/usr/bin/env node
/** `camflow`: finds the command and runs it. */
import { CamflowError } from '../errors.ts'
import { libraryVersion } from '../policy/version.ts'
import { commands } from './command-table.ts'
import { MISUSE } from './misuse.ts'
import { endWithStandardOutput } from './standard-streams.ts'

/** The overview of `camflow --help`. */
async function usage(): Promise<string> {
  const { subCommandHelp } = await import('./control-help.ts')
  const { controlOptions } = await import('./control-options.ts')
  const rows = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(12)}${summary}`,
  )
  return `camflow COMMAND [OPTION…]

${rows.join('\n')}

Of a capture that is loaded:

${subCommandHelp(controlOptions)}
  camflow COMMAND --help tells the options of a command; camflow --version the version.
  camflow -h lists the options of CamFlow's own command, which all work here.
`
}

async function main(args: readonly string[]): Promise<number> {
  const [first = '-h', ...rest] = args
  if (first === '--help') {
    process.stdout.write(await usage())
    return 0
  }
  if (first === '--version') {
    process.stdout.write(`camflow ${libraryVersion()}\n`)
    return 0
  }
  if (first === 'help') return main(rest.length === 0 ? ['--help'] : [...rest, '--help'])
  if (first === '__complete') return complete(rest)
  if (Object.hasOwn(commands, first)) return runCommand(first, rest)
  const { isSubCommand } = await import('./control-run.ts')
  if (first.startsWith('-') || isSubCommand(first)) {
    const { runControl } = await import('./control-main.ts')
    return runControl(args)
  }
  // What CamFlow does with a first argument that it does not know, whatever it looks like.
  process.stderr.write(`camflow: there is no command ${first}\n`)
  process.stdout.write(await usage())
  return MISUSE
}

/** Asked by the scripts of `camflow completion`. */
async function complete(typed: readonly string[]): Promise<number> {
  const { candidateLines, candidates } = await import('./completion.ts')
  const { controlOptions } = await import('./control-options.ts')
  const [first = ''] = typed
  const isOfCommand = typed.length > 1 && Object.hasOwn(commands, first)
  const form = isOfCommand ? (await commands[first]?.load())?.form : undefined
  const found = candidates(controlOptions, Object.keys(commands), typed, form)
  process.stdout.write(candidateLines(found))
  return 0
}

async function runCommand(name: string, args: readonly string[]): Promise<number> {
  try {
    const command = await commands[name]?.load()
    return (await command?.run(args)) ?? 2
  } catch (error) {
    if (!(error instanceof CamflowError)) throw error
    process.stderr.write(`camflow ${name}: ${error.message}\n${error.remedy}\n(${error.code})\n`)
    return 1
  }
}

endWithStandardOutput()
process.exitCode = await main(process.argv.slice(2))
