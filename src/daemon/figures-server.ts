/** Where the daemon's figures can be had: a socket for `camflow stats`, a file and a port for Prometheus. */
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { dirname } from 'node:path'
import { type DaemonFigures, figuresSocket } from '../capture/daemon-figures.ts'
import { CamflowError } from '../errors.ts'
import { prometheusText } from './prometheus.ts'
import type { MetricsConfig } from './recording-config.ts'

/** What is shown, and where. */
export interface FiguresServerOptions {
  readonly figures: () => DaemonFigures
  readonly metrics: MetricsConfig | undefined
  /** Told of what does not work; the recording goes on. */
  readonly tell: (line: string) => void
  /** @default `/run/camflow/PID.figures` */
  readonly socket?: string
}

const FILE_EVERY_MS = 15_000
const LOOPBACK = '127.0.0.1'

/**
 * Shows the figures until it is closed.
 *
 * @throws CF_METRICS when a place cannot be used.
 */
export async function serveFigures(
  options: FiguresServerOptions,
): Promise<{ close(): Promise<void> }> {
  const { figures, metrics = {}, tell, socket = figuresSocket(process.pid) } = options
  const servers: Server[] = []
  let timer: NodeJS.Timeout | undefined
  try {
    mkdirSync(dirname(socket), { recursive: true, mode: 0o700 })
    rmSync(socket, { force: true })
    const local = createServer((client) => {
      // Whoever asks and leaves before the answer is of no interest.
      client.on('error', () => {})
      client.end(JSON.stringify(figures()))
    })
    servers.push(await listening(local, { path: socket }))
    chmodSync(socket, 0o600)
    if (metrics.prometheusPort !== undefined) {
      const where = { port: metrics.prometheusPort, host: LOOPBACK }
      servers.push(await listening(httpServer(figures), where))
    }
    const file = metrics.prometheusFile
    if (file !== undefined) {
      writeWhole(file, prometheusText(figures()))
      timer = setInterval(() => keepFile(file, figures, tell), FILE_EVERY_MS)
      timer.unref()
    }
  } catch (cause) {
    for (const server of servers) server.close()
    throw new CamflowError('CF_METRICS', cause instanceof Error ? cause.message : '', { cause })
  }
  return {
    async close() {
      clearInterval(timer)
      for (const server of servers) await new Promise((resolve) => server.close(resolve))
      rmSync(socket, { force: true })
    },
  }
}

function httpServer(figures: () => DaemonFigures): Server {
  return createHttpServer((request, response) => {
    const isKnown = request.method === 'GET' && request.url === '/metrics'
    response.writeHead(isKnown ? 200 : 404, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      connection: 'close',
    })
    response.end(isKnown ? prometheusText(figures()) : 'GET /metrics\n')
  })
}

function listening(
  server: Server,
  where: { readonly path: string } | { readonly port: number; readonly host: string },
): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => resolve(server))
    server.unref()
  })
}

function keepFile(file: string, figures: () => DaemonFigures, tell: (line: string) => void): void {
  try {
    writeWhole(file, prometheusText(figures()))
  } catch (error) {
    tell(`metrics: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A reader sees the old file or the new one. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o644 })
  renameSync(`${file}.new`, file)
}
