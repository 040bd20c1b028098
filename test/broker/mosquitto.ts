/** A real broker for tests: mosquitto on loopback, with what it keeps in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PROGRAM = '/usr/sbin/mosquitto'

/** Why these tests cannot run here, or false. */
export const noMosquitto = existsSync(PROGRAM) ? false : 'no mosquitto: apt-get install mosquitto'

/** How long the broker runs: that of a test, or of another thing that says when it is over. */
export interface Lifetime {
  after(end: () => Promise<void>): unknown
}

/** How the broker is set up. */
export interface MosquittoOptions {
  /** A listener with a certificate, besides the plain one. */
  readonly hasTls?: boolean
  /** Clients need this password, as user `camflow`; it can be changed. */
  readonly password?: string
}

/** One broker. Its ports stay the same when it is started again. */
export class Mosquitto {
  readonly folder: string
  readonly port: number
  readonly webPort: number
  readonly tlsPort: number
  #child: ChildProcess | undefined

  private constructor(folder: string, ports: readonly number[]) {
    this.folder = folder
    const [port = 0, webPort = 0, tlsPort = 0] = ports
    this.port = port
    this.webPort = webPort
    this.tlsPort = tlsPort
  }

  /** Starts a broker. */
  static async start(t: Lifetime, options: MosquittoOptions = {}): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'camflow-mosquitto-'))
    const broker = new Mosquitto(folder, await freePorts(3))
    t.after(async () => {
      await broker.stop('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    })
    if (options.hasTls) makeCertificates(folder)
    if (options.password !== undefined) broker.setPassword(options.password)
    writeFileSync(join(folder, 'conf'), broker.#config(options))
    await broker.start()
    return broker
  }

  get ca(): string {
    return join(this.folder, 'ca.pem')
  }

  /** Sets the password of user `camflow`; a running broker takes it over. */
  setPassword(password: string): void {
    execFileSync('mosquitto_passwd', ['-c', '-b', join(this.folder, 'passwd'), 'camflow', password])
    this.#child?.kill('SIGHUP')
  }

  async start(): Promise<void> {
    const child = spawn(PROGRAM, ['-c', join(this.folder, 'conf'), '-v'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (data) => {
        said += data
        if (/version \S+ running/.test(said)) resolve()
      })
      child.once('exit', () => reject(new Error(`mosquitto ended: ${said}`)))
    })
  }

  /** Makes it write down who has subscribed and what is under way, and waits for that. */
  async keepSessions(): Promise<void> {
    const database = join(this.folder, 'mosquitto.db')
    rmSync(database, { force: true })
    this.#child?.kill('SIGUSR1')
    while (!existsSync(database)) await sleep(5)
  }

  /** SIGTERM lets it keep what is under way, SIGKILL does not. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  #config({ hasTls, password }: MosquittoOptions): string {
    const { folder } = this
    const tls = [
      `listener ${this.tlsPort} 127.0.0.1`,
      `certfile ${folder}/server.pem`,
      `keyfile ${folder}/server.key`,
    ]
    return [
      // Root may read our folder; the user that mosquitto would become may not.
      'user root',
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 0',
      'max_inflight_messages 0',
      ...(password === undefined
        ? ['allow_anonymous true']
        : ['allow_anonymous false', `password_file ${folder}/passwd`]),
      `listener ${this.port} 127.0.0.1`,
      `listener ${this.webPort} 127.0.0.1`,
      'protocol websockets',
      ...(hasTls ? tls : []),
      '',
    ].join('\n')
  }
}

/** Ports of loopback that nobody has now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** An authority, and a certificate of it for 127.0.0.1. */
function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA')
  openssl(
    'req',
    ...key.slice(0, -2),
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=b',
  )
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
  openssl('x509', '-req', '-in', 'server.csr', ...by, '-days', '2', '-out', 'server.pem')
}
