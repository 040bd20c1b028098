import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web server on loopback that gives one page. */
export interface WebServer {
  readonly url: string
  close(): void
}

/** The page of the walk-through. */
export const page = '<!doctype html><title>CamFlow</title><p>Who fetched this page?\n'

/** Serves the page at a free port of 127.0.0.1. */
export function serveLocally(): Promise<WebServer> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(page)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({ url: `http://127.0.0.1:${port}/index.html`, close: () => server.close() })
    })
  })
}
