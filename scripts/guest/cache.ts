import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where fetched things that are not the project's (kernels, another Node.js) are kept between
 * runs and between checkouts.
 *
 * @returns `$CAMFLOW_CACHE`, else `$XDG_CACHE_HOME/camflow`, else `~/.cache/camflow`.
 */
export function cacheDir(): string {
  const { CAMFLOW_CACHE, XDG_CACHE_HOME } = process.env
  return CAMFLOW_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'camflow')
}
