import { spawnSync } from 'node:child_process'

/**
 * Runs a tool of the machine to its end.
 *
 * @returns what it wrote to its standard output.
 * @throws Error with the command and the end of its error output when it fails or is missing.
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): string {
  const result = spawnSync(command, args, {
    cwd: options.cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (result.error !== undefined) throw new Error(`cannot run ${command}`, { cause: result.error })
  if (result.status !== 0) {
    const said = result.stderr.trim().split('\n').slice(-12).join('\n')
    throw new Error(
      `${command} ${args.join(' ')}: ended with ${result.status ?? result.signal}\n${said}`,
    )
  }
  return result.stdout
}
