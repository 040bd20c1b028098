/** The project's own programs, as tests start them. */
import { fileURLToPath } from 'node:url'

const TSX = fileURLToPath(import.meta.resolve('tsx'))
/** Set when `dist/` was made of these very sources: `npm test` does so once it has built them. */
const isCompiled = process.env.CAMFLOW_TEST_COMPILED === 'yes'

/**
 * What Node.js is given to run a program of `src/`: the compiled one, which begins in a third of the time, or
 * in a test that runs by itself the source, which is never older than the test.
 *
 * @param name without an ending, `cli/main`.
 */
export function programWords(name: string): readonly string[] {
  const path = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url))
  if (isCompiled) return [path(`dist/src/${name}.js`)]
  return ['--import', TSX, path(`src/${name}.ts`)]
}
