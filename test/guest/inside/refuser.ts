/** A security module of somebody else, there before us: an LSM program that refuses to open and to unlink `refused`. */
import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/guest/project-root.ts'
import { runTool } from '../../../scripts/guest/run-tool.ts'
import { libbpf } from '../../../src/kernel/libbpf.ts'

const OBJECT = 'refuser.bpf.o'

/** Compiles it into `directory`, on the host. */
export function compileRefuser(directory: string): void {
  const source = join(projectRoot, 'test/guest/inside/refuser.bpf.c')
  const types = join(projectRoot, 'bpf/vmlinux')
  const flags = ['-g', '-O2', '-target', 'bpf', '-mcpu=v3', `-I${types}`]
  runTool('clang', [...flags, '-c', source, '-o', join(directory, OBJECT)])
}

/** It refuses until it is disposed of. */
export class Refuser implements Disposable {
  readonly #object
  readonly #links: number[] = []

  /** @param directory where it was compiled into. */
  constructor(directory: string) {
    const bpf = libbpf()
    const object = bpf.bpf_object__open_file(join(directory, OBJECT), null)
    if (object === null || bpf.bpf_object__load(object) < 0) throw new Error('cannot load it')
    this.#object = object
    let program = bpf.bpf_object__next_program(object, null)
    while (program !== null) {
      const link = bpf.bpf_raw_tracepoint_open(null, bpf.bpf_program__fd(program))
      if (link < 0) throw new Error('cannot attach it')
      this.#links.push(link)
      program = bpf.bpf_object__next_program(object, program)
    }
  }

  [Symbol.dispose](): void {
    for (const link of this.#links) closeSync(link)
    libbpf().bpf_object__close(this.#object)
  }
}
