/** The programs of test/suite/ as their first comments describe them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseFlows } from '../hooks/flows.ts'
import { type ModelEdge, modelEdges } from '../hooks/model.ts'

/** One program: its target, and what a capture of the target must hold. */
export interface SuiteProgram {
  readonly name: string
  readonly about: string
  readonly group: string
  /** System calls of the target. */
  readonly calls: readonly string[]
  /** Flows that must be captured, beside those that verbs add; of each list one. */
  readonly claims: readonly (readonly ModelEdge[])[]
  /** Why nothing flows: the call is refused, and leaves at most what is done before that. */
  readonly none: string | undefined
  /** Why there is no flow, or which one is not seen. */
  readonly gap: string | undefined
  /** Why the tracepoint mode cannot see all, when no hook's limit says so. */
  readonly limit: string | undefined
}

const folder = fileURLToPath(new URL('../../test/suite/', import.meta.url))
const NOT_PROGRAMS: ReadonlySet<string> = new Set(['main.c'])

/** Every program, ProvMark's groups first, each group in the order of names. */
export function suitePrograms(): readonly SuiteProgram[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.c') && !NOT_PROGRAMS.has(file))
  const programs = files.map((file) => parseProgram(file, readFileSync(folder + file, 'utf8')))
  const rank = ({ group, name }: SuiteProgram) =>
    `${group.startsWith('ProvMark') ? 0 : 1}${group} ${name}`
  return programs.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** @throws Error when the comment lacks a part, names another file, or claims nothing and gives no reason. */
export function parseProgram(file: string, text: string): SuiteProgram {
  const comment = [...text.matchAll(/\/\*\n([\s\S]*?)\*\//g)][0]?.[1] ?? ''
  const lines = comment.replaceAll(/^ \* ?/gm, '')
  const [, name = '', about = ''] = /^(\S+) - (.*)\.$/m.exec(lines) ?? []
  if (`${name}.c` !== file) throw new Error(`test/suite/${file} describes ${name || 'nothing'}`)
  const part = (title: string) =>
    new RegExp(`^${title}: ([\\s\\S]*?)(?=^\\w+: |$(?![\\s\\S]))`, 'm')
      .exec(lines)?.[1]
      ?.replaceAll(/\s+/g, ' ')
      .trim()
  const [group, calls, flows, gap] = [part('Group'), part('Calls'), part('Flows'), part('Gap')]
  if (group === undefined || calls === undefined || (flows ?? gap) === undefined) {
    throw new Error(`test/suite/${file} lacks Group, Calls, or both of Flows and Gap`)
  }
  const none = /^none\. (.+)/.exec(flows ?? '')?.[1]
  const claims = parseFlows(none === undefined ? (flows ?? '') : '').map((step) =>
    modelEdges(step, 'must'),
  )
  const limit = part('Tracepoint')
  return { name, about, group, calls: calls.split(/,\s*/), claims, none, gap, limit }
}
