/**
 * Writes docs/reference/hook-prototypes.gen.json: what the programs attach to in each guest kernel. Boots a
 * kernel whose types are not kept yet, so it is no part of `npm run gen`; a guest test keeps it true.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kernelNames } from './guest/kernels.ts'
import { guestTypes } from './hooks/fetch-btf.ts'
import { keptPath, keptText, wantedPrototypes } from './hooks/kernels.ts'
import { type Prototypes, prototypesIn } from './hooks/prototypes.ts'

/** Reads the prototypes of every guest kernel. */
export async function guestPrototypes(): Promise<ReadonlyMap<string, Prototypes>> {
  const wanted = wantedPrototypes()
  const found = new Map<string, Prototypes>()
  for (const name of kernelNames) found.set(name, prototypesIn(await guestTypes(name), wanted))
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(keptPath, keptText(await guestPrototypes()))
}
