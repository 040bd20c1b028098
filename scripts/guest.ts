import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootGuest } from './guest/boot.ts'
import { type GuestCommandLine, parseGuestArguments } from './guest/command-line.ts'

// Boots a stock kernel with this checkout and runs one command in it: see `--help`.

for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => process.exit(128 + number))
}

const parsed = readArguments()
if (typeof parsed === 'string') {
  console.log(parsed)
} else {
  await runGuest(parsed)
}

function readArguments(): GuestCommandLine | string {
  try {
    return parseGuestArguments(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

async function runGuest(commandLine: GuestCommandLine): Promise<void> {
  const { writesDmesg, isVerbose, ...options } = commandLine
  try {
    const result = await bootGuest({
      ...options,
      onStdout: (chunk) => process.stdout.write(chunk),
      onStderr: (chunk) => process.stderr.write(chunk),
      onProgress: (text) => console.error(`guest: ${text}`),
    })
    if (writesDmesg) writeFileSync(join(result.outDir, 'dmesg.txt'), result.dmesg)
    for (const line of result.kernelFaults) console.error(`guest: kernel fault: ${line}`)
    if (isVerbose) {
      const [boot, total] = [result.bootMs, result.totalMs].map((ms) => (ms / 1000).toFixed(1))
      console.error(`guest: Linux ${result.release}, up after ${boot} s, off after ${total} s`)
    }
    process.exitCode = result.exitCode
  } catch (error) {
    console.error(`guest: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 125
  }
}
