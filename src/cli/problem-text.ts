/** An error as a command tells it. */
import { CamflowError } from '../errors.ts'

/** What is wrong, and for errors of ours what to do. */
export function problemText(error: unknown): string {
  if (error instanceof CamflowError) return `${error.message}\n${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
