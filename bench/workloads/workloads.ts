/** Whole programs, as a user would run them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../../scripts/guest/run-tool.ts'
import type { MemoryRoot } from '../memory-root.ts'

/** One workload: a line for the shell in the directory that `prepareWorkloads` filled. */
export interface Workload {
  readonly name: string
  readonly title: string
  readonly script: string
}

/** Each script leaves the directory as it was. */
export const workloads: readonly Workload[] = [
  {
    name: 'tar',
    title: 'tar of 300 files, ten times',
    script: 'for i in 1 2 3 4 5 6 7 8 9 10; do tar cf a.tar files; done; rm a.tar',
  },
  {
    name: 'untar',
    title: 'extracting 300 files, five times',
    script: 'for i in 1 2 3 4 5; do mkdir x; tar xf files.tar -C x; rm -r x; done',
  },
  { name: 'make', title: 'make of 4 C files', script: 'make -s; make -s clean' },
]

const WORK = '/tmp/work'
const FILES = 300
const FILE_BYTES = 8192
const SOURCES = 4
const FUNCTIONS = 40

/** Puts the programs and what they work on into the root. @returns the directory, as the root has it. */
export function prepareWorkloads(root: MemoryRoot): string {
  const directory = join(root.path, WORK)
  mkdirSync(join(directory, 'files'), { recursive: true })
  for (let i = 0; i < FILES; i++) {
    writeFileSync(join(directory, 'files', `file-${i}`), Buffer.alloc(FILE_BYTES, i))
  }
  runTool('tar', ['cf', join(directory, 'files.tar'), '-C', directory, 'files'])
  for (let i = 0; i < SOURCES; i++) writeFileSync(join(directory, `part${i}.c`), sourceText(i))
  writeFileSync(join(directory, 'Makefile'), makefile())
  const tools = ['tar', 'make', 'gcc', 'rm', 'mkdir'].map((each) => `/usr/bin/${each}`)
  root.addPrograms('/bin/sh', ...tools)
  addCompiler(root, directory)
  return WORK
}

/** What gcc itself runs and reads, as it tells when asked. */
function addCompiler(root: MemoryRoot, directory: string): void {
  const gcc = (...args: readonly string[]) => runTool('gcc', args, { cwd: directory }).trim()
  const helpers = ['cc1', 'collect2', 'as', 'ld'].map((each) => gcc(`-print-prog-name=${each}`))
  root.addPrograms(
    ...helpers.map((each) => (each.startsWith('/') ? each : `/usr/bin/${each}`)),
    gcc('-print-file-name=liblto_plugin.so'),
  )
  const headers = gcc('-O1', '-M', 'part0.c').matchAll(/(\/\S+\.h)/g)
  const inputs = gcc('-Wl,-t', '-o', '/dev/null', 'part0.c').matchAll(/^(\/(?:usr|lib)\S+)$/gm)
  root.add(...[...headers, ...inputs].map(([, file]) => file as string))
  root.add(gcc('-print-file-name=libc.so'), gcc('-print-file-name=libgcc_s.so'))
}

function sourceText(part: number): string {
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, i) =>
      `int f${part}_${i}(int n)\n{\n\tchar text[64];\n\tsnprintf(text, sizeof(text), "%d", n * ${i});\n` +
      `\treturn n > ${i} ? f${part}_${Math.max(0, i - 1)}(n - 1) + (int)strlen(text) : atoi(text);\n}\n`,
  )
  const head = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n'
  const main = part === 0 ? 'int main(void)\n{\n\treturn f0_1(1);\n}\n' : ''
  return `${[head, ...functions].join('\n')}\n${main}`
}

function makefile(): string {
  const objects = Array.from({ length: SOURCES }, (_, i) => `part${i}.o`).join(' ')
  return [
    `program: ${objects}\n\tgcc -o program ${objects}`,
    '%.o: %.c\n\tgcc -O1 -c $<',
    `clean:\n\trm program ${objects}\n`,
  ].join('\n')
}
