/** Compiles the stand-in for the capture programs. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FLAGS = ['-g', '-O2', '-target', 'bpf', '-mcpu=v3', '-D__TARGET_ARCH_x86', '-Wall']
const INCLUDES = ['-Wno-missing-declarations', '-Ibpf', '-Ibpf/vmlinux']

/** Compiles test/kernel/stub.bpf.c. @returns the directory to give as `objectDirectory`. */
export function buildStub(...defines: readonly string[]): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'camflow-stub-'))
  const output = path.join(directory, 'capture.tracepoint.bpf.o')
  const source = ['-c', 'test/kernel/stub.bpf.c', '-o', output]
  const args = [...FLAGS, ...INCLUDES, ...defines.map((name) => `-D${name}`), ...source]
  execFileSync('clang', args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  return directory
}

/** Why tests that load programs cannot run here; `false` when they can. */
export const cannotLoad: string | false =
  process.getuid?.() === 0 ? false : 'loading BPF programs needs root'

/** The same of tests that capture, for which our own programs must be there. */
export const cannotCapture: string | false =
  cannotLoad || (existsSync('dist/bpf') ? false : 'not built: npm run build')
