import { closeSync, existsSync, ftruncateSync, openSync, renameSync } from 'node:fs'
import { runTool } from './run-tool.ts'

/** Sparse: it takes what is written to it. */
const sizeBytes = 2 * 1024 ** 3

/**
 * Makes the image of an empty disk where there is none yet.
 *
 * @throws Error when mkfs.ext4 is missing or fails; no image is left then.
 */
export function makeDisk(image: string): void {
  if (existsSync(image)) return
  const fresh = `${image}.${process.pid}`
  const file = openSync(fresh, 'w')
  ftruncateSync(file, sizeBytes)
  closeSync(file)
  runTool('mkfs.ext4', ['-q', fresh])
  renameSync(fresh, image)
}
