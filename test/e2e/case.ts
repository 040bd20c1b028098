/** One thing that a program does and what a capture of it must hold. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GraphRelation, GraphVertex } from '../../src/graph/graph.ts'
import type { CaptureMode } from '../../src/kernel/object-file.ts'
import type { FlowGraph, FlowOptions } from './flow-graph.ts'

/** A case: all cases of one capture run one after the other, each in a folder with its name. */
export interface CaptureCase {
  readonly name: string
  /** States what `check` proves. */
  readonly about: string
  /** Modes that can see it; all when left out. */
  readonly modes?: readonly CaptureMode[]
  /** Files that are there before, with their text. */
  readonly files?: Readonly<Record<string, string>>
  /** A line for the shell; `$P` is the folder of test/workloads' programs. */
  readonly command: string
  check(log: CaseView, mode: CaptureMode): void
}

/** A captured graph as one case sees it: names are relative to the folder of the case. */
export class CaseView {
  readonly graph: FlowGraph
  readonly #directory: string

  constructor(graph: FlowGraph, directory: string) {
    this.graph = graph
    this.#directory = directory
  }

  /** Absolute name of a file of this case. */
  path(name: string): string {
    return `${this.#directory}/${name}`
  }

  /** All versions of a file that must be in the graph. */
  file(name: string): readonly GraphVertex[] {
    const found = this.graph.files(this.path(name))
    assert.ok(
      found.length > 0,
      `${this.path(name)} is not in the graph; there are:\n${this.#own()}`,
    )
    return found
  }

  /** A file with one name or type, that must be there: `typed('made-fifo', 'pipe')`. */
  typed(name: string, type: string): readonly GraphVertex[] {
    const found = this.file(name).filter((vertex) => vertex.type === type)
    assert.ok(found.length > 0, `${name} is no ${type} but ${this.file(name)[0]?.type}`)
    return found
  }

  /** Relations of a type to a file, at least one. */
  to(type: string, name: string): readonly GraphRelation[] {
    const found = this.graph.relations(type, { to: this.file(name) })
    assert.ok(found.length > 0, `no ${type} leads to ${name}, only: ${this.#typesTo(name)}`)
    return found
  }

  /** Asserts that information went from one file to another. */
  assertFlow(from: string, to: string): void {
    const isThere = this.graph.flows(this.file(from), this.file(to))
    assert.ok(isThere, `no way from ${from} to ${to}`)
  }

  /** Asserts that every way from one file to another needs what `without` leaves out, or that there is none. */
  assertNoFlow(from: string, to: string, without: FlowOptions = {}): void {
    const isThere = this.graph.flows(this.file(from), this.file(to), without)
    assert.ok(!isThere, `a way from ${from} to ${to} without ${JSON.stringify(without)}`)
  }

  /** Vertices of tasks that run a program, at least one. */
  tasks(program: string): readonly GraphVertex[] {
    const found = this.graph
      .vertices('task')
      .filter(({ attributes }) => String(attributes['cf:name']).endsWith(program))
    assert.ok(found.length > 0, `no task runs ${program}`)
    return found
  }

  #own(): string {
    return this.graph
      .fileNames()
      .filter((name) => name.startsWith(this.#directory))
      .join('\n')
  }

  #typesTo(name: string): string {
    const keys = new Set(this.file(name).map(({ key }) => key))
    const types = this.graph.graph.relations.filter(({ to }) => keys.has(to))
    return [...new Set(types.map(({ type }) => type))].join(', ')
  }
}

/** Exit code of the script that runs the cases, for the test that it is passed through. */
export const SCRIPT_EXIT_CODE = 7

/** Makes the folders and files of the cases, and the script that runs them. @returns the script. */
export function prepareCases(
  cases: readonly CaptureCase[],
  directory: string,
  programs: string,
): string {
  const lines = ['#!/bin/sh', `P=${programs}`]
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
  for (const { name, files = {}, command } of cases) {
    const own = join(directory, name)
    mkdirSync(own)
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(own, file), text)
      // For the program that is nobody, and for the script.
      chmodSync(join(own, file), text.startsWith('#!') ? 0o755 : 0o666)
    }
    lines.push(`cd ${own}`, `{ ${command}; } || echo "case ${name}: exit code $?" >&2`)
  }
  lines.push('wait', `exit ${SCRIPT_EXIT_CODE}`)
  const script = join(directory, 'script.sh')
  writeFileSync(script, `${lines.join('\n')}\n`)
  return script
}
