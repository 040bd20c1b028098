/** Which loaded capture the command line controls. */
import { DEFAULT_PIN_DIRECTORY } from '../kernel/pins.ts'

/** The environment variable that names another directory than the service's. */
export const PIN_VARIABLE = 'CAMFLOW_PIN'

/** Where the capture is pinned. */
export function pinDirectory(): string {
  return process.env[PIN_VARIABLE] || DEFAULT_PIN_DIRECTORY
}
