#!/usr/bin/env node
/** `camflow`: finds the command and runs it. */
import { readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import type { Command } from './option.ts'

/** Every command. To add one: a file under commands/ and a line here. */
const commands: Readonly<Record<string, Command>> = {
  run: {
    summary: 'record a command and everything it touches',
    load: async () => (await import('./commands/run.ts')).run,
  },
  doctor: {
    summary: 'say what this machine can capture, and what to do about the rest',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  convert: {
    summary: 'draw a log as a picture',
    load: async () => (await import('./commands/convert.ts')).convert,
  },
  validate: {
    summary: 'check that a log is valid, complete and acyclic',
    load: async () => (await import('./commands/validate.ts')).validate,
  },
}

const usage = `camflow COMMAND [OPTION…]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

  camflow COMMAND --help tells the options of a command; camflow --version the version.
`

/** From the compiled file (dist/src/cli) and from the source (src/cli). */
const PACKAGE_PLACES = ['../../package.json', '../../../package.json']

function version(): string {
  for (const place of PACKAGE_PLACES) {
    try {
      const text = readFileSync(new URL(place, import.meta.url), 'utf8')
      return (JSON.parse(text) as { version: string }).version
    } catch {
      // It is at the other place.
    }
  }
  return 'unknown'
}

async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args
  switch (first) {
    case undefined:
      process.stderr.write(usage)
      return 2
    case '--help':
    case '-h':
      process.stdout.write(usage)
      return 0
    case '--version':
      process.stdout.write(`camflow ${version()}\n`)
      return 0
    case 'help':
      return main(rest.length === 0 ? ['--help'] : [...rest.slice(0, 1), '--help'])
    default:
      return runCommand(first, rest)
  }
}

async function runCommand(name: string, args: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    const what = name.startsWith('-') ? 'option' : 'command'
    process.stderr.write(`camflow: there is no ${what} ${name}\n\n${usage}`)
    return 2
  }
  try {
    const run = await command.load()
    return await run(args)
  } catch (error) {
    if (!(error instanceof CamflowError)) throw error
    process.stderr.write(`camflow ${name}: ${error.message}\n${error.remedy}\n(${error.code})\n`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
