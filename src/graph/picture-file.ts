/** Turns graphviz text into an image with the program `dot`. */
import { spawn } from 'node:child_process'
import { CamflowError } from '../errors.ts'

/**
 * Draws `text` as SVG.
 *
 * @throws CF_GRAPHVIZ_MISSING when `dot` is absent or fails; its own words are the detail.
 */
export function drawSvg(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const dot = spawn('dot', ['-Tsvg'], { stdio: ['pipe', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    const problems: Buffer[] = []
    dot.stdout.on('data', (bytes: Buffer) => output.push(bytes))
    dot.stderr.on('data', (bytes: Buffer) => problems.push(bytes))
    dot.on('error', (cause) => reject(new CamflowError('CF_GRAPHVIZ_MISSING', '', { cause })))
    dot.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'))
      else reject(new CamflowError('CF_GRAPHVIZ_MISSING', Buffer.concat(problems).toString('utf8')))
    })
    // When dot ends early, its exit code tells more than the broken pipe.
    dot.stdin.on('error', () => {})
    dot.stdin.end(text)
  })
}
