import { openSync, readSync } from 'node:fs'

// Prints the guest time of the same loop of system calls, twice.

const zero = openSync('/dev/zero', 'r')
const byte = Buffer.alloc(1)

function loopNs(): bigint {
  const start = process.hrtime.bigint()
  for (let index = 0; index < 20_000; index++) readSync(zero, byte)
  return process.hrtime.bigint() - start
}

for (let warmUp = 0; warmUp < 5; warmUp++) loopNs()
console.log(String(loopNs()))
console.log(String(loopNs()))
