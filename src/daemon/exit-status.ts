/** How `camconfd` and `camflowd` exit when they do not do what they were asked to. */
import { CamflowError, type ErrorCode } from '../errors.ts'

/** The machine refused it. */
const REFUSED = 1
/** What was asked for cannot be. */
export const WRONG_COMMAND_LINE = 2
/** A configuration file, or one that keeps an identity, is wrong or missing: the status of CamFlow. */
export const WRONG_FILE = 255

const FILE_ERRORS: readonly ErrorCode[] = [
  'CF_CONFIG_INVALID',
  'CF_CONFIG_UNREADABLE',
  'CF_IDENTITY_FILE',
]

/** The status for an error that ends the program. */
export function exitStatusOf(error: unknown): number {
  return error instanceof CamflowError && FILE_ERRORS.includes(error.code) ? WRONG_FILE : REFUSED
}
