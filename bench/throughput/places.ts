/**
 * Where records go in the throughput benchmark: every output of the daemon, each with a reader in a process of its
 * own, so that only the recorder's side is measured.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OutputConfig } from '../../src/daemon/recording-config.ts'
import { FifoOutput } from '../../src/outputs/fifo.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { MqttOutput } from '../../src/outputs/mqtt.ts'
import { NullOutput } from '../../src/outputs/null.ts'
import type { Output } from '../../src/outputs/output.ts'
import { StdoutOutput } from '../../src/outputs/stdout.ts'
import { UnixSocketOutput } from '../../src/outputs/unix-socket.ts'
import { Mosquitto } from '../../test/broker/mosquitto.ts'

/** A folder in memory, and what is done when the measurement is over. */
export interface Site {
  readonly folder: string
  after(end: () => void | Promise<void>): void
}

/** A kind of output, and how one is made whose reader is there. */
export interface Place {
  readonly type: OutputConfig['type']
  open(site: Site): Promise<Output>
}

const DATAGRAMS = `
import socket, sys
sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sock.bind(sys.argv[1])
print('bound', flush=True)
while True: sock.recv(1 << 20)
`

/** By the name of the stage that measures it. */
export const places: Readonly<Record<string, Place>> = {
  'to-null': { type: 'null', open: async () => new NullOutput() },
  'to-log': {
    type: 'log',
    open: async ({ folder }) => new LogOutput({ path: join(folder, 'log') }),
  },
  'to-stdout': { type: 'stdout', open: async (site) => new StdoutOutput({ path: pipeOf(site) }) },
  'to-fifo': {
    type: 'fifo',
    open: async (site) => new FifoOutput({ path: pipeOf(site), lookMs: 1 }),
  },
  'to-unix_socket': { type: 'unix_socket', open: socketOf },
  'to-mqtt-0': { type: 'mqtt', open: (site) => publisher(site, 0) },
  'to-mqtt-1': { type: 'mqtt', open: (site) => publisher(site, 1) },
  'to-mqtt-2': { type: 'mqtt', open: (site) => publisher(site, 2) },
}

function pipeOf(site: Site): string {
  const path = join(site.folder, 'pipe')
  execFileSync('mkfifo', [path])
  const cat = spawn('cat', [path], { stdio: 'ignore' })
  // Waits until it reads; it reads until the last writer has left.
  const held = openSync(path, 'w')
  site.after(() => {
    closeSync(held)
    cat.kill()
  })
  return path
}

async function socketOf(site: Site): Promise<Output> {
  const path = join(site.folder, 'socket')
  const python = spawn('python3', ['-c', DATAGRAMS, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  site.after(() => void python.kill())
  await once(python.stdout, 'data')
  return new UnixSocketOutput({ path, lookMs: 1 })
}

async function publisher(site: Site, qos: 0 | 1 | 2): Promise<Output> {
  const broker = await Mosquitto.start(site)
  return new MqttOutput({
    ...{ address: `127.0.0.1:${broker.port}`, clientId: 'bench', topic: 'camflow/provenance', qos },
    spool: join(site.folder, 'spool'),
  })
}

/** Does the work at a site that is gone afterwards. */
export async function atSite<T>(work: (site: Site) => Promise<T>): Promise<T> {
  const folder = mkdtempSync('/dev/shm/camflow-bench-')
  const ends: (() => void | Promise<void>)[] = [() => rmSync(folder, { recursive: true })]
  try {
    return await work({ folder, after: (end) => void ends.unshift(end) })
  } finally {
    for (const end of ends) await end()
  }
}
