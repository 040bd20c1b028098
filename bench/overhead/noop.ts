/**
 * Capture programs that do nothing: one for each hook of a real object file, so that the floor follows
 * the hooks without being kept by hand.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../../scripts/guest/run-tool.ts'
import { libbpf } from '../../src/kernel/libbpf.ts'

const ATTACHED = /^(?:lsm|fentry|fexit|tp_btf)\//

/** Compiles `noop.MODE.bpf.o` into `directory`, with the hooks of `objectPath`. @returns the hooks. */
export function compileNoop(objectPath: string, directory: string, mode: string): number {
  const programs = programsOf(objectPath).filter(({ section }) => ATTACHED.test(section))
  const source = join(directory, `noop.${mode}.bpf.c`)
  writeFileSync(source, sourceText(programs))
  const target = join(directory, `noop.${mode}.bpf.o`)
  runTool('clang', ['-g', '-O2', '-target', 'bpf', '-mcpu=v3', '-c', source, '-o', target])
  return programs.length
}

interface NamedProgram {
  readonly name: string
  readonly section: string
}

function programsOf(objectPath: string): readonly NamedProgram[] {
  const bpf = libbpf()
  const object = bpf.bpf_object__open_file(objectPath, null)
  if (object === null) throw new Error(`cannot read ${objectPath}`)
  const all: NamedProgram[] = []
  let program = bpf.bpf_object__next_program(object, null)
  while (program !== null) {
    const name = bpf.bpf_program__name(program)
    all.push({ name, section: bpf.bpf_program__section_name(program) })
    program = bpf.bpf_object__next_program(object, program)
  }
  bpf.bpf_object__close(object)
  return all
}

function sourceText(programs: readonly NamedProgram[]): string {
  const functions = programs.map(
    ({ name, section }) =>
      `__attribute__((section("${section}"), used)) int ${name}(void *context) { return 0; }`,
  )
  const license = 'char GPL[] __attribute__((section("license"), used)) = "GPL";'
  return `${[...functions, license].join('\n')}\n`
}
