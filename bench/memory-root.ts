/**
 * A root directory in memory for measured programs. The guest's own files come over 9p, where each opening
 * is a conversation with the host: that would be most of the instructions.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runTool } from '../scripts/guest/run-tool.ts'

/** Where every file of a program is kept in memory; for `chroot`. */
export class MemoryRoot {
  readonly path: string

  constructor() {
    this.path = mkdtempSync('/run/bench-')
    for (const each of ['tmp', 'dev']) mkdirSync(join(this.path, each))
    runTool('mount', ['-t', 'tmpfs', 'tmpfs', join(this.path, 'tmp')])
    runTool('mount', ['--bind', '/dev', join(this.path, 'dev')])
  }

  /** Copies files to the place that they have outside. */
  add(...files: readonly string[]): this {
    for (const file of files) {
      const target = join(this.path, file)
      if (existsSync(target)) continue
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(file, target)
    }
    return this
  }

  /** Copies programs with the libraries that they are linked with. */
  addPrograms(...programs: readonly string[]): this {
    this.add(...programs)
    for (const program of programs) {
      // Lines like `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)` and `/lib64/ld-… (0x…)`.
      for (const [, file] of linked(program).matchAll(/(\/\S+) \(0x/g)) this.add(file as string)
    }
    return this
  }
}

function linked(program: string): string {
  try {
    return runTool('ldd', [program])
  } catch {
    // Linked statically: it needs nothing else.
    return ''
  }
}
