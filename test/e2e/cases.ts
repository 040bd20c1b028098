/** The cases that every capture mode is tried on. */
import type { CaptureCase } from './case.ts'
import { controlCases } from './cases-control.ts'
import { exchangeCases } from './cases-exchange.ts'
import { fileCases } from './cases-files.ts'
import { processCases } from './cases-processes.ts'
import { socketCases } from './cases-sockets.ts'

/** In the order in which they run. */
export const captureCases: readonly CaptureCase[] = [
  ...processCases,
  ...fileCases,
  ...socketCases,
  ...exchangeCases,
  ...controlCases,
]
